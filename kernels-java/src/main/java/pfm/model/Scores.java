package pfm.model;

import pfm.field.Matrix;

/** What scores say: the class, and the cross-entropy of their softmax. */
final class Scores {
    private Scores() {
    }

    /** The class with the highest score in a row, the lowest of equals. */
    static int decision(Matrix scores, int row) {
        int best = 0;
        for (int k = 1; k < scores.columns(); k++) {
            best = scores.get(row, k) > scores.get(row, best) ? k : best;
        }
        return best;
    }

    /**
     * Writes the cotangents of the mean cross-entropy.
     *
     * @return the mean [nats]
     */
    static double differentiate(Matrix scores, LabelledImages images, int[] chosen, Matrix cotangents) {
        double total = 0;
        double[] weight = new double[scores.columns()];
        for (int row = 0; row < chosen.length; row++) {
            double highest = scores.get(row, decision(scores, row));
            double sum = 0;
            for (int k = 0; k < weight.length; k++) {
                weight[k] = StrictMath.exp(scores.get(row, k) - highest);
                sum += weight[k];
            }
            int label = images.label(chosen[row]);
            total += highest + StrictMath.log(sum) - scores.get(row, label);
            for (int k = 0; k < weight.length; k++) {
                cotangents.set(row, k, (weight[k] / sum - (k == label ? 1 : 0)) / chosen.length);
            }
        }
        return total / chosen.length;
    }
}
