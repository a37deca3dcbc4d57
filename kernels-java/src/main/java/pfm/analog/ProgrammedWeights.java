package pfm.analog;

import pfm.field.Matrix;
import pfm.quantity.Require;

/** Weights in an array of cells, as they act on inputs some time after they were programmed. */
public final class ProgrammedWeights {
    private final CellArray array;
    private final int outputs;
    private final int inputs;
    private final int tileOutputs;
    private final int tileInputs;
    private final long seed;
    private final int threads;
    private final double[] weights;
    /** Mean |W| of each slice and tile right after programming, where drift is compensated. */
    private final double[][] baseline;

    ProgrammedWeights(CellArray array, Matrix weights, int tileOutputs, int tileInputs, long seed, int threads) {
        this.array = array;
        this.outputs = weights.rows();
        this.inputs = weights.columns();
        this.tileOutputs = (int) Math.min(outputs, Require.inRange("tile outputs", 1, Integer.MAX_VALUE, tileOutputs));
        this.tileInputs = (int) Math.min(inputs, Require.inRange("tile inputs", 1, Integer.MAX_VALUE, tileInputs));
        this.seed = seed;
        this.threads = (int) Require.inRange("threads", 1, Short.MAX_VALUE, threads);
        this.weights = new double[(int) Require.inRange("outputs x inputs of an array of cells", 1,
                Integer.MAX_VALUE - 8, (long) outputs * inputs)];
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                this.weights[i * inputs + j] = weights.get(i, j);
            }
        }
        this.baseline = new double[slices()][tiles()];
        for (int slice = 0; slice < slices() && array.driftCompensation(); slice++) {
            read(slice, 0, null, baseline[slice]);
        }
    }

    /** Matrices that the weights are kept in. */
    public int slices() {
        return array.slices();
    }

    /** What a slice's results are multiplied by before they are added. */
    public int factor(int slice) {
        return array.slicing().map(s -> s.factor(slice)).orElse(1);
    }

    /** The sum of all slices, shifted: what inputs meet where nothing is converted in between. */
    public double[] effective(double seconds) {
        double[] sum = effective(0, seconds);
        for (int slice = 1; slice < slices(); slice++) {
            double[] next = effective(slice, seconds);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += factor(slice) * next[i];
            }
        }
        return sum;
    }

    /**
     * The effective weights of a slice, {@code [outputs][inputs]}; {@code W = Σ factor(slice)·effective(slice)}. The
     * same seed and time give the same bits.
     *
     * @param seconds after programming, at least 0
     */
    public double[] effective(int slice, double seconds) {
        Require.inRange("slice", 0, slices() - 1, slice);
        Require.inRange("time after programming", 0, 1e12, "s", seconds);
        double[] effective = new double[weights.length];
        double[] means = new double[tiles()];
        read(slice, seconds, effective, means);
        if (array.driftCompensation() && seconds > 0) {
            for (int tile = 0; tile < means.length; tile++) {
                scale(effective, tile, means[tile] == 0 ? 1 : baseline[slice][tile] / means[tile]);
            }
        }
        return effective;
    }

    /**
     * What 1 in the least significant digit stands for, of every output, in the part of the inputs that begins with a
     * tile at {@code input}: the lsb of {@link WeightSlicing}; 0 where there are no weights but 0.
     *
     * @param input a multiple of the inputs of a tile
     * @throws IllegalStateException if weights are not sliced
     */
    public double[] lsb(int input) {
        WeightSlicing slicing = array.slicing().orElseThrow(
                () -> new IllegalStateException("weights must be sliced to have an lsb"));
        int across = Math.ceilDiv(inputs, tileInputs);
        double[] lsb = new double[outputs];
        for (int tile = input / tileInputs; tile < tiles(); tile += across) {
            TileCells cells = tile(tile);
            double[] largest = cells.largest(array.scaling());
            for (int i = 0; i < largest.length; i++) {
                lsb[cells.row() + i] = largest[i] / slicing.largest();
            }
        }
        return lsb;
    }

    /**
     * Writes the sum of all slices to a matrix, for example the one that a crossbar was planned with:
     * {@code MatVec.reload} then moves the plan in time.
     *
     * @param target {@code [outputs][inputs]}
     */
    public void write(double seconds, Matrix target) {
        Require.equal("rows of the target", outputs, target.rows());
        Require.equal("columns of the target", inputs, target.columns());
        double[] effective = effective(seconds);
        for (int i = 0; i < effective.length; i++) {
            target.set(i / inputs, i % inputs, effective[i]);
        }
    }

    private int tiles() {
        return Math.ceilDiv(outputs, tileOutputs) * Math.ceilDiv(inputs, tileInputs);
    }

    /** Reads all tiles: their weights if wanted, and the mean magnitude of each. */
    private void read(int slice, double seconds, double[] effective, double[] means) {
        for (int tile = 0; tile < means.length; tile++) {
            TileCells cells = tile(tile);
            double[] read = cells.read(new TileCells.Reading(array, slice, seconds, seed, threads));
            double sum = 0;
            for (double weight : read) {
                sum += Math.abs(weight);
            }
            means[tile] = sum / read.length;
            if (effective != null) {
                cells.scatter(read, effective);
            }
        }
    }

    private TileCells tile(int tile) {
        int across = Math.ceilDiv(inputs, tileInputs);
        int row = tile / across * tileOutputs;
        int column = tile % across * tileInputs;
        return new TileCells(weights, inputs, row, Math.min(tileOutputs, outputs - row), column,
                Math.min(tileInputs, inputs - column));
    }

    private void scale(double[] effective, int tile, double factor) {
        TileCells cells = tile(tile);
        for (int i = cells.row(); i < cells.row() + cells.rows(); i++) {
            for (int j = cells.column(); j < cells.column() + cells.columns(); j++) {
                effective[i * inputs + j] *= factor;
            }
        }
    }
}
