package pfm;

import java.lang.foreign.Arena;

import pfm.analog.MatrixMesh;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A planned {@link MatrixMesh} on any backend: two {@link MeshProduct}s with attenuators between. For one thread at a
 * time, as long as its {@link Kernels} are open.
 */
public final class MatrixMeshProduct {
    private final MatrixMesh spec;
    private final MeshProduct first;
    private final MeshProduct second;

    /** Plans both meshes. */
    public MatrixMeshProduct(MatrixMesh spec, Kernels kernels) {
        this.spec = Require.given("spec", spec);
        first = kernels.mziMesh(spec.first());
        second = kernels.mziMesh(spec.second());
    }

    /** What was planned. */
    public MatrixMesh spec() {
        return spec;
    }

    /** Takes over phases that were changed in place since planning; gains are read at every run. */
    public void reload() {
        first.reload();
        second.reload();
    }

    /**
     * {@code y[b] = W x[b]} for every row b.
     *
     * @param x {@code [batch][inputs]}
     * @param y {@code [batch][outputs]}, not overlapping x
     * @throws IllegalArgumentException if a shape or precision does not fit
     */
    public void multiply(ComplexMatrix x, ComplexMatrix y) {
        try (Arena arena = Arena.ofShared()) {
            ComplexMatrix before = between(x, spec.inputs(), arena);
            first.multiply(x, before);
            second.multiply(attenuated(before, spec.outputs(), arena), y);
        }
    }

    /** {@code x[b] = W* y[b]}, so that {@code ⟨W x, y⟩ = ⟨x, W* y⟩}. Throws as multiply. */
    public void adjoint(ComplexMatrix y, ComplexMatrix x) {
        try (Arena arena = Arena.ofShared()) {
            ComplexMatrix before = between(y, spec.outputs(), arena);
            second.adjoint(y, before);
            first.adjoint(attenuated(before, spec.inputs(), arena), x);
        }
    }

    /**
     * The gradient of a real loss L of the output, {@code dL = Re Σ conj(cotangent) dy}, added to what is there.
     *
     * @param phasesOfFirst  float64, in the shape of its phases
     * @param gains          float64, in the shape of the gains
     * @param phasesOfSecond float64, in the shape of its phases
     */
    public record Gradient(Matrix phasesOfFirst, Matrix gains, Matrix phasesOfSecond) {
        /** A gradient of zeros. */
        public static Gradient zeros(MatrixMesh spec, Arena arena) {
            return new Gradient(Matrix.zeros(1, spec.first().phases().columns(), Precision.FLOAT64, arena),
                    Matrix.zeros(1, spec.gains().columns(), Precision.FLOAT64, arena),
                    Matrix.zeros(1, spec.second().phases().columns(), Precision.FLOAT64, arena));
        }
    }

    /**
     * Pulls a cotangent back through all parts; writes {@code W* cotangent} to {@code adjoint}.
     *
     * @param x         the input of the forward run
     * @param cotangent of the output
     * @param adjoint   receives the cotangent of the input; another matrix
     */
    public void gradient(ComplexMatrix x, ComplexMatrix cotangent, ComplexMatrix adjoint, Gradient gradient) {
        Require.equal("columns of the gradient of gains", spec.gains().columns(), gradient.gains().columns());
        try (Arena arena = Arena.ofShared()) {
            ComplexMatrix before = between(x, spec.inputs(), arena);
            first.multiply(x, before);
            ComplexMatrix back = between(cotangent, spec.outputs(), arena);
            second.gradient(attenuated(before, spec.outputs(), arena), cotangent, back, gradient.phasesOfSecond());
            for (int k = 0; k < spec.gains().columns(); k++) {
                double sum = 0;
                for (int b = 0; b < x.rows(); b++) {
                    sum += back.re().get(b, k) * before.re().get(b, k) + back.im().get(b, k) * before.im().get(b, k);
                }
                gradient.gains().set(0, k, gradient.gains().get(0, k) + spec.scale() * sum);
            }
            first.gradient(x, attenuated(back, spec.inputs(), arena), adjoint, gradient.phasesOfFirst());
        }
    }

    private static ComplexMatrix between(ComplexMatrix in, int modes, Arena arena) {
        return ComplexMatrix.zeros(in.rows(), modes, in.precision(), arena);
    }

    /** The light of a mesh behind the attenuators, in so many modes; the scale is in it, too. */
    private ComplexMatrix attenuated(ComplexMatrix before, int modes, Arena arena) {
        ComplexMatrix behind = between(before, modes, arena);
        for (int k = 0; k < spec.gains().columns(); k++) {
            double factor = spec.scale() * spec.gains().get(0, k);
            for (int b = 0; b < before.rows(); b++) {
                behind.set(b, k, factor * before.re().get(b, k), factor * before.im().get(b, k));
            }
        }
        return behind;
    }
}
