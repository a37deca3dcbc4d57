package pfm.analog;

import java.util.Optional;

import pfm.field.Matrix;
import pfm.quantity.Require;

/**
 * How weights are kept in an array of memory cells. Everything here is linear in the inputs, so that an array with its
 * noise, drift and references is one matrix of {@linkplain ProgrammedWeights effective weights}.
 *
 * @param cell              what the cells are
 * @param mapping           how signed weights become conductances
 * @param scaling           which weights share the largest one
 * @param slicing           digits of weights in cells of their own, or empty for one cell with the whole weight
 * @param parasitics        resistance of the lines
 * @param driftCompensation whether a tile's results are multiplied by mean |W| right after programming over mean |W| at
 *                          the time of reading, both read one input at a time ("global drift compensation")
 */
public record CellArray(Cell cell, Mapping mapping, WeightScaling scaling, Optional<WeightSlicing> slicing,
        Parasitics parasitics, boolean driftCompensation) {
    /** Checks that all are given. */
    public CellArray {
        Require.given("cell", cell);
        Require.given("mapping", mapping);
        Require.given("scaling", scaling);
        Require.given("slicing", slicing);
        Require.given("parasitics", parasitics);
        if (!parasitics.isNone() && cell.mayBeNegative()) {
            throw new IllegalArgumentException("lines must have no resistance where cells stand for pairs and their"
                    + " conductances may be negative, was " + parasitics);
        }
    }

    /** Pairs of cells that hold whole weights, scaled by tile, without drift compensation. */
    public static CellArray pairs(Cell cell) {
        return new CellArray(cell, Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE, Optional.empty(),
                Parasitics.NONE, false);
    }

    /** Matrices that weights are kept in. */
    public int slices() {
        return slicing.map(s -> s.slices(mapping)).orElse(1);
    }

    /** As {@link #program(Matrix, int, int, long, int)}, on the calling thread. */
    public ProgrammedWeights program(Matrix weights, int tileOutputs, int tileInputs, long seed) {
        return program(weights, tileOutputs, tileInputs, seed, 1);
    }

    /**
     * Programs weights, which are read now.
     *
     * @param weights     {@code [outputs][inputs]}, finite
     * @param tileOutputs most outputs of a tile
     * @param tileInputs  most inputs of a tile
     * @param seed        of everything random; the same seed gives the same cells
     * @param threads     that compute the currents of lines with resistance; results do not depend on it
     */
    public ProgrammedWeights program(Matrix weights, int tileOutputs, int tileInputs, long seed, int threads) {
        return new ProgrammedWeights(this, weights, tileOutputs, tileInputs, seed, threads);
    }
}
