package pfm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Closed forms of crossbars: orthogonal weights, converters as staircases, results of another simulator. */
final class CrossbarForms {
    private static final int N = 300;

    private CrossbarForms() {
    }

    static List<ClosedForm> all() {
        return Stream.of(List.of(new ClosedForm("crossbar-of-cosines", CrossbarForms::cosines),
                new ClosedForm("staircase-of-converters", CrossbarForms::staircase),
                new ClosedForm("tile-of-aihwkit", CrossbarForms::aihwkit)), TileForms.all(), ConverterForms.all())
                .flatMap(List::stream).toList();
    }

    /** Rows of W are cos(πi(2j+1)/2N), orthogonal: W times its row k is N/2 at k, or N for k = 0, and 0 elsewhere. */
    private static List<Finding> cosines(Setting s) {
        Matrix w = Matrix.zeros(N, N, Precision.FLOAT32, s.arena());
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                w.set(i, j, cosine(i, j));
            }
        }
        Matrix rows = w.as(s.precision(), s.arena());
        Matrix y = Matrix.zeros(N, N, s.precision(), s.arena());
        s.kernels().crossbar(Crossbar.ideal(w)).multiply(rows, y);
        Matrix back = Matrix.zeros(N, N, s.precision(), s.arena());
        s.kernels().crossbar(Crossbar.ideal(w)).adjoint(y, back);
        // n roundings, independent, of partial sums that grow to n/2; weights are float32 in every precision
        double bound = Precision.FLOAT32.unitRoundoff() * N * Math.sqrt(N);
        String reason = "u n sqrt(n) for sums of n = " + N + " products of one sign, of float32 weights";
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("largest distance of W row(k) from N/2 e(k)", 0,
                largest(y, (k, i) -> k == i ? k == 0 ? N : N / 2.0 : 0), bound, reason));
        findings.add(new Finding("largest distance of Wt W row(k) from N/2 row(k)", 0,
                largest(back, (k, j) -> (k == 0 ? N : N / 2.0) * cosine(k, j)), bound * N, reason + ", once more"));
        return findings;
    }

    private static double cosine(int i, int j) {
        return Math.cos(Math.PI * (i * (2 * j + 1) % (4 * N)) / (2 * N));
    }

    private interface Entry {
        double at(int row, int column);
    }

    private static double largest(Matrix got, Entry expected) {
        double largest = 0;
        for (int r = 0; r < got.rows(); r++) {
            for (int c = 0; c < got.columns(); c++) {
                largest = Math.max(largest, Math.abs(got.get(r, c) - expected.at(r, c)));
            }
        }
        return largest;
    }

    /**
     * One cell of weight 1: steps of 1/4, ties to even, exact numbers in float32. A bound between two steps clips
     * what was rounded.
     */
    private static List<Finding> staircase(Setting s) {
        IntToDoubleFunction input = k -> (k - 80) / 32.0;
        Matrix x = Matrix.zeros(161, 1, s.precision(), s.arena());
        for (int k = 0; k <= 160; k++) {
            x.set(k, 0, input.applyAsDouble(k));
        }
        List<Finding> findings = new ArrayList<>();
        for (float bound : new float[] {2, 2.0625f}) {
            Converter steps = new Converter(0.25f, bound);
            for (boolean isDac : new boolean[] {true, false}) {
                Matrix one = Matrix.of(new float[][] {{1}}, s.arena());
                Crossbar spec = new Crossbar(one, isDac ? steps : Converter.IDEAL, isDac ? Converter.IDEAL : steps,
                        new InputScaling.None(), false, 1, 1, 1);
                Matrix y = Matrix.zeros(161, 1, s.precision(), s.arena());
                s.kernels().crossbar(spec).multiply(x, y);
                double worst = largest(y, (k, c) ->
                        Math.clamp(Math.rint(input.applyAsDouble(k) * 4) / 4, -(double) bound, (double) bound));
                String quantity = (isDac ? "DAC" : "ADC") + " to " + bound + ", largest distance from the staircase";
                findings.add(new Finding(quantity, 0, worst, 0, "exact"));
            }
        }
        return findings;
    }

    /** Source: default tile of aihwkit 1.1 (7 and 9 bits, bounds 1 and 12) without noise, run on these numbers. */
    private static List<Finding> aihwkit(Setting s) {
        float[][] weights = {{.5f, -.25f, .125f, .9f}, {-.7f, .3f, .05f, -.4f}, {.11f, .22f, -.33f, .44f}};
        Matrix x = Matrix.of(new float[][] {{.3f, -1.2f, .77f, .05f}, {2.5f, .1f, -.6f, 1.9f}}, s.arena())
                .as(s.precision(), s.arena());
        double[][] expected = {{.6211765, -.5647060, -.4517648}, {2.8235297, -2.4705884, 1.2941177}};
        Crossbar spec = new Crossbar(Matrix.of(weights, s.arena()), Converter.ofBits(7, 1), Converter.ofBits(9, 12),
                new InputScaling.AbsMax(), true, 1, 512, 512);
        Matrix y = Matrix.zeros(2, 3, s.precision(), s.arena());
        s.kernels().crossbar(spec).multiply(x, y);
        return List.of(new Finding("largest distance from the result of the simulator", 0,
                largest(y, (b, i) -> expected[b][i]), 3e-7, "digits that it prints; one code is 0.05"));
    }
}
