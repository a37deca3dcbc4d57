package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.field.Matrix;

/** Crossbars of integers with one mistake each; all others are right. */
final class IntegerMutants {
    private IntegerMutants() {
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        DoubleUnaryOperator same = DoubleUnaryOperator.identity();
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("integers wrap instead of being clipped", mutant(x -> (byte) Math.rint(x), same));
        mutants.put("integers clipped at -127", mutant(x -> Math.max(x, -127), same));
        mutants.put("integers round halves up", mutant(x -> Math.floor(x + 0.5), same));
        mutants.put("integers cut off", mutant(x -> (int) x, same));
        mutants.put("sums of 16 bits that wrap", mutant(same, y -> (short) y));
        mutants.put("sums of 16 bits that saturate", mutant(same, y -> Math.clamp(y, -32768, 32767)));
        mutants.put("sums of 24 bits that saturate", mutant(same, y -> Math.clamp(y, -0x1p23, 0x1p23)));
        mutants.put("sums rounded twice", mutant(same, y -> Math.abs(y) < 0x1p24 ? y : Math.rint(y / 4) * 4));
        mutants.put("weight of -128 that is -127", right -> new Tampered(right) {
            @Override
            Crossbar instead(Crossbar spec) {
                return spec.isInteger() ? Crossbar.integer(changed(spec.weights(), w -> Math.max(w, -127))) : spec;
            }
        });
        return mutants;
    }

    /** Inputs and results as functions of what is right. */
    private static UnaryOperator<Kernels> mutant(DoubleUnaryOperator input, DoubleUnaryOperator result) {
        return right -> new Tampered(right) {
            private boolean integer;

            @Override
            Crossbar instead(Crossbar spec) {
                integer = spec.isInteger();
                return spec;
            }

            @Override
            void multiply(MatVec product, Matrix x, Matrix y) {
                if (!integer) {
                    product.multiply(x, y);
                    return;
                }
                Matrix results = Matrix.zeros(y.rows(), y.columns(), y.precision(), Arena.ofAuto());
                product.multiply(changed(x, input), results);
                y.values().copyFrom(changed(results, result).values());
            }
        };
    }

    private static Matrix changed(Matrix m, DoubleUnaryOperator change) {
        Matrix changed = Matrix.zeros(m.rows(), m.columns(), m.precision(), Arena.ofAuto());
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                changed.set(i, j, change.applyAsDouble(m.get(i, j)));
            }
        }
        return changed;
    }
}
