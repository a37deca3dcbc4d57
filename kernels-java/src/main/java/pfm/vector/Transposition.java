package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.COUNT;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/**
 * Transposes squares of 32-bit words, as many on a side as there are lanes. One pass exchanges the lowest two bits of
 * lane and row number, another the higher ones; each works on four registers, whatever the lane count.
 */
final class Transposition {
    /** Lane numbers that pick, from registers x and y (y counted from the lane count), units of one or four lanes. */
    static final float[] EVEN_UNITS = pick(1, 0, true);
    static final float[] ODD_UNITS = pick(1, 1, true);
    static final float[] LOW_PAIRS = pick(1, 0, false);
    static final float[] HIGH_PAIRS = pick(1, 2, false);
    static final float[] EVEN_QUADS = pick(4, 0, true);
    static final float[] ODD_QUADS = pick(4, 1, true);
    static final float[] LOW_QUADS = pick(4, 0, false);
    static final float[] HIGH_QUADS = pick(4, 2, false);

    private Transposition() {
    }

    /**
     * Where squares lie.
     *
     * @param square bytes from square to square
     * @param row    bytes from row to row of a square
     * @param plane  bytes from the real to the imaginary part
     */
    record Squares(long square, long row, long plane) {
    }

    /** Squares of complex blocks, one after another. */
    static final Squares BLOCKS = new Squares(Geometry.SQUARE, Lanes.BLOCK, BYTES);
    /** Squares of real registers, one after another. */
    static final Squares COLUMNS = new Squares(COUNT * BYTES, BYTES, 0);

    /**
     * Transposes {@code count} squares of {@code planes} planes (1 real, 2 complex) each. Source and target do not
     * overlap.
     */
    static void run(MemorySegment from, long f, Squares source, MemorySegment to, long t, Squares target,
            int count, int planes) {
        for (int s = 0; s < count; s++) {
            for (int p = 0; p < planes; p++) {
                long in = f + s * source.square + p * source.plane;
                long out = t + s * target.square + p * target.plane;
                switch (COUNT) {
                    case 4 -> quads(from, in, source.row, to, out, target.row, 1);
                    case 8 -> {
                        halves(from, in, source.row, to, out, target.row);
                        quads(to, out, target.row, to, out, target.row, 2);
                    }
                    default -> {
                        fours(from, in, source.row, to, out, target.row);
                        quads(to, out, target.row, to, out, target.row, 4);
                    }
                }
            }
        }
    }

    /** Within every four neighbouring rows and lanes. */
    private static void quads(MemorySegment from, long f, long fRow, MemorySegment to, long t, long tRow, int groups) {
        FloatVector even = FloatVector.fromArray(FLOAT, EVEN_UNITS, 0);
        FloatVector odd = FloatVector.fromArray(FLOAT, ODD_UNITS, 0);
        FloatVector low = FloatVector.fromArray(FLOAT, LOW_PAIRS, 0);
        FloatVector high = FloatVector.fromArray(FLOAT, HIGH_PAIRS, 0);
        for (int g = 0; g < groups; g++) {
            long in = f + 4 * g * fRow;
            long out = t + 4 * g * tRow;
            FloatVector a = fromMemorySegment(FLOAT, from, in, ORDER);
            FloatVector b = fromMemorySegment(FLOAT, from, in + fRow, ORDER);
            FloatVector c = fromMemorySegment(FLOAT, from, in + 2 * fRow, ORDER);
            FloatVector d = fromMemorySegment(FLOAT, from, in + 3 * fRow, ORDER);
            FloatVector p = even.selectFrom(a, b);
            FloatVector q = odd.selectFrom(a, b);
            FloatVector r = even.selectFrom(c, d);
            FloatVector s = odd.selectFrom(c, d);
            low.selectFrom(p, r).intoMemorySegment(to, out, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + tRow, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 2 * tRow, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 3 * tRow, ORDER);
        }
    }

    /** Quarters of 16 lanes among rows four apart. */
    private static void fours(MemorySegment from, long f, long fRow, MemorySegment to, long t, long tRow) {
        FloatVector even = FloatVector.fromArray(FLOAT, EVEN_QUADS, 0);
        FloatVector odd = FloatVector.fromArray(FLOAT, ODD_QUADS, 0);
        FloatVector low = FloatVector.fromArray(FLOAT, LOW_QUADS, 0);
        FloatVector high = FloatVector.fromArray(FLOAT, HIGH_QUADS, 0);
        for (int g = 0; g < 4; g++) {
            long in = f + g * fRow;
            long out = t + g * tRow;
            FloatVector a = fromMemorySegment(FLOAT, from, in, ORDER);
            FloatVector b = fromMemorySegment(FLOAT, from, in + 4 * fRow, ORDER);
            FloatVector c = fromMemorySegment(FLOAT, from, in + 8 * fRow, ORDER);
            FloatVector d = fromMemorySegment(FLOAT, from, in + 12 * fRow, ORDER);
            FloatVector p = even.selectFrom(a, b);
            FloatVector q = odd.selectFrom(a, b);
            FloatVector r = even.selectFrom(c, d);
            FloatVector s = odd.selectFrom(c, d);
            low.selectFrom(p, r).intoMemorySegment(to, out, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + 4 * tRow, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 8 * tRow, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 12 * tRow, ORDER);
        }
    }

    /** Halves of 8 lanes among rows four apart. */
    private static void halves(MemorySegment from, long f, long fRow, MemorySegment to, long t, long tRow) {
        FloatVector even = FloatVector.fromArray(FLOAT, EVEN_QUADS, 0);
        FloatVector odd = FloatVector.fromArray(FLOAT, ODD_QUADS, 0);
        for (int g = 0; g < 4; g++) {
            FloatVector a = fromMemorySegment(FLOAT, from, f + g * fRow, ORDER);
            FloatVector b = fromMemorySegment(FLOAT, from, f + (g + 4) * fRow, ORDER);
            even.selectFrom(a, b).intoMemorySegment(to, t + g * tRow, ORDER);
            odd.selectFrom(a, b).intoMemorySegment(to, t + (g + 4) * tRow, ORDER);
        }
    }

    /**
     * Of units x0 x1 x2 x3 and y0 y1 y2 y3: x0 y0 x2 y2 (first 0) or x1 y1 x3 y3 (first 1) if they alternate, else
     * x0 x1 y0 y1 (first 0) or x2 x3 y2 y3 (first 2), in every period of four units.
     */
    private static float[] pick(int unit, int first, boolean alternate) {
        float[] lanes = new float[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            int place = lane / unit % 4;
            boolean second = alternate ? place % 2 == 1 : place >= 2;
            int source = alternate ? first + place / 2 * 2 : first + place % 2;
            lanes[lane] = lane / (4 * unit) * 4 * unit + source * unit + lane % unit + (second ? COUNT : 0);
        }
        return lanes;
    }
}
