package pfm.validation;

import java.util.ArrayList;
import java.util.List;

import pfm.MatVec;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Closed forms of crossbars of integers: sums of equal products, and inputs that are rounded. */
final class IntegerForms {
    private IntegerForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("integers-of-one-size", IntegerForms::constant),
                new ClosedForm("integers-of-any-number", IntegerForms::rounding));
    }

    /** n products of 127 and −128 are −16256 n, to the bit, up to the longest sum. */
    private static List<Finding> constant(Setting s) {
        List<Finding> findings = new ArrayList<>();
        for (int n : new int[] {1, 1000, 1033, Arithmetic.LONGEST}) {
            Matrix w = filled(1, n, Precision.FLOAT32, 127, s);
            w.set(0, n - 1, 126); // so that a sum beyond 2^24 is odd times two: rounded once
            Matrix x = filled(1, n, s.precision(), -128, s);
            x.set(0, n - 1, 1);
            Matrix y = filled(1, 1, s.precision(), 0, s);
            MatVec plan = s.kernels().crossbar(Crossbar.integer(w));
            plan.multiply(x, y);
            double exact = -16256.0 * (n - 1) + 126;
            findings.add(exact("sum of " + n, exact, y.get(0, 0), s));
            Matrix back = filled(1, n, s.precision(), 0, s);
            plan.adjoint(filled(1, 1, s.precision(), -128, s), back);
            findings.add(exact("first of the adjoint of " + n, n == 1 ? -16128 : -16256, back.get(0, 0), s));
        }
        return findings;
    }

    private static Finding exact(String quantity, double expected, double got, Setting s) {
        double rounded = s.precision() == Precision.FLOAT32 ? (float) expected : expected;
        return new Finding(quantity + " products", rounded, got, 0, "exact, rounded once");
    }

    /** One weight of 1: halves go to even, what is beyond the range is clipped, NaN stays. */
    private static List<Finding> rounding(Setting s) {
        double[] numbers = {-1e30, Double.NEGATIVE_INFINITY, -129, -128.5, -127.5, -1.5, -0.75, -0.5, 0, 0.5, 1.5, 2.5,
            2.75, 126.5, 127.25, 127.5, 1e30, Double.POSITIVE_INFINITY, Double.NaN};
        int[] integers = {-128, -128, -128, -128, -128, -2, -1, 0, 0, 0, 2, 2, 3, 126, 127, 127, 127, 127, 0};
        Matrix x = filled(numbers.length, 1, s.precision(), 0, s);
        for (int k = 0; k < numbers.length; k++) {
            x.set(k, 0, numbers[k]);
        }
        Matrix y = filled(numbers.length, 1, s.precision(), 7, s);
        s.kernels().crossbar(Crossbar.integer(filled(1, 1, Precision.FLOAT32, 1, s))).multiply(x, y);
        double worst = 0;
        for (int k = 0; k < numbers.length; k++) {
            boolean right = Double.isNaN(numbers[k]) ? Double.isNaN(y.get(k, 0)) : y.get(k, 0) == integers[k];
            worst = right ? worst : Math.max(worst, 1);
        }
        return List.of(new Finding("numbers that become another integer", 0, worst, 0, "exact"));
    }

    private static Matrix filled(int rows, int columns, Precision precision, double value, Setting s) {
        Matrix m = Matrix.zeros(rows, columns, precision, s.arena());
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m.set(i, j, value);
            }
        }
        return m;
    }
}
