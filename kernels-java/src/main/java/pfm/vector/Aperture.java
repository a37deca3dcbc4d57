package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;

/**
 * Where a mask lets light through, and what it multiplies the light by: of each row tile the columns between the
 * outermost ones with a factor other than 0, and a plane of factors where there is memory for it. Computed once for
 * each state of the medium, then the same for every field.
 */
final class Aperture {
    private final Geometry geometry;
    /** Factors in spatial order, or null. */
    private final MemorySegment factors;
    private final int[] from;
    private final int[] to;

    /**
     * An aperture that lets nothing through until it is prepared.
     *
     * @param factors memory of {@link Geometry#bytes} bytes, or null for an aperture that keeps no factors
     */
    Aperture(Geometry geometry, MemorySegment factors) {
        this.geometry = geometry;
        this.factors = factors;
        from = new int[geometry.rowTiles()];
        to = new int[geometry.rowTiles()];
    }

    /** Takes over the factors of a row tile, a line of blocks. */
    void prepare(MemorySegment line, int tile) {
        VectorMask<Float> rows = FLOAT.indexInRange(0, geometry.rows(tile));
        int first = 0;
        int end = geometry.nx();
        while (first < end && isOpaque(line, first, rows)) {
            first++;
        }
        while (end > first && isOpaque(line, end - 1, rows)) {
            end--;
        }
        from[tile] = first;
        to[tile] = end;
        if (factors != null) {
            MemorySegment.copy(line, first * BLOCK, factors, tile * geometry.lineBytes() + first * BLOCK,
                    (end - first) * BLOCK);
        }
    }

    private static boolean isOpaque(MemorySegment line, int x, VectorMask<Float> rows) {
        FloatVector re = fromMemorySegment(FLOAT, line, x * BLOCK, ORDER);
        FloatVector im = fromMemorySegment(FLOAT, line, x * BLOCK + BYTES, ORDER);
        return !re.compare(VectorOperators.NE, 0, rows).or(im.compare(VectorOperators.NE, 0, rows)).anyTrue();
    }

    /** The first column of a row tile that light passes. */
    int from(int tile) {
        return from[tile];
    }

    /** The column after the last one of a row tile that light passes. */
    int to(int tile) {
        return to[tile];
    }

    /** Whether {@link #apply} can be used. */
    boolean hasFactors() {
        return factors != null;
    }

    /** Multiplies columns {@code first … end − 1} of a row tile, all of them within the aperture. */
    void apply(MemorySegment line, int tile, int first, int end) {
        long base = tile * geometry.lineBytes();
        for (int x = first; x < end; x++) {
            FloatVector cos = fromMemorySegment(FLOAT, factors, base + x * BLOCK, ORDER);
            FloatVector sin = fromMemorySegment(FLOAT, factors, base + x * BLOCK + BYTES, ORDER);
            FloatVector re = fromMemorySegment(FLOAT, line, x * BLOCK, ORDER);
            FloatVector im = fromMemorySegment(FLOAT, line, x * BLOCK + BYTES, ORDER);
            re.mul(cos).sub(im.mul(sin)).intoMemorySegment(line, x * BLOCK, ORDER);
            re.fma(sin, im.mul(cos)).intoMemorySegment(line, x * BLOCK + BYTES, ORDER);
        }
    }
}
