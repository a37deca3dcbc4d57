package pfm.validation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import pfm.analog.ArrayEffects;
import pfm.analog.CodeRange;
import pfm.analog.CodedAdc;
import pfm.analog.Converter;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.Detection;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.MeshImperfections;
import pfm.analog.OutputStage;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.field.Precision;
import pfm.validation.RandomKernel.Extent;
import pfm.validation.Tolerance.Codes;
import pfm.validation.Tolerance.DotProducts;
import pfm.validation.Tolerance.ReadOuts;

/** Random products: crossbars ideal, with converters and with imperfections, meshes, light with its noise. */
final class RandomProducts {
    private static final int KIND = 0;
    private static final int DIRECTION = 1;
    private static final int TILE = 2;
    private static final int SCALING = 3;
    private static final int BITS = 4;
    private static final int BOUND = 5;
    private static final int RETRIES = 6;
    private static final int EFFECT = 7;
    private static final int STRENGTH = 8;
    private static final int SECOND = 9;
    private static final int ERRORS = 10;
    private static final int ADC = 11;
    private static final int TOPS = 1000;
    /** Results in a relative error, so that not all of them cancel. */
    private static final int FEWEST = 16;
    /** Operations of a tile after its sums, at most. */
    private static final int OPERATIONS = 12;
    static final List<Extent> EXTENTS =
            List.of(new Extent("outputs", 200), new Extent("inputs", 300), new Extent("batch", 20));

    private RandomProducts() {
    }

    static RandomKernel crossbar(Draws draws) {
        return switch (draws.below(KIND, 6)) {
            case 0 -> ideal(draws);
            case 1 -> converters(draws);
            case 2 -> RandomDevices.integers(draws);
            case 3 -> RandomDevices.cells(draws);
            case 4 -> RandomDevices.tile(draws);
            default -> imperfect(draws);
        };
    }

    private static RandomKernel ideal(Draws draws) {
        Direction direction = draws.among(DIRECTION, Direction.FORWARD, Direction.ADJOINT);
        return product("ideal, " + direction.suffix().substring(1), direction,
                s -> CrossbarWorkloads.ideal(s[0], s[1], s[2], direction));
    }

    private static RandomKernel converters(Draws draws) {
        InputScaling scaling = draws.among(SCALING, new InputScaling.AbsMax(), new InputScaling.Max(),
                new InputScaling.Constant(2), new InputScaling.None());
        CodeRange range = new CodeRange(6 + draws.below(BITS, 5), 2 + draws.below(BOUND, 12));
        DataConverter adc = draws.among(ADC, Converter.ofBits(range.bits(), range.bound()),
                new Quantizer(range.bits(), -range.bound(), range.bound() - 1),
                new SarAdc(range, new ConverterErrors(0.005, 0.01, 500, 3)),
                new RampAdc(range, new ConverterErrors(0.005, 0.01, 500, 3)),
                new PipelineAdc(range, new ConverterErrors(0, 0.01, 1e4, 1)));
        int jump = adc instanceof CodedAdc ? 2 : 1; // where a level is off by less than a code
        boolean retries = draws.chance(RETRIES, 0.5) && !(scaling instanceof InputScaling.None);
        int side = draws.among(TILE, 7, 32, 40, 100, 512);
        String description = String.format(Locale.ROOT, "%s, %s with codes of %.4g up to %.4g, tiles of %d%s", scaling,
                adc.getClass().getSimpleName(), adc.lsb(), adc.bound(), side, retries ? ", retries" : "");
        return product(description, Direction.FORWARD, s -> {
            int longest = Math.min(side, s[1]);
            int tiles = Math.ceilDiv(s[1], side);
            double perTile = 4 * Precision.FLOAT32.unitRoundoff() * longest / 4 / adc.lsb();
            // one more round than sums of usual size take
            double growth = retries ? 2 * CrossbarWorkloads.growth(adc, longest) : 1;
            Codes tolerance = new Codes(CrossbarWorkloads.ALPHA * growth * jump * adc.lsb(), tiles,
                    Math.max(tiles * perTile, 2.0 / (s[0] * s[2])));
            return CrossbarWorkloads.of("", s[0], s[1], s[2], Direction.FORWARD, w -> new Crossbar(
                    w, CrossbarWorkloads.DAC, adc, scaling, retries, 1, side, side), tolerance);
        });
    }

