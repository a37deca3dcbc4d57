package pfm.validation.mutants;

/**
 * A vector on its way through a tile.
 *
 * @param x      its part
 * @param alpha  its scale
 * @param tile   number of the part
 * @param number of the vector
 * @param row    of the batch
 * @param from   first output
 * @param round  of iterative bounds
 */
record Pass(double[] x, double alpha, int tile, long number, int row, int from, int round) {
    double beta() {
        return Math.pow(2, round);
    }

    /** The same vector in the tile whose first output is given. */
    Pass through(int firstOutput, int repetitions) {
        return new Pass(x, alpha, tile, number, row, firstOutput, repetitions);
    }
}
