package pfm.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.Arithmetic;
import pfm.analog.ArrayEffects;
import pfm.analog.CellArray;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.ExactCell;
import pfm.analog.InputScaling;
import pfm.analog.InputSlicing;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.Tile;
import pfm.analog.UniformConverter;
import pfm.field.Matrix;
import pfm.io.JsonSection;
import pfm.io.MalformedFileException;
import pfm.quantity.Require;

/**
 * A crossbar without its weights, as a JSON file describes it; a key that is absent is ideal.
 *
 * @param tile         what a tile does
 * @param array        what the weights are kept in; empty where they are exact
 * @param seconds      after programming, when the array is read [s]
 * @param seed         of everything random
 * @param arithmetic   what it computes with
 * @param inputSlicing digits of inputs, for a {@link SlicedProduct}; empty where vectors enter whole
 * @param ranges       how bounds of converters are chosen that are not given, for which the tile has 1
 */
public record CrossbarDevice(Tile tile, Optional<CellArray> array, double seconds, long seed, Arithmetic arithmetic,
        Optional<InputSlicing> inputSlicing, ConverterRanges ranges) {
    /** The product itself. */
    public static final CrossbarDevice IDEAL = new CrossbarDevice(Tile.IDEAL, Optional.empty(), 0, 0);

    private static final double LATEST = 1e12;

    /** Checks ranges of what a {@link Crossbar} does not check. */
    public CrossbarDevice {
        Require.given("tile", tile);
        Require.given("array", array);
        Require.inRange("seconds", 0, LATEST, "s", seconds);
        Require.given("arithmetic", arithmetic);
        Require.given("inputSlicing", inputSlicing);
        Require.given("ranges", ranges);
        boolean integer = arithmetic == Arithmetic.INTEGER8;
        if (integer && !(tile.equals(Tile.IDEAL) && array.isEmpty() && inputSlicing.isEmpty())) {
            throw new IllegalArgumentException("integer must be left out where anything but seed and seconds is given");
        }
        if (inputSlicing.isPresent() && !ranges.equals(ConverterRanges.GIVEN)) {
            throw new IllegalArgumentException("adc.range must be fixed or granular where inputSlicing is given, was "
                    + ranges);
        }
        if (inputSlicing.isPresent() && !tile.equals(Tile.IDEAL.withSize(tile.outputs(), tile.inputs())
                .withOutput(new OutputStage(0, 0, 0, tile.output().adc(), false, 1)))) {
            throw new IllegalArgumentException("inputSlicing must be left out where a tile has more than a size and an "
                    + "ADC, was " + tile);
        }
    }

    /** Floating numbers, and vectors that enter whole. */
    public CrossbarDevice(Tile tile, Optional<CellArray> array, double seconds, long seed) {
        this(tile, array, seconds, seed, Arithmetic.FLOATING, Optional.empty(), ConverterRanges.GIVEN);
    }

    /** Exact weights, and converters as the only imperfection. */
    public CrossbarDevice(UniformConverter dac, DataConverter adc, InputScaling inputScaling, boolean iterativeBounds,
            float outputScale, int tileOutputs, int tileInputs) {
        this(dac, adc, inputScaling, iterativeBounds, outputScale, tileOutputs, tileInputs, Optional.empty(), 0, 0);
    }

    /** Converters, and cells that hold the weights. */
    public CrossbarDevice(UniformConverter dac, DataConverter adc, InputScaling inputScaling, boolean iterativeBounds,
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
        TileSection.Described described = TileSection.of(device);
        CrossbarDevice read = new CrossbarDevice(described.tile(), CellArraySection.of(device),
                device.number("seconds", 0, LATEST, 0), device.integer("seed", 0, Integer.MAX_VALUE, 0),
                device.flag("integer", false) ? Arithmetic.INTEGER8 : Arithmetic.FLOATING, inputSlicing(device),
                described.ranges());
        device.end();
        return read;
    }

    private static Optional<InputSlicing> inputSlicing(JsonSection device) {
        if (!device.has("inputSlicing")) {
            return Optional.empty();
        }
        JsonSection section = device.section("inputSlicing");
        InputSlicing slicing =
                new InputSlicing(section.integer("bits", 2, 24, 8), section.integer("sliceBits", 1, 12, 1));
        section.end();
        return Optional.of(slicing);
    }

    /**
     * This device with bounds of its converters chosen.
     *
     * @param samples vectors that they are calibrated on, {@code [count][inputs]}
     * @param kernels that multiply these
     */
    public CrossbarDevice fitted(Matrix weights, Matrix samples, Kernels kernels) {
        Require.equal("columns of samples", weights.columns(), samples.columns());
        return new CrossbarDevice(ranges.fit(tile, weights, Optional.of(samples), kernels), array, seconds, seed,
                arithmetic, inputSlicing, ConverterRanges.GIVEN);
    }

    /** This device with its weights; a bound that is calibrated needs {@link #fitted} before. */
    public Crossbar of(Matrix weights) {
        if (inputSlicing.isPresent()) {
            throw new IllegalArgumentException("inputSlicing must be left out of a plan whose vectors enter whole, was "
                    + inputSlicing.get() + "; pfm multiply and pfm.model.SlicedProduct send digits");
        }
        return new Crossbar(weights, array, ranges.fit(tile, weights, Optional.empty(), null), seed, arithmetic);
    }

    /**
     * Plans this device, with {@link #inputSlicing}, for a digit at a time; exact cells where there is no array.
     *
     * @param arena owns the slices
     */
    public SlicedProduct sliced(Matrix weights, Kernels kernels, Arena arena) {
        return new SlicedProduct(weights, array.orElse(CellArray.pairs(ExactCell.UNIT)), seconds,
                inputSlicing.orElseThrow(), tile.output().adc(), tile.outputs(), tile.inputs(), seed, kernels, arena);
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