    private static RandomKernel imperfect(Draws draws) {
        float strength = (float) draws.uniform(STRENGTH, 0.01, 0.3);
        float second = (float) draws.uniform(SECOND, 0.01, 0.3);
        InputScaling unscaled = new InputScaling.None();
        WeightNoise still = new WeightNoise.None();
        record Named(String name, Tile tile) {
        }
        Named named = draws.<Function<Float, Named>>among(EFFECT,
                s -> new Named("input noise", Tile.IDEAL.withInput(new InputStage(unscaled, Converter.IDEAL, s, 0))),
                s -> new Named("input asymmetry", Tile.IDEAL.withInput(
                        new InputStage(unscaled, Converter.IDEAL, 0, s))),
                s -> new Named("IR drop", Tile.IDEAL.withEffects(
                        new ArrayEffects(100 * s, 0, 0, 0, still, 1, 0, 0))),
                s -> new Named("series resistance", Tile.IDEAL.withEffects(
                        new ArrayEffects(0, s / 4, second, second / 2, still, 1, 0, 0))),
                s -> new Named("weight noise", Tile.IDEAL.withEffects(
                        new ArrayEffects(0, 0, 0, 0, new WeightNoise.Additive(s), 1, 0, 0))),
                s -> new Named("read noise", Tile.IDEAL.withEffects(
                        new ArrayEffects(0, 0, 0, 0, new WeightNoise.PcmRead(s), 1, 0, 0))),
                s -> new Named("output noise", Tile.IDEAL.withOutput(
                        new OutputStage(0, s, second, Converter.IDEAL, false, 1))),
                s -> new Named("output asymmetry", Tile.IDEAL.withOutput(
                        new OutputStage(s, 0, 0, Converter.IDEAL, false, -1 - second)))).apply(strength);
        int side = draws.among(TILE, 32, 40, 100, 512);
        return product(String.format(Locale.ROOT, "%s of %.3g, tiles of %d", named.name(), strength, side),
                Direction.FORWARD, s -> CrossbarWorkloads.of("", s[0], s[1], s[2], Direction.FORWARD,
                        w -> new Crossbar(w, Optional.empty(), named.tile().withSize(side, side), draws.seed()),
                        new ReadOuts(s[1], Math.ceilDiv(s[1], side) * OPERATIONS)));
    }

    static RandomKernel optical(Draws draws) {
        return switch (draws.below(KIND, 4)) {
            case 0 -> {
                double photons = draws.magnitude(STRENGTH, 0.1, 100);
                yield product("shot noise of " + photons + " photons", Direction.FORWARD,
                        s -> OpticalWorkloads.shotNoise(s, photons));
            }
            case 1 -> {
                int shots = 1 + draws.below(STRENGTH, 16);
                yield product(shots + " shots of single photons", Direction.FORWARD,
                        s -> OpticalWorkloads.singlePhoton(s, shots));
            }
            case 2 -> {
                Detection.Photodiode diode = new Detection.Photodiode(draws.magnitude(STRENGTH, 1e-8, 1e-3),
                        draws.uniform(SECOND, 0.1, 1), draws.magnitude(BOUND, 1e6, 1e10), draws.uniform(TILE, 0, 400),
                        draws.magnitude(BITS, 50, 1e6), draws.magnitude(ERRORS, 1e-12, 1e-7));
                yield product(diode.toString(), Direction.FORWARD, s -> OpticalWorkloads.photodiode(s, diode));
            }
            default -> product("shot noise, adjoint", Direction.ADJOINT, OpticalWorkloads::adjoint);
        };
    }

    static RandomKernel mesh(Draws draws) {
        Direction direction = draws.among(DIRECTION, Direction.FORWARD, Direction.ADJOINT, Direction.GRADIENT);
        MeshImperfections imperfections = draws.chance(ERRORS, 0.5) ? MeshImperfections.NONE
                : new MeshImperfections(draws.uniform(STRENGTH, 0, 0.3), draws.uniform(SECOND, 0, 0.1),
                        draws.uniform(BOUND, 0, 0.1), draws.among(BITS, 0, 4, 8));
        boolean rectangle = draws.chance(KIND, 0.5);
        return new RandomKernel((rectangle ? "rectangle, " : "in any order, ") + imperfections + ", "
                + direction.suffix().substring(1),
                List.of(new Extent("modes", 100), new Extent("batch", 20)), FEWEST,
                s -> (long) s[0] * (direction == Direction.GRADIENT ? Math.min(s[0], s[1]) : s[1]), // phases: modes²
                s -> (long) s[0] * s[0] * s[1] / 2,
                s -> MeshWorkloads.of("", s[0], s[1], rectangle ? MeshWorkloads::rectangle
                        : modes -> anyOrder(modes, draws), imperfections, direction));
    }

    /** As many interferometers as a rectangle has, each anywhere. */
    private static List<Integer> anyOrder(int modes, Draws draws) {
        return IntStream.range(0, modes * (modes - 1) / 2).mapToObj(k -> draws.below(TOPS + k, modes - 1)).toList();
    }

    static RandomKernel product(String description, Direction direction, Function<int[], Workload> maker) {
        return product(description, EXTENTS, direction, maker);
    }

    static RandomKernel product(
            String description, List<Extent> extents, Direction direction, Function<int[], Workload> maker) {
        int side = direction == Direction.ADJOINT ? 1 : 0;
        return new RandomKernel(description, extents, FEWEST, s -> (long) s[side] * s[2],
                s -> (long) s[0] * s[1] * s[2] / 8, maker);
    }
}
