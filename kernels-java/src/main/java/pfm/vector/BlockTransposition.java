package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BLOCK;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.COUNT;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/**
 * {@link Transposition} of squares of complex blocks into squares of complex blocks, whole in registers, the loop over
 * squares inside the kernel. Between the spectrum and a tile of rows the general one took 10.5 ns for a block of 16
 * lanes, of which some 6 were the calls for a few registers at a time (2026-11).
 */
final class BlockTransposition {
    private BlockTransposition() {
    }

    /** Transposes {@code count} squares, {@code fSquare} bytes apart, to others, {@code tSquare} bytes apart. */
    static void run(MemorySegment from, long f, long fSquare, MemorySegment to, long t, long tSquare, int count) {
        switch (COUNT) {
            case 4 -> of4(from, f, fSquare, to, t, tSquare, count);
            case 8 -> of8(from, f, fSquare, to, t, tSquare, count);
            default -> of16(from, f, fSquare, to, t, tSquare, count);
        }
    }

    private static void of4(
            MemorySegment from, long f, long fSquare, MemorySegment to, long t, long tSquare, int count) {
        FloatVector even = fromArray(FLOAT, Transposition.EVEN_UNITS, 0);
        FloatVector odd = fromArray(FLOAT, Transposition.ODD_UNITS, 0);
        FloatVector low = fromArray(FLOAT, Transposition.LOW_PAIRS, 0);
        FloatVector high = fromArray(FLOAT, Transposition.HIGH_PAIRS, 0);
        for (int half = 0; half < 2 * count; half++) {
            long in = f + (half >> 1) * fSquare + (half & 1) * BYTES;
            long out = t + (half >> 1) * tSquare + (half & 1) * BYTES;
            FloatVector a0 = fromMemorySegment(FLOAT, from, in, ORDER);
            FloatVector a1 = fromMemorySegment(FLOAT, from, in + BLOCK, ORDER);
            FloatVector a2 = fromMemorySegment(FLOAT, from, in + 2 * BLOCK, ORDER);
            FloatVector a3 = fromMemorySegment(FLOAT, from, in + 3 * BLOCK, ORDER);
            FloatVector p;
            FloatVector q;
            FloatVector r;
            FloatVector s;
            p = even.selectFrom(a0, a1);
            q = odd.selectFrom(a0, a1);
            r = even.selectFrom(a2, a3);
            s = odd.selectFrom(a2, a3);
            low.selectFrom(p, r).intoMemorySegment(to, out, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 2 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 3 * BLOCK, ORDER);
        }
    }

