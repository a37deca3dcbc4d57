package pfm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.ArrayEffects;
import pfm.analog.CellArray;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.Tile;
import pfm.field.Matrix;
import pfm.io.JsonSection;
import pfm.io.MalformedFileException;
import pfm.quantity.Require;

/**
 * A crossbar without its weights, as a JSON file describes it; a key that is absent is ideal.
 *
 * @param tile    what a tile does
 * @param array   what the weights are kept in; empty where they are exact
 * @param seconds after programming, when the array is read [s]
 * @param seed    of everything random
 */
public record CrossbarDevice(Tile tile, Optional<CellArray> array, double seconds, long seed) {
    /** The product itself. */
    public static final CrossbarDevice IDEAL = new CrossbarDevice(Tile.IDEAL, Optional.empty(), 0, 0);

    private static final double LATEST = 1e12;

    /** Checks ranges of what a {@link Crossbar} does not check. */
    public CrossbarDevice {
        Require.given("tile", tile);
        Require.given("array", array);
        Require.inRange("seconds", 0, LATEST, "s", seconds);
    }

    /** Exact weights, and converters as the only imperfection. */
    public CrossbarDevice(Converter dac, Converter adc, InputScaling inputScaling, boolean iterativeBounds,
            float outputScale, int tileOutputs, int tileInputs) {
        this(dac, adc, inputScaling, iterativeBounds, outputScale, tileOutputs, tileInputs, Optional.empty(), 0, 0);
    }

    /** Converters, and cells that hold the weights. */
    public CrossbarDevice(Converter dac, Converter adc, InputScaling inputScaling, boolean iterativeBounds,
            float outputScale, int tileOutputs, int tileInputs, Optional<CellArray> array, double seconds, long seed) {
        this(new Tile(tileOutputs, tileInputs, new InputStage(inputScaling, dac, 0, 0), ArrayEffects.IDEAL,
                new OutputStage(0, 0, 0, adc, iterativeBounds, outputScale)), array, seconds, seed);
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
        CrossbarDevice read = new CrossbarDevice(TileSection.of(device), CellArraySection.of(device),
                device.number("seconds", 0, LATEST, 0), device.integer("seed", 0, Integer.MAX_VALUE, 0));
        device.end();
        return read;
    }

    /** This device with its weights. */
    public Crossbar of(Matrix weights) {
        return new Crossbar(weights, array, tile, seed);
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
