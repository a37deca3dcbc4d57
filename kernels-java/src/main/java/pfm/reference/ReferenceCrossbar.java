package pfm.reference;

import java.lang.foreign.Arena;

import pfm.CrossbarProduct;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.analog.InputScaling;
import pfm.analog.MovingAverage;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * The steps of {@link Crossbar} one by one. Sums of products are float64. For float32 vectors every other operation is
 * then rounded to float32, which is float32 arithmetic to the bit: a double has more than twice the digits.
 */
final class ReferenceCrossbar extends CrossbarProduct {
    private final Crossbar spec;
    private final double[][] weights;
    private final ReferenceTile[] tiles;
    /** Null where α is not averaged. */
    private final MovingAverage average;

    ReferenceCrossbar(Crossbar spec, Arena arena) {
        this(spec, new EffectiveWeights(spec, arena), arena);
    }

    private ReferenceCrossbar(Crossbar spec, EffectiveWeights effective, Arena arena) {
        super(spec, effective, arena.scope(), ReferenceKernels.PRECISIONS);
        this.spec = spec;
        this.weights = new double[spec.outputs()][spec.inputs()];
        this.tiles = new ReferenceTile[spec.inputTiles()];
        for (int t = 0; t < tiles.length; t++) {
            int first = t * spec.tileInputs();
            tiles[t] = new ReferenceTile(spec, weights, t, first,
                    Math.min(spec.inputs() - first, spec.tileInputs()) + first);
        }
        this.average = spec.inputScaling() instanceof InputScaling.AverageAbsMax scaling
                ? new MovingAverage(scaling, tiles.length) : null;
        load(effective.matrix());
    }

    @Override
    protected void load(Matrix effective) {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                weights[i][j] = effective.get(i, j);
            }
        }
    }

    @Override
    protected void runSeek() {
        if (average != null) {
            average.reset();
        }
    }

    @Override
    protected void run(Matrix x, Matrix result) {
        for (int row = 0; row < x.rows(); row++) {
            for (int i = 0; i < outputs(); i++) {
                result.set(row, i, 0);
            }
            for (int t = 0; t < tiles.length; t++) {
                double alpha = spec.inputScaling().alpha(x, row, tiles[t].firstInput(), tiles[t].inputs());
                if (average != null) {
                    alpha = average.next(t, (float) alpha);
                }
                if (!(alpha < Float.MIN_NORMAL)) {
                    for (int i = 0, end; i < outputs(); i = end) {
                        end = Math.min(outputs() - i, spec.tileOutputs()) + i;
                        addRepetitions(tiles[t].add(x, row, firstVector() + row, alpha, i, end, result));
                    }
                }
            }
        }
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

    static double round(double value, Precision precision) {
        return precision == Precision.FLOAT32 ? (float) value : value;
    }
}
