package pfm.model;

import java.io.IOException;
import java.nio.file.Path;

import pfm.analog.Detection;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;
import pfm.io.JsonSection;
import pfm.io.MalformedFileException;

/**
 * An optical product without its weights, as a JSON file describes it, {@code {"detection": {"photons": 5}}}: with
 * {@code photons} for shot noise, {@code shots} for single photons, or the values of a photodiode.
 *
 * @param detection how results are measured
 * @param seed      of the noise
 */
public record OpticalDevice(Detection detection, long seed) {
    /** The key that tells an optical product from a crossbar. */
    public static final String KEY = "detection";

    /** Reads a file. */
    public static OpticalDevice read(Path file) throws IOException {
        return of(JsonSection.read(file));
    }

    /**
     * Reads a text.
     *
     * @param source its name, for messages
     */
    public static OpticalDevice parse(String text, String source) throws MalformedFileException {
        return of(JsonSection.parse(text, source));
    }

    private static OpticalDevice of(JsonSection device) {
        JsonSection given = device.section(KEY);
        int seed = device.integer("seed", 0, Integer.MAX_VALUE, 0);
        boolean photons = given.has("photons");
        boolean shots = given.has("shots");
        boolean watts = given.has("watts");
        if ((photons ? 1 : 0) + (shots ? 1 : 0) + (watts ? 1 : 0) != 1) {
            throw new IllegalArgumentException(device.name(KEY)
                    + " must have one of photons (shot noise), shots (single photons) and watts (photodiode)");
        }
        Detection detection = photons ? new Detection.ShotNoise(given.number("photons", 1e-9, 1e6, 1))
                : shots ? new Detection.SinglePhoton(given.integer("shots", 1, 255, 1)) : photodiode(given);
        given.end();
        device.end();
        return new OpticalDevice(detection, seed);
    }

    private static Detection photodiode(JsonSection given) {
        return new Detection.Photodiode(given.number("watts", 1e-18, 1e3, 1e-6),
                given.number("responsivity", 1e-6, 100, 1), given.number("bandwidth", 1e-3, 1e15, 1e9),
                given.number("temperature", 0, 1e4, 300), given.number("load", 1e-3, 1e15, 1e4),
                given.number("darkCurrent", 0, 1, 0));
    }

    /** This device with its weights. */
    public OpticalProduct of(Matrix weights) {
        return new OpticalProduct(weights, detection, seed);
    }
}
