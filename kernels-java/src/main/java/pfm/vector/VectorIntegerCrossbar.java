package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.simd.Workers;

/** A {@link Crossbar} of {@link Arithmetic#INTEGER8}; weights are packed twice, a byte each. */
final class VectorIntegerCrossbar extends CrossbarProduct {
    private final IntegerPanels weights;
    private final IntegerPanels transpose;
    private final IntegerGemm forward;
    private final IntegerGemm adjoint;

    VectorIntegerCrossbar(Crossbar spec, Workers workers, Arena arena) {
        this(spec, new EffectiveWeights(spec, arena), workers, arena);
    }

    private VectorIntegerCrossbar(Crossbar spec, EffectiveWeights effective, Workers workers, Arena arena) {
        super(spec, effective, arena.scope(), Set.of(Precision.FLOAT32));
        weights = new IntegerPanels(spec.outputs(), spec.inputs(), arena);
        transpose = new IntegerPanels(spec.inputs(), spec.outputs(), arena);
        forward = new IntegerGemm(weights, workers, arena);
        adjoint = new IntegerGemm(transpose, workers, arena);
        load(effective.matrix());
    }

    @Override
    protected void load(Matrix effective) {
        for (int i = 0; i < outputs(); i++) {
            for (int j = 0; j < inputs(); j++) {
                byte weight = (byte) effective.get(i, j);
                weights.set(i, j, weight);
                transpose.set(j, i, weight);
            }
        }
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        forward.multiply(x, y);
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        adjoint.multiply(y, x);
    }
}
