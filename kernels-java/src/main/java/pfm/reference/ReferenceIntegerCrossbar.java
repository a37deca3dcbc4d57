package pfm.reference;

import java.lang.foreign.Arena;

import pfm.CrossbarProduct;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.field.Matrix;

/** A {@link Crossbar} of {@link Arithmetic#INTEGER8}: sums of 64-bit integers. */
final class ReferenceIntegerCrossbar extends CrossbarProduct {
    private final int[][] weights;

    ReferenceIntegerCrossbar(Crossbar spec, Arena arena) {
        this(spec, new EffectiveWeights(spec, arena), arena);
    }

    private ReferenceIntegerCrossbar(Crossbar spec, EffectiveWeights effective, Arena arena) {
        super(spec, effective, arena.scope(), ReferenceKernels.PRECISIONS);
        this.weights = new int[spec.outputs()][spec.inputs()];
        load(effective.matrix());
    }

    @Override
    protected void load(Matrix effective) {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                weights[i][j] = (int) effective.get(i, j);
            }
        }
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        for (int b = 0; b < x.rows(); b++) {
            for (int i = 0; i < outputs(); i++) {
                long sum = 0;
                boolean isNumber = true;
                for (int j = 0; j < inputs(); j++) {
                    isNumber &= !Double.isNaN(x.get(b, j));
                    sum += (long) weights[i][j] * Arithmetic.integer(x.get(b, j));
                }
                y.set(b, i, isNumber ? sum : Double.NaN);
            }
        }
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        for (int b = 0; b < y.rows(); b++) {
            for (int j = 0; j < inputs(); j++) {
                long sum = 0;
                boolean isNumber = true;
                for (int i = 0; i < outputs(); i++) {
                    isNumber &= !Double.isNaN(y.get(b, i));
                    sum += (long) weights[i][j] * Arithmetic.integer(y.get(b, i));
                }
                x.set(b, j, isNumber ? sum : Double.NaN);
            }
        }
    }
}
