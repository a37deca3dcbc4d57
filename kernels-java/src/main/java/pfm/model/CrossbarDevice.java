package pfm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.CellArray;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Matrix;
import pfm.io.JsonSection;
import pfm.io.MalformedFileException;
import pfm.quantity.Require;

/**
 * A crossbar without its weights, as a JSON file describes it; a key that is absent is ideal.
 *
 * @param dac             input converter
 * @param adc             output converter
 * @param inputScaling    how α is chosen
 * @param iterativeBounds whether β grows until nothing is clipped
 * @param outputScale     factor on every result
 * @param tileOutputs     most rows of a tile
 * @param tileInputs      most columns of a tile
 * @param array           what the weights are kept in; empty where they are exact
 * @param seconds         after programming, when the array is read [s]
 * @param seed            of everything random
 */
public record CrossbarDevice(Converter dac, Converter adc, InputScaling inputScaling, boolean iterativeBounds,
        float outputScale, int tileOutputs, int tileInputs, Optional<CellArray> array,
        double seconds, long seed) {
    /** The product itself. */
    public static final CrossbarDevice IDEAL = new CrossbarDevice(Converter.IDEAL, Converter.IDEAL,
            new InputScaling.None(), false, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final double LATEST = 1e12;
    private static final double SMALLEST = 1e-30;
    private static final double LARGEST = 1e30;
    private static final Map<String, InputScaling> SCALINGS = Map.of("none", new InputScaling.None(),
            "absMax", new InputScaling.AbsMax(), "max", new InputScaling.Max());

    /** Checks ranges of what a {@link Crossbar} does not check. */
    public CrossbarDevice {
        Require.given("array", array);
        Require.inRange("seconds", 0, LATEST, "s", seconds);
    }

    /** Exact weights, and converters as the only imperfection. */
    public CrossbarDevice(Converter dac, Converter adc, InputScaling inputScaling, boolean iterativeBounds,
            float outputScale, int tileOutputs, int tileInputs) {
        this(dac, adc, inputScaling, iterativeBounds, outputScale, tileOutputs, tileInputs, Optional.empty(), 0, 0);
    }

    /** Reads a file. */
    public static CrossbarDevice read(Path file) throws IOException {
        return of(JsonSection.read(file));
    }

    /**
     * Reads a text.
     *
     * @param source its name, for messages
     */
    public static CrossbarDevice parse(String text, String source) throws MalformedFileException {
        return of(JsonSection.parse(text, source));
    }

    private static CrossbarDevice of(JsonSection device) {
        JsonSection tile = device.section("tile");
        CrossbarDevice read = new CrossbarDevice(converter(device.section("dac")), converter(device.section("adc")),
                scaling(device), device.flag("iterativeBounds", false),
                (float) device.number("outputScale", -LARGEST, LARGEST, 1),
                tile.integer("outputs", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                tile.integer("inputs", 1, Integer.MAX_VALUE, Integer.MAX_VALUE), CellArraySection.of(device),
                device.number("seconds", 0, LATEST, 0), device.integer("seed", 0, Integer.MAX_VALUE, 0));
        tile.end();
        device.end();
        return read;
    }

    private static Converter converter(JsonSection section) {
        if (section.has("bits") && section.has("lsb")) {
            throw new IllegalArgumentException(section.name("lsb") + " must be left out where bits are given");
        }
        boolean rounds = section.has("bits") || section.has("lsb");
        if (rounds && !section.has("bound")) {
            throw new IllegalArgumentException(
                    section.name("bound") + " must be given, the largest value that leaves the converter");
        }
        float bound = (float) section.number("bound", SMALLEST, LARGEST, Double.POSITIVE_INFINITY);
        int bits = section.integer("bits", 2, 24, 0);
        float lsb = (float) section.number("lsb", SMALLEST, LARGEST, 0);
        section.end();
        return bits > 0 ? Converter.ofBits(bits, bound) : new Converter(lsb, bound);
    }

    private static InputScaling scaling(JsonSection device) {
        Object value = device.value("inputScaling");
        return switch (value) {
            case null -> new InputScaling.None();
            case String name when SCALINGS.containsKey(name) -> SCALINGS.get(name);
            case Number alpha when alpha.doubleValue() >= SMALLEST && alpha.doubleValue() <= LARGEST ->
                new InputScaling.Constant(alpha.floatValue());
            default -> throw new IllegalArgumentException(device.name("inputScaling")
                    + " must be \"none\", \"absMax\", \"max\" or a number in [" + SMALLEST + ", " + LARGEST + "], was "
                    + JsonSection.shown(value));
        };
    }

    /** This device with its weights. */
    public Crossbar of(Matrix weights) {
        Crossbar exact =
                new Crossbar(weights, dac, adc, inputScaling, iterativeBounds, outputScale, tileOutputs, tileInputs);
        return new Crossbar(weights, array, exact.tile(), seed);
    }

    /** Plans this device with its weights, and moves it to the time when it is read. */
    public CrossbarProduct plan(Matrix weights, Kernels kernels) {
        CrossbarProduct plan = kernels.crossbar(of(weights));
        if (array.isPresent() && seconds > 0) {
            plan.moveTo(seconds);
        }
        return plan;
    }
}
