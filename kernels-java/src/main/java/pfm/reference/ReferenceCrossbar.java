package pfm.reference;

import java.lang.foreign.MemorySegment;

import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * The steps of {@link Crossbar} one by one. Sums of products are float64. For float32 vectors every other operation is
 * then rounded to float32, which is float32 arithmetic to the bit: a double has more than twice the digits.
 */
final class ReferenceCrossbar extends MatVec {
    private final Crossbar spec;
    private final double[][] weights;
    /** What the tile's y are before the ADC. */
    private final double[] y;
    /** What the DAC makes of the tile's inputs. */
    private final double[] xi;

    ReferenceCrossbar(Crossbar spec, MemorySegment.Scope owner) {
        super(spec.outputs(), spec.inputs(), owner, ReferenceKernels.PRECISIONS);
        this.spec = spec;
        this.weights = new double[spec.outputs()][spec.inputs()];
        this.y = new double[spec.outputs()];
        this.xi = new double[spec.inputs()];
        runReload();
    }

    @Override
    protected void runReload() {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                weights[i][j] = spec.weights().get(i, j);
            }
        }
    }

    @Override
    protected void run(Matrix x, Matrix result) {
        for (int row = 0; row < x.rows(); row++) {
            for (int i = 0; i < outputs(); i++) {
                result.set(row, i, 0);
            }
            for (int j = 0, jEnd; j < inputs(); j = jEnd) {
                jEnd = Math.min(inputs() - j, spec.tileInputs()) + j;
                for (int i = 0, iEnd; i < outputs(); i = iEnd) {
                    iEnd = Math.min(outputs() - i, spec.tileOutputs()) + i;
                    addTile(x, row, i, iEnd, j, jEnd, result);
                }
            }
        }
    }

    private void addTile(Matrix x, int row, int i0, int i1, int j0, int j1, Matrix result) {
        Precision p = x.precision();
        double alpha = spec.inputScaling().alpha(x, row, j0, j1 - j0);
        if (alpha < Float.MIN_NORMAL) {
            return;
        }
        float beta = 1;
        while (clips(x, row, i0, i1, j0, j1, alpha, beta) && spec.retries(beta)) {
            beta *= 2;
            addRepetitions(1);
        }
        for (int i = i0; i < i1; i++) {
            double converted = spec.adc().convert(y[i]);
            double scaled = round(round(round(converted * alpha, p) * beta, p) * spec.outputScale(), p);
            result.set(row, i, result.get(row, i) + scaled);
        }
    }

    /** Sets ξ and y of the tile; whether the ADC clips any y. */
    private boolean clips(Matrix x, int row, int i0, int i1, int j0, int j1, double alpha, double beta) {
        Precision p = x.precision();
        Precision d = spec.dac().lsb() == 0 ? p : Precision.FLOAT32;
        double scale = round(round(1 / round(alpha, d), d) / beta, d);
        for (int j = j0; j < j1; j++) {
            xi[j] = spec.dac().convert(round(scale * round(x.get(row, j), d), d));
        }
        boolean clips = false;
        for (int i = i0; i < i1; i++) {
            double sum = 0;
            for (int j = j0; j < j1; j++) {
                sum += weights[i][j] * xi[j];
            }
            y[i] = round(sum, p);
            clips |= spec.adc().clips(y[i]);
        }
        return clips;
    }

    private static double round(double value, Precision precision) {
        return precision == Precision.FLOAT32 ? (float) value : value;
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        for (int row = 0; row < y.rows(); row++) {
            for (int j = 0; j < inputs(); j++) {
                double sum = 0;
                for (int i = 0; i < outputs(); i++) {
                    sum += weights[i][j] * y.get(row, i);
                }
                x.set(row, j, sum * spec.outputScale());
            }
        }
    }
}
