package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Results known beforehand, on every backend that is available and in every precision it has. */
class CrossbarValuesTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;
    private static final InputScaling NONE = new InputScaling.None();
    private static final InputScaling ABS_MAX = new InputScaling.AbsMax();

    /** From the C++ tile of aihwkit 1.1. */
    private static final float[][] W = {{.5f, -.25f, .125f, .9f}, {-.7f, .3f, .05f, -.4f}, {.11f, .22f, -.33f, .44f}};
    private static final float[][] X =
            {{.3f, -1.2f, .77f, .05f}, {2.5f, .1f, -.6f, 1.9f}, {0, 0, 0, 0}, {.001f, -.002f, .0005f, .003f}};

    private final Map<String, Consumer<On>> cases = Map.ofEntries(
            Map.entry("the default tile of aihwkit", on -> on.gives(
                    W, aihwkit(126, 510, 12), X, new double[][] {
                {.6211765, -.5647060, -.4517648}, {2.8235297, -2.4705884, 1.2941177}, {0, 0, 0},
                {.003811765, -.002541177, .000847059}})),
            Map.entry("8 bits and an output bound of 10", on -> on.gives(
                    W, aihwkit(254, 254, 10), new float[][] {X[0]},
                    new double[][] {{.5669292, -.5669292, -.4724410}})),
            Map.entry("DAC codes 16, -63, 40, 3", on -> on.gives(
                    identity(4), crossbar(Converter.ofResolution(126, 1), Converter.IDEAL, ABS_MAX),
                    new float[][] {X[0]}, scaled(1.2 / 63, 16, -63, 40, 3))),
            Map.entry("ties of the DAC", on -> on.gives(
                    identity(4), crossbar(new Converter(.5f, 10), Converter.IDEAL, NONE),
                    new float[][] {{.25f, .75f, -.25f, -.75f}}, scaled(1, 0, 1, 0, -1))),
            Map.entry("ties of the ADC", on -> on.gives(
                    identity(4), crossbar(Converter.IDEAL, new Converter(.5f, 10), NONE),
                    new float[][] {{.25f, .75f, -.25f, -.75f}}, scaled(1, 0, 1, 0, -1))),
            Map.entry("infinity saturates", on -> on.gives(
                    identity(4), crossbar(new Converter(.5f, 4), Converter.IDEAL, NONE),
                    new float[][] {{INF, -INF, 9, 1}}, scaled(1, 4, -4, 4, 1))),
            Map.entry("NaN makes every result NaN", on -> on.gives(
                    identity(3), aihwkit(126, 510, 12),
                    new float[][] {{1, NAN, 0}, {1, 0, 1}},
                    new double[][] {{NAN, NAN, NAN}, scaled(12 / 255., 21, 0, 21)[0]})),
            Map.entry("infinity where the scale follows it makes NaN", on -> on.gives(
                    identity(2), aihwkit(126, 510, 12),
                    new float[][] {{1, INF}}, new double[][] {{NAN, NAN}})),
            Map.entry("an input too small to scale counts as zero", on -> on.gives(
                    identity(3),
                    crossbar(Converter.IDEAL, Converter.IDEAL, ABS_MAX),
                    new float[][] {{1e-39f, -1e-40f, 0}, {0, 0x1p-126f, 0}},
                    new double[][] {{0, 0, 0}, {0, 0x1p-126, 0}})),
            Map.entry("MAX looks at the largest, not the greatest magnitude", on -> on.gives(
                    identity(3),
                    crossbar(new Converter(.25f, 1), Converter.IDEAL, new InputScaling.Max()),
                    new float[][] {{2, -9, 1}, {-1, -2, -3}, {-INF, 0, -1}},
                    new double[][] {{2, -2, 1}, {0, 0, 0}, {0, 0, 0}})),
            Map.entry("a constant scale", on -> on.gives(
                    identity(3),
                    crossbar(new Converter(.25f, 1), Converter.IDEAL, new InputScaling.Constant(4)),
                    new float[][] {{2, -9, 1.4f}}, new double[][] {{2, -4, 1}})),
            Map.entry("the bound grows for the vector that needs it alone", on -> on.gives(
                    new float[][] {{1, 1}, {.25f, 0}},
                    iterative(new Converter(.0625f, 1), new Converter(.125f, 1.5f), ABS_MAX),
                    new float[][] {{1, 1}, {1, .0625f}}, new double[][] {{2, .25}, {1, .25}})),
            Map.entry("without iterations it clips", on -> on.gives(
                    new float[][] {{1, 1}, {.25f, 0}},
                    crossbar(new Converter(.0625f, 1), new Converter(.125f, 1.5f), ABS_MAX),
                    new float[][] {{1, 1}, {1, .0625f}}, new double[][] {{1.5, .25}, {1, .25}})),
            Map.entry("what rounds to the bound is not clipped", on -> on.gives(
                    new float[][] {{1.7f}},
                    iterative(Converter.IDEAL, new Converter(.5f, 1.5f), NONE), new float[][] {{1}},
                    new double[][] {{1.5}})),
            Map.entry("the DAC's resolution ends the growth", on -> on.gives(
                    new float[][] {{100}},
                    iterative(new Converter(.125f, 1), new Converter(0, 1), NONE),
                    new float[][] {{1}}, new double[][] {{4}})),
            Map.entry("a factor above 1000 ends the growth", on -> on.gives(
                    new float[][] {{1e6f}},
                    iterative(Converter.IDEAL, new Converter(0, 1), NONE),
                    new float[][] {{1}}, new double[][] {{1024}})),
            Map.entry("tiles scale, round and grow by themselves", on -> on.gives(
                    new float[][] {{1, 1, 1, 1, 1}, {1, 0, 0, 1, 1}, {.25f, 0, 1, 0, .5f}},
                    tiled(iterative(new Converter(.0625f, 1), new Converter(.125f, 1.5f), ABS_MAX), 2, 2),
                    new float[][] {{4, 4, .5f, .25f, 64}},
                    // columns 0-1: α 4; rows 0-1 need β 2. Columns 2-3: α .5, column 4: α 64
                    new double[][] {{8 + .75 + 64, 4 + .25 + 64, 1 + .5 + 32}})),
            Map.entry("the output scale multiplies", on -> on.gives(
                    new float[][] {{1, 2}},
                    w -> new Crossbar(w, Converter.IDEAL, Converter.IDEAL, NONE, false, -3, 9, 1),
                    new float[][] {{1, 10}}, new double[][] {{-63}})));

    @TestFactory
    Stream<DynamicTest> everyBackendGivesTheKnownResult() {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .flatMap(b -> cases.entrySet().stream().map(c -> dynamicTest(c.getKey() + " on " + b.name(), () -> {
                    try (Kernels kernels = b.open(); Arena arena = Arena.ofShared()) {
                        kernels.precisions().forEach(p -> c.getValue().accept(new On(kernels, p, arena)));
                    }
                })));
    }

    /** Makes a crossbar of weights. */
    private interface Device {
        Crossbar of(Matrix weights);
    }

    private record On(Kernels kernels, Precision precision, Arena arena) {
        void gives(float[][] weights, Device device, float[][] x, double[][] expected) {
            Matrix in = Matrix.of(x, arena).as(precision, arena);
            Matrix out = Matrix.zeros(x.length, weights.length, precision, arena);
            kernels.crossbar(device.of(Matrix.of(weights, arena))).multiply(in, out);
            assertAll(Stream.iterate(0, i -> i < x.length * weights.length, i -> i + 1).map(i -> () -> {
                double e = expected[i / weights.length][i % weights.length];
                double got = out.get(i / weights.length, i % weights.length);
                String what = precision + " [" + i / weights.length + ", " + i % weights.length + "]";
                if (Double.isNaN(e)) {
                    assertTrue(Double.isNaN(got), what + " must be NaN, was " + got);
                } else { // a wrong code is off by far more than the digits printed and the rounding to float32
                    assertEquals(e, got, 1e-6 * Math.abs(e), what);
                }
            }));
        }
    }

    private static Device aihwkit(double inputSteps, double outputSteps, double outputBound) {
        return iterative(
                Converter.ofResolution(inputSteps, 1), Converter.ofResolution(outputSteps, outputBound), ABS_MAX);
    }

    private static Device iterative(Converter dac, Converter adc, InputScaling scaling) {
        return w -> new Crossbar(w, dac, adc, scaling, true, 1, 512, 512);
    }

    private static Device crossbar(Converter dac, Converter adc, InputScaling scaling) {
        return w -> new Crossbar(w, dac, adc, scaling, false, 1, 512, 512);
    }

    private static Device tiled(Device device, int outputs, int inputs) {
        return w -> {
            Crossbar c = device.of(w);
            return new Crossbar(w, c.dac(), c.adc(), c.inputScaling(), c.iterativeBounds(), 1, outputs, inputs);
        };
    }

    private static float[][] identity(int n) {
        float[][] identity = new float[n][n];
        for (int i = 0; i < n; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    private static double[][] scaled(double lsb, double... codes) {
        return new double[][] {Arrays.stream(codes).map(c -> c * lsb).toArray()};
    }
}
