package pfm.reference;

import java.lang.foreign.Arena;

import pfm.MeshProduct;
import pfm.analog.MeshElements;
import pfm.analog.MziMesh;
import pfm.field.ComplexMatrix;

/** {@link MziMesh} one interferometer after the other, for all vectors of a batch, in float64. */
final class ReferenceMziMesh extends MeshProduct {
    private MeshElements elements;

    ReferenceMziMesh(MziMesh spec, Arena arena) {
        super(spec, arena.scope(), ReferenceKernels.PRECISIONS);
        elements = new MeshElements(spec);
    }

    @Override
    protected void runReload() {
        elements = new MeshElements(spec());
    }

    /** Vectors as columns, {@code [mode][vector]}. */
    private record Waves(double[][] re, double[][] im) {
        static Waves of(ComplexMatrix x) {
            Waves waves = new Waves(new double[x.columns()][x.rows()], new double[x.columns()][x.rows()]);
            for (int b = 0; b < x.rows(); b++) {
                for (int m = 0; m < x.columns(); m++) {
                    waves.re[m][b] = x.re().get(b, m);
                    waves.im[m][b] = x.im().get(b, m);
                }
            }
            return waves;
        }

        void apply(double[] element, int top) {
            MeshElements.apply(element, re[top], im[top], re[top + 1], im[top + 1]);
        }

        void store(ComplexMatrix y) {
            for (int b = 0; b < y.rows(); b++) {
                for (int m = 0; m < y.columns(); m++) {
                    y.set(b, m, re[m][b], im[m][b]);
                }
            }
        }

        Waves pair(int top) {
            return new Waves(new double[][] {re[top].clone(), re[top + 1].clone()},
                    new double[][] {im[top].clone(), im[top + 1].clone()});
        }
    }

    @Override
    protected void run(ComplexMatrix x, ComplexMatrix y) {
        Waves waves = Waves.of(x);
        for (int k = 0; k < spec().interferometers(); k++) {
            waves.apply(elements.element(k), spec().tops().get(k));
        }
        for (int m = 0; m < spec().modes(); m++) {
            MeshElements.turn(elements.output(m), waves.re[m], waves.im[m]);
        }
        waves.store(y);
    }

    @Override
    protected void runAdjoint(ComplexMatrix y, ComplexMatrix x) {
        Waves waves = Waves.of(y);
        for (int m = 0; m < spec().modes(); m++) {
            MeshElements.turn(-elements.output(m), waves.re[m], waves.im[m]);
        }
        for (int k = spec().interferometers() - 1; k >= 0; k--) {
            waves.apply(MeshElements.adjoint(elements.element(k)), spec().tops().get(k));
        }
        waves.store(x);
    }

    @Override
    protected void runGradient(ComplexMatrix x, ComplexMatrix cotangent, ComplexMatrix adjoint, double[] gradient) {
        int count = spec().interferometers();
        Waves waves = Waves.of(x);
        Waves[] before = new Waves[count];
        for (int k = 0; k < count; k++) {
            before[k] = waves.pair(spec().tops().get(k));
            waves.apply(elements.element(k), spec().tops().get(k));
        }
        Waves c = Waves.of(cotangent);
        for (int m = 0; m < spec().modes(); m++) {
            MeshElements.turn(-elements.output(m), c.re[m], c.im[m]);
            for (int b = 0; b < x.rows(); b++) { // Re(conj(c) i u)
                gradient[2 * count + m] += c.im[m][b] * waves.re[m][b] - c.re[m][b] * waves.im[m][b];
            }
        }
        for (int k = count - 1; k >= 0; k--) {
            int top = spec().tops().get(k);
            gradient[k] += changed(before[k], elements.byTheta(k), c, top);
            gradient[count + k] += changed(before[k], elements.byPhi(k), c, top);
            c.apply(MeshElements.adjoint(elements.element(k)), top);
        }
        c.store(adjoint);
    }

    /** {@code Re Σ conj(c) (∂T u)}. */
    private static double changed(Waves u, double[] derivative, Waves c, int top) {
        Waves pair = u.pair(0);
        pair.apply(derivative, 0);
        double sum = 0;
        for (int b = 0; b < pair.re[0].length; b++) {
            for (int r = 0; r < 2; r++) {
                sum += c.re[top + r][b] * pair.re[r][b] + c.im[top + r][b] * pair.im[r][b];
            }
        }
        return sum;
    }
}
