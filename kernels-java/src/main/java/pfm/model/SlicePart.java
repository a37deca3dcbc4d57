package pfm.model;

import pfm.MatVec;
import pfm.field.Matrix;

/**
 * A slice of weights, for all inputs or some, and what its results are multiplied by.
 *
 * @param product of the slice
 * @param first   of its inputs
 * @param factor  of the slice
 * @param units   of its weights, by output
 */
record SlicePart(MatVec product, int first, double factor, double[] units) {
    /** Adds the results of a digit of inputs, which has a factor of its own. */
    void add(Matrix result, double digit, Matrix sum) {
        for (int b = 0; b < result.rows(); b++) {
            for (int i = 0; i < result.columns(); i++) {
                sum.set(b, i, sum.get(b, i) + factor * digit * (units[i] * result.get(b, i)));
            }
        }
    }
}
