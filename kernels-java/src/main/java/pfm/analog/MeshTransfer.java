package pfm.analog;

import java.util.ArrayList;
import java.util.List;

/**
 * For backends: the complex matrix of a {@link MziMesh} as a whole, composed in double, and the gradient of the phases
 * from that of the matrix.
 */
public final class MeshTransfer {
    private final MziMesh mesh;
    private final MeshElements elements;
    /** {@code [output][input]}. */
    private final double[][] re;
    private final double[][] im;

    /** Composes the matrix from the phases as they are now. */
    public MeshTransfer(MziMesh mesh) {
        this.mesh = mesh;
        this.elements = new MeshElements(mesh);
        int n = mesh.modes();
        re = identity(n);
        im = new double[n][n];
        for (int k = 0; k < mesh.interferometers(); k++) {
            apply(elements.element(k), mesh.tops().get(k), re, im);
        }
        for (int m = 0; m < n; m++) {
            MeshElements.turn(elements.output(m), re[m], im[m]);
        }
    }

    /** Real part of an entry. */
    public double re(int output, int input) {
        return re[output][input];
    }

    /** Imaginary part of an entry. */
    public double im(int output, int input) {
        return im[output][input];
    }

    /**
     * Pulls the cotangent G of the matrix, {@code dL = Re Σ conj(G_oi) dM_oi}, back to the phases. G is overwritten.
     *
     * @param gradient of the phases, in their order: increased
     */
    public void pullBack(double[][] gRe, double[][] gIm, double[] gradient) {
        int n = mesh.modes();
        int count = mesh.interferometers();
        for (int m = 0; m < n; m++) {
            // M = e^(iα) P: ∂M/∂α = i M, and Re(conj(G) i M) = Im(conj(M) G)
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += re[m][j] * gIm[m][j] - im[m][j] * gRe[m][j];
            }
            gradient[2 * count + m] += sum;
            MeshElements.turn(-elements.output(m), gRe[m], gIm[m]);
        }
        // light before an interferometer is computed again, from the nearest state that was kept: to go back through
        // the interferometers would divide by their loss, which takes all digits where paths lose unlike amounts
        int length = (int) Math.ceil(Math.sqrt(count * n / 2.0)); // as much memory for states as for rows between
        List<double[][][]> states = new ArrayList<>();
        double[][][] p = {identity(n), new double[n][n]};
        for (int k = 0; k < count; k++) {
            if (k % length == 0) {
                states.add(new double[][][] {copy(p[0]), copy(p[1])});
            }
            apply(elements.element(k), mesh.tops().get(k), p[0], p[1]);
        }
        for (int part = states.size() - 1; part >= 0; part--) {
            int end = Math.min(count, (part + 1) * length);
            pullBack(part * length, end, states.remove(part), gRe, gIm, gradient);
        }
    }

    /** Through some interferometers. The state is that before the first, and is overwritten. */
    private void pullBack(int first, int end, double[][][] p, double[][] gRe, double[][] gIm, double[] gradient) {
        double[][][] rows = new double[end - first][][];
        for (int k = first; k < end; k++) {
            int top = mesh.tops().get(k);
            rows[k - first] = new double[][] {p[0][top].clone(), p[1][top].clone(), p[0][top + 1].clone(),
                p[1][top + 1].clone()};
            apply(elements.element(k), top, p[0], p[1]);
        }
        for (int k = end - 1; k >= first; k--) {
            int top = mesh.tops().get(k);
            gradient[k] += product(elements.byTheta(k), top, rows[k - first], gRe, gIm);
            gradient[mesh.interferometers() + k] += product(elements.byPhi(k), top, rows[k - first], gRe, gIm);
            apply(MeshElements.adjoint(elements.element(k)), top, gRe, gIm);
        }
    }

    /** {@code Re Σ conj(G) E P} over two rows. */
    private static double product(double[] e, int top, double[][] p, double[][] gRe, double[][] gIm) {
        double[][] rows = copy(p);
        MeshElements.apply(e, rows[0], rows[1], rows[2], rows[3]);
        double sum = 0;
        for (int j = 0; j < rows[0].length; j++) {
            sum += gRe[top][j] * rows[0][j] + gIm[top][j] * rows[1][j]
                    + gRe[top + 1][j] * rows[2][j] + gIm[top + 1][j] * rows[3][j];
        }
        return sum;
    }

    private static double[][] identity(int n) {
        double[][] one = new double[n][n];
        for (int m = 0; m < n; m++) {
            one[m][m] = 1;
        }
        return one;
    }

    private static void apply(double[] e, int top, double[][] re, double[][] im) {
        MeshElements.apply(e, re[top], im[top], re[top + 1], im[top + 1]);
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            copy[r] = rows[r].clone();
        }
        return copy;
    }
}