    private static void of8(
            MemorySegment from, long f, long fSquare, MemorySegment to, long t, long tSquare, int count) {
        FloatVector even = fromArray(FLOAT, Transposition.EVEN_UNITS, 0);
        FloatVector odd = fromArray(FLOAT, Transposition.ODD_UNITS, 0);
        FloatVector low = fromArray(FLOAT, Transposition.LOW_PAIRS, 0);
        FloatVector high = fromArray(FLOAT, Transposition.HIGH_PAIRS, 0);
        FloatVector even4 = fromArray(FLOAT, Transposition.EVEN_QUADS, 0);
        FloatVector odd4 = fromArray(FLOAT, Transposition.ODD_QUADS, 0);
        for (int half = 0; half < 2 * count; half++) {
            long in = f + (half >> 1) * fSquare + (half & 1) * BYTES;
            long out = t + (half >> 1) * tSquare + (half & 1) * BYTES;
            FloatVector a0 = fromMemorySegment(FLOAT, from, in, ORDER);
            FloatVector a1 = fromMemorySegment(FLOAT, from, in + BLOCK, ORDER);
            FloatVector a2 = fromMemorySegment(FLOAT, from, in + 2 * BLOCK, ORDER);
            FloatVector a3 = fromMemorySegment(FLOAT, from, in + 3 * BLOCK, ORDER);
            FloatVector a4 = fromMemorySegment(FLOAT, from, in + 4 * BLOCK, ORDER);
            FloatVector a5 = fromMemorySegment(FLOAT, from, in + 5 * BLOCK, ORDER);
            FloatVector a6 = fromMemorySegment(FLOAT, from, in + 6 * BLOCK, ORDER);
            FloatVector a7 = fromMemorySegment(FLOAT, from, in + 7 * BLOCK, ORDER);
            FloatVector p;
            FloatVector q;
            FloatVector r;
            FloatVector s;
            p = even4.selectFrom(a0, a4);
            a4 = odd4.selectFrom(a0, a4);
            a0 = p;
            p = even4.selectFrom(a1, a5);
            a5 = odd4.selectFrom(a1, a5);
            a1 = p;
            p = even4.selectFrom(a2, a6);
            a6 = odd4.selectFrom(a2, a6);
            a2 = p;
            p = even4.selectFrom(a3, a7);
            a7 = odd4.selectFrom(a3, a7);
            a3 = p;
            p = even.selectFrom(a0, a1);
            q = odd.selectFrom(a0, a1);
            r = even.selectFrom(a2, a3);
            s = odd.selectFrom(a2, a3);
            low.selectFrom(p, r).intoMemorySegment(to, out, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 2 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 3 * BLOCK, ORDER);
            p = even.selectFrom(a4, a5);
            q = odd.selectFrom(a4, a5);
            r = even.selectFrom(a6, a7);
            s = odd.selectFrom(a6, a7);
            low.selectFrom(p, r).intoMemorySegment(to, out + 4 * BLOCK, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + 5 * BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 6 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 7 * BLOCK, ORDER);
        }
    }

