package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.fft.FftRecipe;
import pfm.optics.TransferFunction;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/**
 * A transfer function in the order in which transforms leave a spectrum, divided by the samples of the grid because the
 * inverse transforms do not divide.
 */
sealed interface Transfer permits ExactTransfer, SeparableTransfer {

    /** Computes the factors. */
    static Transfer of(TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Workers workers, Arena arena) {
        return h.separable() ? SeparableTransfer.of(h, geometry, x, y, arena)
                : ExactTransfer.of(h, geometry, x, y, workers, arena);
    }

    /** The column tile at a place in the order in which a column pass should take them. */
    int tile(int place);

    /**
     * The product on positions {@code from … to − 1} along y of a column tile; see {@link LineFft.Product}.
     *
     * @param computed room for {@link SeparableTransfer#COMPUTED} blocks
     */
    void apply(Butterflies last, MemorySegment a, long at, int columnTile, int from, int to, MemorySegment computed);

    /** Writes a factor of one lane of the block at byte {@code at}. */
    static void put(MemorySegment table, long at, int lane, double re, double im) {
        table.set(ValueLayout.JAVA_FLOAT, at + lane * 4L, normal(re));
        table.set(ValueLayout.JAVA_FLOAT, at + Lanes.BYTES + lane * 4L, normal(im));
    }

    /** The number in float32, zero where it would be subnormal: products with subnormals are slow. */
    private static float normal(double value) {
        return Math.abs(value) < Float.MIN_NORMAL ? 0 : (float) value;
    }
}
