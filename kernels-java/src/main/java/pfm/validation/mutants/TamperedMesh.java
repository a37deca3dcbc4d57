package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.MeshProduct;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;

/** A planned mesh that is right but for what a subclass breaks. */
class TamperedMesh extends MeshProduct {
    private final MeshProduct right;

    TamperedMesh(MeshProduct right) {
        super(right.spec(), Arena.global().scope(), Set.of(Precision.values()));
        this.right = right;
    }

    /** Computes a product. */
    void forward(ComplexMatrix x, ComplexMatrix y) {
        right.multiply(x, y);
    }

    /** Computes an adjoint. */
    void backward(ComplexMatrix y, ComplexMatrix x) {
        right.adjoint(y, x);
    }

    @Override
    protected final void run(ComplexMatrix x, ComplexMatrix y) {
        forward(x, y);
    }

    @Override
    protected final void runAdjoint(ComplexMatrix y, ComplexMatrix x) {
        backward(y, x);
    }

    @Override
    protected final void runReload() {
        right.reload();
    }

    @Override
    protected void runGradient(ComplexMatrix x, ComplexMatrix cotangent, ComplexMatrix adjoint, double[] gradient) {
        Matrix sum = Matrix.zeros(1, gradient.length, Precision.FLOAT64, Arena.ofAuto());
        right.gradient(x, cotangent, adjoint, sum);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] += sum.get(0, i);
        }
    }
}
