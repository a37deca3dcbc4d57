package pfm;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.analog.MziMesh;
import pfm.energy.Cost;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.tuning.Family;

/** A planned {@link MziMesh}: {@code y = M x} for every row x of a batch of complex vectors. */
public abstract non-sealed class MeshProduct extends Plan {
    private final MziMesh spec;

    /** For backends; see {@link Propagator}. */
    protected MeshProduct(MziMesh spec, MemorySegment.Scope owner, Set<Precision> precisions) {
        super(owner, precisions);
        this.spec = spec;
    }

    /** What was planned. */
    public final MziMesh spec() {
        return spec;
    }

    /**
     * {@code y[b] = M x[b]} for every row b.
     *
     * @param x {@code [batch][modes]}
     * @param y {@code [batch][modes]}, not overlapping x
     * @throws IllegalArgumentException if a shape or precision does not fit
     * @throws IllegalStateException    if the {@link Kernels} are closed or another thread runs this plan
     */
    public final void multiply(ComplexMatrix x, ComplexMatrix y) {
        check("x", x, "y", y);
        compute(FORWARD, x.rows(), x.precision(), () -> run(x, y));
    }

    /** {@code x[b] = M* y[b]}, so that {@code ⟨M x, y⟩ = ⟨x, M* y⟩}. Throws as multiply. */
    public final void adjoint(ComplexMatrix y, ComplexMatrix x) {
        check("y", y, "x", x);
        compute(ADJOINT, y.rows(), y.precision(), () -> runAdjoint(y, x));
    }

    /**
     * Pulls a cotangent back. For a real loss L of the output {@code y = M x} with
     * {@code dL = Re Σ conj(cotangent) dy}, adds ∂L/∂phase, summed over the batch, to {@code gradient} and writes
     * {@code M* cotangent} to {@code adjoint}.
     *
     * @param x         the input of the forward run
     * @param cotangent of the output
     * @param adjoint   receives the cotangent of the input; another matrix
     * @param gradient  of the phases, in their shape, float64
     */
    public final void gradient(ComplexMatrix x, ComplexMatrix cotangent, ComplexMatrix adjoint, Matrix gradient) {
        check("x", x, "adjoint", adjoint);
        check("cotangent", cotangent, "adjoint", adjoint);
        Require.equal("rows of the gradient", 1, gradient.rows());
        Require.equal("columns of the gradient", spec.phases().columns(), gradient.columns());
        Require.equal("precision of the gradient", Precision.FLOAT64, gradient.precision());
        checkWritable("gradient", gradient.values());
        compute(GRADIENT, x.rows(), x.precision(), () -> {
            double[] sum = new double[gradient.columns()];
            runGradient(x, cotangent, adjoint, sum);
            for (int i = 0; i < sum.length; i++) {
                gradient.set(0, i, gradient.get(0, i) + sum[i]);
            }
        });
    }

    /** Takes over phases that were changed in place since planning. */
    public final void reload() {
        exclusively(this::runReload);
    }

    @Override
    final String kernel() {
        return Family.MZI_MESH.label();
    }

    @Override
    final String shape() {
        return spec.modes() + "x" + spec.modes();
    }

    @Override
    final Cost cost(int batch, Precision precision) {
        return spec.cost(batch, precision);
    }

    private void check(String inName, ComplexMatrix in, String outName, ComplexMatrix out) {
        checkSize("columns", inName, spec.modes(), in.columns());
        checkSize("columns", outName, spec.modes(), out.columns());
        checkSize("rows", outName, in.rows(), out.rows());
        checkPrecision(inName, in.precision(), in.precision());
        checkPrecision(outName, in.precision(), out.precision());
        checkWritable(outName, out.re().values());
        checkWritable(outName, out.im().values());
    }

    /** Computes {@code y = M x}; arguments are checked. */
    protected abstract void run(ComplexMatrix x, ComplexMatrix y);

    /** Computes {@code x = M* y}; arguments are checked. */
    protected abstract void runAdjoint(ComplexMatrix y, ComplexMatrix x);

    /** Takes over the phases. */
    protected abstract void runReload();

    /** Adds the gradient of the phases, of those loaded last, and computes the adjoint; arguments are checked. */
    protected abstract void runGradient(ComplexMatrix x, ComplexMatrix cotangent, ComplexMatrix adjoint,
            double[] gradient);
}
