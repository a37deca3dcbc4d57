package pfm.model;

/**
 * Adam's state for one array of values: running means of the gradient and of its square. The state is float32, so that
 * it is kept in a file without loss; a step is computed in float64.
 *
 * <p>Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
 */
public final class Adam {
    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-12; // gradients per phase are about 1e-5: below them, not beside them

    private final float[] mean;
    private final float[] square;
    private double meanCorrection;
    private double squareCorrection;

    /** A state of zeros for as many values. */
    public Adam(int count) {
        mean = new float[count];
        square = new float[count];
    }

    float[] mean() {
        return mean;
    }

    float[] square() {
        return square;
    }

    /** Corrects the means of step {@code t} (1 is the first) for their start at zero; before the values of the step. */
    public void begin(int t) {
        meanCorrection = 1 - StrictMath.pow(MEAN_DECAY, t);
        squareCorrection = 1 - StrictMath.pow(SQUARE_DECAY, t);
    }

    /** What to subtract from value {@code i}. */
    public double step(int i, double gradient, double rate) {
        mean[i] = (float) (MEAN_DECAY * mean[i] + (1 - MEAN_DECAY) * gradient);
        square[i] = (float) (SQUARE_DECAY * square[i] + (1 - SQUARE_DECAY) * gradient * gradient);
        double m = mean[i] / meanCorrection;
        double v = square[i] / squareCorrection;
        return rate * m / (Math.sqrt(v) + EPSILON);
    }
}
