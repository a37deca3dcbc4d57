package pfm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.function.Function;

import pfm.analog.Crossbar;
import pfm.analog.MeshTransfer;
import pfm.analog.MziMesh;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * For backends: a mesh as one real product of twice the size, {@code [Re −Im; Im Re]} times real parts above imaginary
 * parts, of the matrix that is composed once, on the host. Its transpose is that of the adjoint.
 */
public abstract class StackedMeshProduct extends MeshProduct {
    /** Vectors at once. */
    private static final int ROWS = 256;

    private final int n;
    private final Matrix stacked;
    private final MatVec product;
    private final Matrix from;
    private final Matrix to;
    private MeshTransfer transfer;

    /**
     * Plans.
     *
     * @param products plans the product of a crossbar without converters
     * @param arena    owns the memory
     */
    protected StackedMeshProduct(MziMesh spec, Function<Crossbar, ? extends MatVec> products, Arena arena) {
        super(spec, arena.scope(), Set.of(Precision.FLOAT32));
        n = spec.modes();
        stacked = Matrix.zeros(2 * n, 2 * n, arena);
        from = Matrix.zeros(ROWS, 2 * n, arena);
        to = Matrix.zeros(ROWS, 2 * n, arena);
        transfer = new MeshTransfer(spec);
        load(transfer, stacked);
        product = products.apply(Crossbar.ideal(stacked));
    }

    private static void load(MeshTransfer m, Matrix stacked) {
        int n = stacked.rows() / 2;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                stacked.set(i, j, m.re(i, j));
                stacked.set(i, n + j, -m.im(i, j));
                stacked.set(n + i, j, m.im(i, j));
                stacked.set(n + i, n + j, m.re(i, j));
            }
        }
    }

    @Override
    protected final void runReload() {
        transfer = new MeshTransfer(spec());
        load(transfer, stacked);
        product.reload();
    }

    @Override
    protected final void run(ComplexMatrix x, ComplexMatrix y) {
        inParts(x, y, product::multiply);
    }

    @Override
    protected final void runAdjoint(ComplexMatrix y, ComplexMatrix x) {
        inParts(y, x, product::adjoint);
    }

    @Override
    protected final void runGradient(ComplexMatrix x, ComplexMatrix cotangent, ComplexMatrix adjoint,
            double[] gradient) {
        double[][] gRe = new double[n][n];
        double[][] gIm = new double[n][n];
        double[] in = new double[2 * n];
        for (int b = 0; b < x.rows(); b++) {
            for (int j = 0; j < n; j++) {
                in[j] = x.re().get(b, j);
                in[n + j] = x.im().get(b, j);
            }
            for (int i = 0; i < n; i++) { // G += c x*
                double cr = cotangent.re().get(b, i);
                double ci = cotangent.im().get(b, i);
                for (int j = 0; j < n; j++) {
                    gRe[i][j] += cr * in[j] + ci * in[n + j];
                    gIm[i][j] += ci * in[j] - cr * in[n + j];
                }
            }
        }
        runAdjoint(cotangent, adjoint);
        transfer.pullBack(gRe, gIm, gradient);
    }

    /** A product of some rows. */
    @FunctionalInterface
    private interface Part {
        void run(Matrix in, Matrix out);
    }

    private void inParts(ComplexMatrix in, ComplexMatrix out, Part part) {
        long half = (long) n * Float.BYTES;
        for (int first = 0; first < in.rows(); first += ROWS) {
            int count = Math.min(ROWS, in.rows() - first);
            for (int row = 0; row < count; row++) {
                long at = (first + row) * half;
                copy(in.re(), at, from, 2 * row * half, half);
                copy(in.im(), at, from, (2 * row + 1) * half, half);
            }
            part.run(Matrix.of(count, 2 * n, Precision.FLOAT32, from.values()),
                    Matrix.of(count, 2 * n, Precision.FLOAT32, to.values()));
            for (int row = 0; row < count; row++) {
                long at = (first + row) * half;
                copy(to, 2 * row * half, out.re(), at, half);
                copy(to, (2 * row + 1) * half, out.im(), at, half);
            }
        }
    }

    /** Bytes from an offset to another: without slices, of which two for each row took as long as a small product. */
    private static void copy(Matrix source, long from, Matrix target, long to, long bytes) {
        MemorySegment.copy(source.values(), from, target.values(), to, bytes);
    }
}
