package pfm.analog;

import pfm.noise.NoiseCell;
import pfm.noise.NoiseStream;

/**
 * For backends: what the parts of a {@link MziMesh} do to light, imperfections included. Complex 2 × 2 matrices are
 * eight numbers, row by row, real part first.
 */
public final class MeshElements {
    private final MziMesh mesh;
    private final double[][] elements;
    private final double[][] ofTheta;
    private final double[][] ofPhi;
    private final double[] outputs;

    /** Computes them from the phases as they are now. */
    public MeshElements(MziMesh mesh) {
        this.mesh = mesh;
        int count = mesh.interferometers();
        elements = new double[count][];
        ofTheta = new double[count][];
        ofPhi = new double[count][];
        for (int k = 0; k < count; k++) {
            double theta = phase(mesh.theta(k), k);
            double phi = phase(mesh.phi(k), count + k);
            double splitter = mesh.imperfections().splitterError();
            double first = Math.PI / 4 + error(NoiseStream.SPLITTER_ERROR, 2L * k, splitter);
            double second = Math.PI / 4 + error(NoiseStream.SPLITTER_ERROR, 2L * k + 1, splitter);
            double kept = Math.pow(10, -mesh.imperfections().insertionLoss() / 20);
            elements[k] = element(kept, theta, phi, first, second, false, false);
            ofTheta[k] = element(kept, theta, phi, first, second, true, false);
            ofPhi[k] = element(kept, theta, phi, first, second, false, true);
        }
        outputs = new double[mesh.modes()];
        for (int m = 0; m < outputs.length; m++) {
            outputs[m] = phase(mesh.output(m), 2 * count + m);
        }
    }

    /** A phase as it is made. */
    private double phase(double wanted, int number) {
        int bits = mesh.imperfections().phaseBits();
        double step = 2 * Math.PI / (1L << bits);
        double made = bits == 0 ? wanted : Math.rint(wanted / step) * step;
        return made + error(NoiseStream.PHASE_ERROR, number, mesh.imperfections().phaseError());
    }

    private double error(NoiseStream stream, long part, double deviation) {
        return deviation == 0 ? 0 : deviation * new NoiseCell(mesh.seed(), stream, part).normal();
    }

    /** {@code kept·B(second) diag(e^(iθ), 1) B(first) diag(e^(iφ), 1)}, or its derivative by θ or by φ. */
    private static double[] element(double kept, double theta, double phi, double first, double second,
            boolean byTheta, boolean byPhi) {
        double c1 = Math.cos(first);
        double s1 = Math.sin(first);
        double c2 = Math.cos(second);
        double s2 = Math.sin(second);
        // with p = e^(iθ): rows [c2 p c1 - s2 s1, i (c2 p s1 + s2 c1)] and [i (s2 p c1 + c2 s1), c2 c1 - s2 p s1]
        double pr = byTheta ? -Math.sin(theta) : Math.cos(theta);
        double pi = byTheta ? Math.cos(theta) : Math.sin(theta);
        double one = byTheta ? 0 : 1;
        double[] e = {c2 * c1 * pr - one * s2 * s1, c2 * c1 * pi, -c2 * s1 * pi, c2 * s1 * pr + one * s2 * c1,
            -s2 * c1 * pi, s2 * c1 * pr + one * c2 * s1, one * c2 * c1 - s2 * s1 * pr, -s2 * s1 * pi};
        double qr = byPhi ? -Math.sin(phi) : Math.cos(phi);
        double qi = byPhi ? Math.cos(phi) : Math.sin(phi);
        for (int row = 0; row < 8; row += 4) {
            double re = e[row];
            e[row] = re * qr - e[row + 1] * qi;
            e[row + 1] = re * qi + e[row + 1] * qr;
            if (byPhi) {
                e[row + 2] = 0;
                e[row + 3] = 0;
            }
        }
        for (int i = 0; i < 8; i++) {
            e[i] *= kept;
        }
        return e;
    }

    /** The matrix of an interferometer. */
    public double[] element(int k) {
        return elements[k];
    }

    /** Its derivative by θ. */
    public double[] byTheta(int k) {
        return ofTheta[k];
    }

    /** Its derivative by φ. */
    public double[] byPhi(int k) {
        return ofPhi[k];
    }

    /** Phase behind all interferometers [rad]. */
    public double output(int mode) {
        return outputs[mode];
    }

    /** Sets two rows of a complex matrix, {@code [mode][column]}, to the product of an interferometer with them. */
    public static void apply(double[] e, double[] re0, double[] im0, double[] re1, double[] im1) {
        for (int j = 0; j < re0.length; j++) {
            double ar = re0[j];
            double ai = im0[j];
            double br = re1[j];
            double bi = im1[j];
            re0[j] = e[0] * ar - e[1] * ai + e[2] * br - e[3] * bi;
            im0[j] = e[0] * ai + e[1] * ar + e[2] * bi + e[3] * br;
            re1[j] = e[4] * ar - e[5] * ai + e[6] * br - e[7] * bi;
            im1[j] = e[4] * ai + e[5] * ar + e[6] * bi + e[7] * br;
        }
    }

    /** The conjugate transpose of a matrix. */
    public static double[] adjoint(double[] e) {
        return new double[] {e[0], -e[1], e[4], -e[5], e[2], -e[3], e[6], -e[7]};
    }

    /** Multiplies a row by {@code e^(i angle)}. */
    public static void turn(double angle, double[] re, double[] im) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int j = 0; j < re.length; j++) {
            double r = re[j];
            re[j] = c * r - s * im[j];
            im[j] = s * r + c * im[j];
        }
    }
}
