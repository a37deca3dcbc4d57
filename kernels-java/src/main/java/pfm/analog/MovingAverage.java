package pfm.analog;

import java.util.Arrays;

/** For backends: the state of {@link InputScaling.AverageAbsMax}, one average for each part of the inputs. */
public final class MovingAverage {
    private final float decay;
    private final float[] averages;
    private final boolean[] begun;

    /** Averages that have not begun. */
    public MovingAverage(InputScaling.AverageAbsMax scaling, int inputTiles) {
        decay = scaling.decay();
        averages = new float[inputTiles];
        begun = new boolean[inputTiles];
    }

    /** α of the next vector, whose largest magnitude in this part is given. */
    public float next(int inputTile, float largest) {
        if (!Float.isFinite(largest)) {
            return largest;
        }
        float before = averages[inputTile];
        averages[inputTile] = begun[inputTile] ? Math.fma(decay, largest - before, before) : largest;
        begun[inputTile] = true;
        return averages[inputTile];
    }

    /** Begins anew. */
    public void reset() {
        Arrays.fill(begun, false);
    }
}
