package pfm.analog;

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
        re = new double[n][n];
        im = new double[n][n];
        for (int m = 0; m < n; m++) {
            re[m][m] = 1;
        }
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
        double[][] pRe = copy(re);
        double[][] pIm = copy(im);
        for (int m = 0; m < n; m++) {
            // M = e^(iα) P: ∂M/∂α = i M, and Re(conj(G) i M) = Im(conj(M) G)
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += pRe[m][j] * gIm[m][j] - pIm[m][j] * gRe[m][j];
            }
            gradient[2 * count + m] += sum;
            MeshElements.turn(-elements.output(m), pRe[m], pIm[m]);
            MeshElements.turn(-elements.output(m), gRe[m], gIm[m]);
        }
        for (int k = count - 1; k >= 0; k--) {
            int top = mesh.tops().get(k);
            apply(inverse(elements.element(k)), top, pRe, pIm);
            gradient[k] += product(elements.byTheta(k), top, pRe, pIm, gRe, gIm);
            gradient[count + k] += product(elements.byPhi(k), top, pRe, pIm, gRe, gIm);
            apply(MeshElements.adjoint(elements.element(k)), top, gRe, gIm);
        }
    }

    /** {@code Re Σ conj(G) E P} over two rows. */
    private static double product(double[] e, int top, double[][] pRe, double[][] pIm, double[][] gRe, double[][] gIm) {
        double[][] rows = {pRe[top].clone(), pIm[top].clone(), pRe[top + 1].clone(), pIm[top + 1].clone()};
        MeshElements.apply(e, rows[0], rows[1], rows[2], rows[3]);
        double sum = 0;
        for (int j = 0; j < rows[0].length; j++) {
            sum += gRe[top][j] * rows[0][j] + gIm[top][j] * rows[1][j]
                    + gRe[top + 1][j] * rows[2][j] + gIm[top + 1][j] * rows[3][j];
        }
        return sum;
    }

    /** An interferometer is unitary but for its loss. */
    private double[] inverse(double[] e) {
        double[] inverse = MeshElements.adjoint(e);
        double gain = Math.pow(10, mesh.imperfections().insertionLoss() / 10);
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] *= gain;
        }
        return inverse;
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
