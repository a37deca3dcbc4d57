package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.analog.ArrayEffects;
import pfm.analog.CodeRange;
import pfm.analog.Converter;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

/** Every option of a tile can be on while all others are off, and does then what its formula says. */
class OneImperfectionTest {
    private static final Converter NONE = Converter.IDEAL;
    private static final InputScaling UNSCALED = new InputScaling.None();
    private static final WeightNoise STILL = new WeightNoise.None();
    private static final double[][] X = {{1, -2, .25, -.75, 3, -.001, 0, 12}, {-1, -2, -3, -4, -5, -6, -7, -8}};
    private static final int N = X[0].length;
    private static final Law NOTHING = (v, j) -> v;

    /** Codes that are a quarter wide, from −2 to 2. */
    private static final CodeRange SIXTEEN = new CodeRange(4, 2);
    private static final ConverterErrors NO_ERRORS = ConverterErrors.NONE;

    /** What becomes of input j where weights are those of the identity. */
    private interface Law {
        double of(double value, int input);
    }

    private record Case(Tile tile, Law law) {
        Case(InputStage stage, Law law) {
            this(Tile.IDEAL.withInput(stage), law);
        }

        Case(ArrayEffects effects, Law law) {
            this(Tile.IDEAL.withEffects(effects), law);
        }

        Case(OutputStage stage, Law law) {
            this(Tile.IDEAL.withOutput(stage), law);
        }
    }