    private static void of16(
            MemorySegment from, long f, long fSquare, MemorySegment to, long t, long tSquare, int count) {
        FloatVector even = fromArray(FLOAT, Transposition.EVEN_UNITS, 0);
        FloatVector odd = fromArray(FLOAT, Transposition.ODD_UNITS, 0);
        FloatVector low = fromArray(FLOAT, Transposition.LOW_PAIRS, 0);
        FloatVector high = fromArray(FLOAT, Transposition.HIGH_PAIRS, 0);
        FloatVector even4 = fromArray(FLOAT, Transposition.EVEN_QUADS, 0);
        FloatVector odd4 = fromArray(FLOAT, Transposition.ODD_QUADS, 0);
        FloatVector low4 = fromArray(FLOAT, Transposition.LOW_QUADS, 0);
        FloatVector high4 = fromArray(FLOAT, Transposition.HIGH_QUADS, 0);
        for (int half = 0; half < 2 * count; half++) {
            long in = f + (half >> 1) * fSquare + (half & 1) * BYTES;
            long out = t + (half >> 1) * tSquare + (half & 1) * BYTES;
            FloatVector a0 = fromMemorySegment(FLOAT, from, in, ORDER);
            FloatVector a1 = fromMemorySegment(FLOAT, from, in + BLOCK, ORDER);
            FloatVector a2 = fromMemorySegment(FLOAT, from, in + 2 * BLOCK, ORDER);
            FloatVector a3 = fromMemorySegment(FLOAT, from, in + 3 * BLOCK, ORDER);
            FloatVector a4 = fromMemorySegment(FLOAT, from, in + 4 * BLOCK, ORDER);
            FloatVector a5 = fromMemorySegment(FLOAT, from, in + 5 * BLOCK, ORDER);
            FloatVector a6 = fromMemorySegment(FLOAT, from, in + 6 * BLOCK, ORDER);
            FloatVector a7 = fromMemorySegment(FLOAT, from, in + 7 * BLOCK, ORDER);
            FloatVector a8 = fromMemorySegment(FLOAT, from, in + 8 * BLOCK, ORDER);
            FloatVector a9 = fromMemorySegment(FLOAT, from, in + 9 * BLOCK, ORDER);
            FloatVector a10 = fromMemorySegment(FLOAT, from, in + 10 * BLOCK, ORDER);
            FloatVector a11 = fromMemorySegment(FLOAT, from, in + 11 * BLOCK, ORDER);
            FloatVector a12 = fromMemorySegment(FLOAT, from, in + 12 * BLOCK, ORDER);
            FloatVector a13 = fromMemorySegment(FLOAT, from, in + 13 * BLOCK, ORDER);
            FloatVector a14 = fromMemorySegment(FLOAT, from, in + 14 * BLOCK, ORDER);
            FloatVector a15 = fromMemorySegment(FLOAT, from, in + 15 * BLOCK, ORDER);
            FloatVector p;
            FloatVector q;
            FloatVector r;
            FloatVector s;
            p = even4.selectFrom(a0, a4);
            q = odd4.selectFrom(a0, a4);
            r = even4.selectFrom(a8, a12);
            s = odd4.selectFrom(a8, a12);
            a0 = low4.selectFrom(p, r);
            a4 = low4.selectFrom(q, s);
            a8 = high4.selectFrom(p, r);
            a12 = high4.selectFrom(q, s);
            p = even4.selectFrom(a1, a5);
            q = odd4.selectFrom(a1, a5);
            r = even4.selectFrom(a9, a13);
            s = odd4.selectFrom(a9, a13);
            a1 = low4.selectFrom(p, r);
            a5 = low4.selectFrom(q, s);
            a9 = high4.selectFrom(p, r);
            a13 = high4.selectFrom(q, s);
            p = even4.selectFrom(a2, a6);
            q = odd4.selectFrom(a2, a6);
            r = even4.selectFrom(a10, a14);
            s = odd4.selectFrom(a10, a14);
            a2 = low4.selectFrom(p, r);
            a6 = low4.selectFrom(q, s);
            a10 = high4.selectFrom(p, r);
            a14 = high4.selectFrom(q, s);
            p = even4.selectFrom(a3, a7);
            q = odd4.selectFrom(a3, a7);
            r = even4.selectFrom(a11, a15);
            s = odd4.selectFrom(a11, a15);
            a3 = low4.selectFrom(p, r);
            a7 = low4.selectFrom(q, s);
            a11 = high4.selectFrom(p, r);
            a15 = high4.selectFrom(q, s);
            p = even.selectFrom(a0, a1);
            q = odd.selectFrom(a0, a1);
            r = even.selectFrom(a2, a3);
            s = odd.selectFrom(a2, a3);
            low.selectFrom(p, r).intoMemorySegment(to, out, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 2 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 3 * BLOCK, ORDER);
            p = even.selectFrom(a4, a5);
            q = odd.selectFrom(a4, a5);
            r = even.selectFrom(a6, a7);
            s = odd.selectFrom(a6, a7);
            low.selectFrom(p, r).intoMemorySegment(to, out + 4 * BLOCK, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + 5 * BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 6 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 7 * BLOCK, ORDER);
            p = even.selectFrom(a8, a9);
            q = odd.selectFrom(a8, a9);
            r = even.selectFrom(a10, a11);
            s = odd.selectFrom(a10, a11);
            low.selectFrom(p, r).intoMemorySegment(to, out + 8 * BLOCK, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + 9 * BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 10 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 11 * BLOCK, ORDER);
            p = even.selectFrom(a12, a13);
            q = odd.selectFrom(a12, a13);
            r = even.selectFrom(a14, a15);
            s = odd.selectFrom(a14, a15);
            low.selectFrom(p, r).intoMemorySegment(to, out + 12 * BLOCK, ORDER);
            low.selectFrom(q, s).intoMemorySegment(to, out + 13 * BLOCK, ORDER);
            high.selectFrom(p, r).intoMemorySegment(to, out + 14 * BLOCK, ORDER);
            high.selectFrom(q, s).intoMemorySegment(to, out + 15 * BLOCK, ORDER);
        }
    }
}
