package pfm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import pfm.analog.CodeRange;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.OutputStage;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Closed forms of ADCs: staircases, the levels of a finite gain, how errors spread over columns and tiles. */
final class ConverterForms {
    private static final int COLUMNS = 4000;
    /** Of a count of independent draws; the seed is fixed, so that a right backend passes always. */
    private static final double SIGMAS = 4.5;

    private ConverterForms() {
    }

    static List<ClosedForm> all() {
        return List.of(new ClosedForm("staircase-of-adcs", ConverterForms::staircases),
                new ClosedForm("levels-of-a-finite-gain", ConverterForms::gain),
                new ClosedForm("errors-of-adcs", ConverterForms::errors));
    }

    /** Quarters of codes of 4 bits: a value gives the middle of its interval, a value on a level that below. */
    private static List<Finding> staircases(Setting s) {
        CodeRange range = new CodeRange(4, 2);
        List<Finding> findings = new ArrayList<>();
        for (DataConverter adc : List.of(new SarAdc(range, ConverterErrors.NONE),
                new RampAdc(range, ConverterErrors.NONE), new PipelineAdc(range, ConverterErrors.NONE))) {
            findings.add(staircase(s, adc,
                    v -> Math.clamp(Math.ceil(v * 4) / 4 - 0.125, -2 + 0.125, 2 - 0.125)));
        }
        findings.add(staircase(s, new Quantizer(3, -1, 2.5f), v -> Math.clamp(Math.rint(v * 2) / 2, -1, 2.5)));
        return findings;
    }

    private static Finding staircase(Setting s, DataConverter adc, DoubleUnaryOperator expected) {
        int count = 81;
        Matrix x = Matrix.zeros(count, 1, s.precision(), s.arena());
        for (int k = 0; k < count; k++) {
            x.set(k, 0, (k - 40) / 16.0);
        }
        Matrix y = multiply(s, 1, adc, x);
        double worst = 0;
        for (int k = 0; k < count; k++) {
            worst = Math.max(worst, Math.abs(y.get(k, 0) - expected.applyAsDouble(x.get(k, 0))));
        }
        return new Finding(adc.getClass().getSimpleName() + ", largest distance from the staircase", 0, worst, 0,
                "exact");
    }

    /** Codes on either side of {@code V(2c/2^b − 1)/(1 + (1 + c/2^b)/A)}, b = 3. */
    private static List<Finding> gain(Setting s) {
        CodeRange range = new CodeRange(3, 8);
        ConverterErrors errors = new ConverterErrors(0, 0, 100, 1);
        Matrix x = Matrix.zeros(14, 1, s.precision(), s.arena());
        for (int k = 0; k < 14; k++) {
            int code = k / 2 + 1;
            x.set(k, 0, (2 * code - 8) / (1 + (8 + code) / 800.0) + (k % 2 == 0 ? -1e-5 : 1e-5));
        }
        List<Finding> findings = new ArrayList<>();
        for (DataConverter adc : List.of(new SarAdc(range, errors), new RampAdc(range, errors))) {
            Matrix y = multiply(s, 1, adc, x);
            double worst = 0;
            for (int k = 0; k < 14; k++) {
                worst = Math.max(worst, Math.abs(y.get(k, 0) - range.middle((k + 1) / 2)));
            }
            findings.add(new Finding(adc.getClass().getSimpleName() + ", largest distance beside a level", 0, worst, 0,
                    "exact: 1e-5 is ten roundings of the largest level"));
        }
        return findings;
    }

    /** How many of the columns of many tiles are above a level, whose place is normal. */
    private static List<Finding> errors(Setting s) {
        double offset = 0.02;
        double mismatch = 0.01;
        ConverterErrors offsets = new ConverterErrors(0, offset, Double.POSITIVE_INFINITY, 1);
        List<Finding> findings = new ArrayList<>();
        for (DataConverter adc : List.of(new SarAdc(new CodeRange(1, 1), offsets),
                new RampAdc(new CodeRange(1, 1), offsets), new PipelineAdc(new CodeRange(1, 1), offsets))) {
            above(findings, s, adc, offset, "offset");
        }
        // V·2 C_2/C_3: of variance (2/8)²σ²(4 + 8/4)
        above(findings, s, new SarAdc(new CodeRange(3, 1), new ConverterErrors(mismatch, 0, 1e9, 1)),
                mismatch / 4 * Math.sqrt(6), "mismatch");
        return findings;
    }

    private static void above(List<Finding> findings, Setting s, DataConverter adc, double sigma, String what) {
        double[] deviations = {-2, -1, 0.5, 1.5};
        double[] below = {0.022750131948179, 0.158655253931457, 0.691462461274013, 0.933192798731142};
        Matrix x = Matrix.zeros(deviations.length, 1, s.precision(), s.arena());
        for (int k = 0; k < deviations.length; k++) {
            x.set(k, 0, deviations[k] * sigma);
        }
        Matrix y = multiply(s, COLUMNS, adc, x);
        for (int k = 0; k < deviations.length; k++) {
            int count = 0;
            for (int i = 0; i < COLUMNS; i++) {
                count += y.get(k, i) > 0 ? 1 : 0;
            }
            double p = below[k];
            findings.add(new Finding(adc.getClass().getSimpleName() + ", " + what + ": columns above the level at "
                    + deviations[k] + " deviations", p, count / (double) COLUMNS,
                    SIGMAS * Math.sqrt(p * (1 - p) / COLUMNS),
                    SIGMAS + " deviations of a count of independent columns"));
        }
    }

    /** Weights 1, in tiles of 100. */
    private static Matrix multiply(Setting s, int outputs, DataConverter adc, Matrix x) {
        Matrix ones = Matrix.zeros(outputs, 1, Precision.FLOAT32, s.arena());
        for (int i = 0; i < outputs; i++) {
            ones.set(i, 0, 1);
        }
        Tile tile = Tile.IDEAL.withSize(100, 1).withOutput(new OutputStage(0, 0, 0, adc, false, 1));
        Matrix y = Matrix.zeros(x.rows(), outputs, s.precision(), s.arena());
        s.kernels().crossbar(new Crossbar(ones, Optional.empty(), tile, 5)).multiply(x, y);
        return y;
    }
}