    private static Map<String, Case> known() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("DAC", new Case(new InputStage(UNSCALED, new Converter(.5f, 2), 0, 0),
                (v, j) -> Math.clamp(Math.rint(v * 2) / 2, -2, 2)));
        cases.put("bound of the DAC", new Case(new InputStage(UNSCALED, new Converter(0, 2), 0, 0),
                (v, j) -> Math.clamp(v, -2, 2)));
        cases.put("DAC that is a quantizer", new Case(new InputStage(UNSCALED, new Quantizer(3, -1, 2.5f), 0, 0),
                (v, j) -> Math.clamp(Math.rint(v * 2) / 2, -1, 2.5)));
        for (DataConverter adc : List.of(new SarAdc(SIXTEEN, NO_ERRORS), new RampAdc(SIXTEEN, NO_ERRORS),
                new PipelineAdc(SIXTEEN, NO_ERRORS))) {
            cases.put(adc.getClass().getSimpleName(), new Case(new OutputStage(0, 0, 0, adc, false, 1),
                    (v, j) -> Math.clamp(Math.ceil(v * 4) / 4 - 0.125, -1.875, 1.875)));
        }
        cases.put("absMax", new Case(new InputStage(new InputScaling.AbsMax(), NONE, 0, 0), NOTHING));
        cases.put("averageAbsMax", new Case(new InputStage(new InputScaling.AverageAbsMax(.5f), NONE, 0, 0), NOTHING));
        cases.put("constant", new Case(new InputStage(new InputScaling.Constant(7), NONE, 0, 0), NOTHING));
        cases.put("input asymmetry", new Case(new InputStage(UNSCALED, NONE, 0, .25f), (v, j) -> v < 0 ? .75 * v : v));
        cases.put("voltage drop", new Case(new ArrayEffects(5000, 0, 0, 0, STILL, 1, 0, 0), (v, j) -> {
            double a = N / 571428.6 * Math.abs(v);
            return v - 5000 * a * (a * (.05 * a - .2) + .5) * v * (1 - Math.pow(1 - (double) j / N, 2));
        }));
        cases.put("series resistance", new Case(new ArrayEffects(0, .25f, 100, 0, STILL, 1, 0, 0),
                (v, j) -> v / (1 + .25 * Math.abs(v))));
        cases.put("series resistance, limited", new Case(new ArrayEffects(0, .25f, .5f, 0, STILL, 1, 0, 0),
                (v, j) -> v / (1 + Math.min(.25 * Math.abs(v), .5))));
        cases.put("limit without series resistance",
                new Case(new ArrayEffects(0, 0, .5f, 0, STILL, 1, 0, 0), NOTHING));
        cases.put("voltage offset", new Case(new ArrayEffects(0, 0, 0, .125f, STILL, 1, 0, 0), (v, j) -> v * .875));
        cases.put("factor of the curve", new Case(new ArrayEffects(0, 0, 0, 0, STILL, -3, 0, 0), (v, j) -> -3 * v));
        cases.put("bend of the curve", new Case(new ArrayEffects(0, 0, 0, 0, STILL, 1, .5f, 0),
                (v, j) -> v / (1 + .5 * Math.abs(v))));
        cases.put("spread of no bend", new Case(new ArrayEffects(0, 0, 0, 0, STILL, 1, 0, .5f), NOTHING));
        cases.put("output asymmetry", new Case(new OutputStage(.25f, 0, 0, NONE, false, 1),
                (v, j) -> v < 0 ? .75 * v : v));
        cases.put("spread of no noise", new Case(new OutputStage(0, 0, .5f, NONE, false, 1), NOTHING));
        cases.put("ADC", new Case(new OutputStage(0, 0, 0, new Converter(.5f, 2), false, 1),
                (v, j) -> Math.clamp(Math.rint(v * 2) / 2, -2, 2)));
        cases.put("bound of the ADC", new Case(new OutputStage(0, 0, 0, new Converter(0, 2), false, 1),
                (v, j) -> Math.clamp(v, -2, 2)));
        cases.put("iterations without a bound", new Case(new OutputStage(0, 0, 0, NONE, true, 1), NOTHING));
        cases.put("output scale", new Case(new OutputStage(0, 0, 0, NONE, false, -2.5f), (v, j) -> -2.5 * v));
        cases.put("tiles", new Case(Tile.IDEAL.withSize(3, 3), NOTHING));
        return cases;
    }

    /** With laws of chance, whose moments {@link TileNoiseTest} has. */
    private static Map<String, Tile> noises() {
        return Map.of("input noise", Tile.IDEAL.withInput(new InputStage(UNSCALED, NONE, .5f, 0)),
                "additive", Tile.IDEAL.withEffects(
                        new ArrayEffects(0, 0, 0, 0, new WeightNoise.Additive(.5f), 1, 0, 0)),
                "read noise", Tile.IDEAL.withEffects(
                        new ArrayEffects(0, 0, 0, 0, new WeightNoise.PcmRead(.5f), 1, 0, 0)),
                "output noise", Tile.IDEAL.withOutput(new OutputStage(0, .5f, 0, NONE, false, 1)));
    }

    @TestFactory
    Stream<DynamicTest> anOptionAloneDoesWhatItSays() {
        Map<String, Consumer<Everywhere>> all = new LinkedHashMap<>();
        known().forEach((name, known) -> all.put(name, on -> {
            Matrix y = multiply(on, known.tile());
            for (int b = 0; b < X.length; b++) {
                for (int j = 0; j < N; j++) {
                    double expected = known.law().of(on.precision() == Precision.FLOAT32 ? (float) X[b][j] : X[b][j],
                            j);
                    // some operations, each rounded to float32; constants are float32 in every precision
                    assertEquals(expected, y.get(b, j), 8 * Precision.FLOAT32.unitRoundoff() * Math.abs(expected),
                            on.where() + "[" + b + ", " + j + "]");
                }
            }
        }));
        noises().forEach((name, tile) -> all.put(name, on -> {
            Matrix y = multiply(on, tile);
            for (int j = 0; j < N; j++) {
                boolean reads = tile.effects().readsSquares() && X[0][j] == 0; // nothing flows, nothing fluctuates
                assertTrue(reads == (y.get(0, j) == X[0][j]) && Math.abs(y.get(0, j) - X[0][j]) < 50,
                        on.where() + name + " gave " + y.get(0, j));
            }
        }));
        all.put("max", on -> {
            Matrix y = multiply(on, Tile.IDEAL.withInput(new InputStage(new InputScaling.Max(), NONE, 0, 0)));
            for (int j = 0; j < N; j++) {
                assertEquals(X[0][j], y.get(0, j), 4 * Precision.FLOAT32.unitRoundoff() * Math.abs(X[0][j]));
                assertEquals(0, y.get(1, j), "a vector without a positive entry");
            }
        });
        return Everywhere.run(all);
    }

    /** Gradients pass straight through whatever a tile does but the scale of its results. */
    @TestFactory
    Stream<DynamicTest> theAdjointIsThatOfTheLinearPart() {
        Map<String, Consumer<Everywhere>> all = new LinkedHashMap<>();
        Map<String, Tile> tiles = new LinkedHashMap<>(noises());
        known().forEach((name, known) -> tiles.put(name, known.tile()));
        tiles.forEach((name, tile) -> all.put(name, on -> {
            Matrix w = Seeded.matrix(5, N, -1, 1, Precision.FLOAT32, 1, on.arena());
            Matrix y = Seeded.matrix(2, 5, -1, 1, on.precision(), 2, on.arena());
            Matrix x = Matrix.zeros(2, N, on.precision(), on.arena());
            on.kernels().crossbar(new Crossbar(w, Optional.empty(), tile, 5)).adjoint(y, x);
            for (int b = 0; b < 2; b++) {
                for (int j = 0; j < N; j++) {
                    double sum = 0;
                    double magnitudes = 0;
                    for (int i = 0; i < 5; i++) {
                        sum += w.get(i, j) * y.get(b, i);
                        magnitudes += Math.abs(w.get(i, j) * y.get(b, i));
                    }
                    double scale = tile.output().scale();
                    assertEquals(scale * sum, x.get(b, j), 7 * on.precision().unitRoundoff() * Math.abs(scale)
                            * magnitudes, on.where() + "[" + b + ", " + j + "]");
                }
            }
        }));
        return Everywhere.run(all);
    }

    private static Matrix multiply(Everywhere on, Tile tile) {
        return on.multiply(new Crossbar(Everywhere.identity(N, on.arena()), Optional.empty(), tile, 5), on.matrix(X));
    }

    /** An option that is added to a tile needs a case of its own here. */
    @Test
    void noOptionWasForgotten() {
        Set<String> alone = new TreeSet<>();
        Stream.concat(known().values().stream().map(Case::tile), noises().values().stream()).forEach(tile -> {
            Set<String> changed = new TreeSet<>();
            changed(InputStage.class, InputStage.IDEAL, tile.input(), changed);
            changed(ArrayEffects.class, ArrayEffects.IDEAL, tile.effects(), changed);
            changed(OutputStage.class, OutputStage.IDEAL, tile.output(), changed);
            changed.remove("ArrayEffects.mostSeries"); // it limits what without series resistance is 0
            if (changed.size() == 1) {
                alone.addAll(changed);
            }
        });
        Set<String> options = new TreeSet<>();
        for (Class<?> stage : new Class<?>[] {InputStage.class, ArrayEffects.class, OutputStage.class}) {
            for (RecordComponent component : stage.getRecordComponents()) {
                options.add(stage.getSimpleName() + "." + component.getName());
            }
        }
        options.remove("ArrayEffects.mostSeries");
        assertEquals(options, alone);
    }

    private static void changed(Class<?> stage, Record ideal, Record real, Set<String> changed) {
        for (RecordComponent component : stage.getRecordComponents()) {
            try {
                if (!Objects.equals(component.getAccessor().invoke(ideal), component.getAccessor().invoke(real))) {
                    changed.add(stage.getSimpleName() + "." + component.getName());
                }
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
