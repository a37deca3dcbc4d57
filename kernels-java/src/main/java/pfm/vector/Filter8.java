package pfm.vector;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;
import static pfm.vector.RawMemory.ADDRESS;
import static pfm.vector.RawMemory.MEMORY;
import static pfm.vector.RawMemory.OFFSET;

/**
 * The last butterflies of a forward transform, of radix 8 and without twiddles, a product, and the first butterflies of
 * the inverse: the values between them stay in registers. In two halves, because the JVM's first compiler cannot take
 * it whole, and then may leave it half compiled for ever.
 */
final class Filter8 {
    private static final float HALF_TURN = (float) Math.sqrt(0.5);

    /** Runs of blocks between the halves. */
    private static final int CHUNK = 8;

    private Filter8() {
    }

    /**
     * Filters {@code count} runs of 8 blocks from address {@code base} on; the factor of block k is block
     * {@code row[first + k]} of the table at address {@code table}, and each lane takes that lane of the table which
     * {@code lanes} names.
     */
    static void run(long base, int count, long table, int[] row, int first, float[] lanes) {
        for (int b = 0; b < count; b += CHUNK) {
            int chunk = Math.min(CHUNK, count - b);
            even(base + b * 8 * BLOCK, chunk, table, row, first + 8 * b, lanes);
            odd(base + b * 8 * BLOCK, chunk, table, row, first + 8 * b, lanes);
        }
    }

    /**
     * Even frequencies: their part of blocks 0 … 3 of the inverse takes the place of blocks 0 … 3, the differences that
     * the odd ones need that of blocks 4 … 7.
     */
    private static void even(long base, int count, long table, int[] row, int first, float[] lanes) {
        long origin = base & ADDRESS;
        long entries = table & ADDRESS;
        FloatVector order = FloatVector.fromArray(FLOAT, lanes, 0);
        for (int b = 0; b < count; b++) {
            long o = origin + b * (8 * BLOCK);
            int k = first + 8 * b;
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector r4 = fromMemorySegment(FLOAT, MEMORY, o + 4 * BLOCK, ORDER);
            FloatVector i4 = fromMemorySegment(FLOAT, MEMORY, o + 4 * BLOCK + BYTES, ORDER);
            FloatVector a0r = r0.add(r4);
            FloatVector a0i = i0.add(i4);
            r0.sub(r4).intoMemorySegment(MEMORY, o + 4 * BLOCK, ORDER);
            i0.sub(i4).intoMemorySegment(MEMORY, o + 4 * BLOCK + BYTES, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK + BYTES, ORDER);
            FloatVector r6 = fromMemorySegment(FLOAT, MEMORY, o + 6 * BLOCK, ORDER);
            FloatVector i6 = fromMemorySegment(FLOAT, MEMORY, o + 6 * BLOCK + BYTES, ORDER);
            FloatVector a2r = r2.add(r6);
            FloatVector a2i = i2.add(i6);
            r2.sub(r6).intoMemorySegment(MEMORY, o + 6 * BLOCK, ORDER);
            i2.sub(i6).intoMemorySegment(MEMORY, o + 6 * BLOCK + BYTES, ORDER);
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + BLOCK, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + BLOCK + BYTES, ORDER);
            FloatVector r5 = fromMemorySegment(FLOAT, MEMORY, o + 5 * BLOCK, ORDER);
            FloatVector i5 = fromMemorySegment(FLOAT, MEMORY, o + 5 * BLOCK + BYTES, ORDER);
            FloatVector a1r = r1.add(r5);
            FloatVector a1i = i1.add(i5);
            r1.sub(r5).intoMemorySegment(MEMORY, o + 5 * BLOCK, ORDER);
            i1.sub(i5).intoMemorySegment(MEMORY, o + 5 * BLOCK + BYTES, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK + BYTES, ORDER);
            FloatVector r7 = fromMemorySegment(FLOAT, MEMORY, o + 7 * BLOCK, ORDER);
            FloatVector i7 = fromMemorySegment(FLOAT, MEMORY, o + 7 * BLOCK + BYTES, ORDER);
            FloatVector a3r = r3.add(r7);
            FloatVector a3i = i3.add(i7);
            r3.sub(r7).intoMemorySegment(MEMORY, o + 7 * BLOCK, ORDER);
            i3.sub(i7).intoMemorySegment(MEMORY, o + 7 * BLOCK + BYTES, ORDER);
            FloatVector c0r = a0r.add(a2r);
            FloatVector c0i = a0i.add(a2i);
            FloatVector c2r = a0r.sub(a2r);
            FloatVector c2i = a0i.sub(a2i);
            FloatVector c1r = a1r.add(a3r);
            FloatVector c1i = a1i.add(a3i);
            FloatVector c3r = a1r.sub(a3r);
            FloatVector c3i = a1i.sub(a3i);
            FloatVector x0r = c0r.add(c1r);
            FloatVector x0i = c0i.add(c1i);
            long h0 = entries + (row[k] & OFFSET) * BLOCK;
            FloatVector hr0 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h0, ORDER));
            FloatVector hi0 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h0 + BYTES, ORDER));
            FloatVector y0r = x0r.mul(hr0).sub(x0i.mul(hi0));
            FloatVector y0i = x0r.fma(hi0, x0i.mul(hr0));
            FloatVector x4r = c0r.sub(c1r);
            FloatVector x4i = c0i.sub(c1i);
            long h4 = entries + (row[k + 4] & OFFSET) * BLOCK;
            FloatVector hr4 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h4, ORDER));
            FloatVector hi4 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h4 + BYTES, ORDER));
            FloatVector y4r = x4r.mul(hr4).sub(x4i.mul(hi4));
            FloatVector y4i = x4r.fma(hi4, x4i.mul(hr4));
            FloatVector s0r = y0r.add(y4r);
            FloatVector s0i = y0i.add(y4i);
            FloatVector t0r = y0r.sub(y4r);
            FloatVector t0i = y0i.sub(y4i);
            FloatVector x2r = c2r.add(c3i);
            FloatVector x2i = c2i.sub(c3r);
            long h2 = entries + (row[k + 2] & OFFSET) * BLOCK;
            FloatVector hr2 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h2, ORDER));
            FloatVector hi2 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h2 + BYTES, ORDER));
            FloatVector y2r = x2r.mul(hr2).sub(x2i.mul(hi2));
            FloatVector y2i = x2r.fma(hi2, x2i.mul(hr2));
            FloatVector x6r = c2r.sub(c3i);
            FloatVector x6i = c2i.add(c3r);
            long h6 = entries + (row[k + 6] & OFFSET) * BLOCK;
            FloatVector hr6 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h6, ORDER));
            FloatVector hi6 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h6 + BYTES, ORDER));
            FloatVector y6r = x6r.mul(hr6).sub(x6i.mul(hi6));
            FloatVector y6i = x6r.fma(hi6, x6i.mul(hr6));
            FloatVector s2r = y2r.add(y6r);
            FloatVector s2i = y2i.add(y6i);
            FloatVector t2r = y2r.sub(y6r);
            FloatVector t2i = y2i.sub(y6i);
            s0r.add(s2r).intoMemorySegment(MEMORY, o, ORDER);
            s0i.add(s2i).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            s0r.sub(s2r).intoMemorySegment(MEMORY, o + 2 * BLOCK, ORDER);
            s0i.sub(s2i).intoMemorySegment(MEMORY, o + 2 * BLOCK + BYTES, ORDER);
            t0r.sub(t2i).intoMemorySegment(MEMORY, o + BLOCK, ORDER);
            t0i.add(t2r).intoMemorySegment(MEMORY, o + BLOCK + BYTES, ORDER);
            t0r.add(t2i).intoMemorySegment(MEMORY, o + 3 * BLOCK, ORDER);
            t0i.sub(t2r).intoMemorySegment(MEMORY, o + 3 * BLOCK + BYTES, ORDER);
        }
    }

    /** Odd frequencies, and all blocks of the inverse. */
    private static void odd(long base, int count, long table, int[] row, int first, float[] lanes) {
        long origin = base & ADDRESS;
        long entries = table & ADDRESS;
        FloatVector order = FloatVector.fromArray(FLOAT, lanes, 0);
        FloatVector half = broadcast(FLOAT, HALF_TURN);
        FloatVector minusHalf = broadcast(FLOAT, -HALF_TURN);
        for (int b = 0; b < count; b++) {
            long o = origin + b * (8 * BLOCK);
            int k = first + 8 * b;
            FloatVector b0r = fromMemorySegment(FLOAT, MEMORY, o + 4 * BLOCK, ORDER);
            FloatVector b0i = fromMemorySegment(FLOAT, MEMORY, o + 4 * BLOCK + BYTES, ORDER);
            FloatVector b2r = fromMemorySegment(FLOAT, MEMORY, o + 6 * BLOCK, ORDER);
            FloatVector b2i = fromMemorySegment(FLOAT, MEMORY, o + 6 * BLOCK + BYTES, ORDER);
            FloatVector b1r = fromMemorySegment(FLOAT, MEMORY, o + 5 * BLOCK, ORDER);
            FloatVector b1i = fromMemorySegment(FLOAT, MEMORY, o + 5 * BLOCK + BYTES, ORDER);
            FloatVector b3r = fromMemorySegment(FLOAT, MEMORY, o + 7 * BLOCK, ORDER);
            FloatVector b3i = fromMemorySegment(FLOAT, MEMORY, o + 7 * BLOCK + BYTES, ORDER);
            FloatVector d0r = b0r.add(b2i);
            FloatVector d0i = b0i.sub(b2r);
            FloatVector d2r = b0r.sub(b2i);
            FloatVector d2i = b0i.add(b2r);
            FloatVector pr = b1r.add(b1i);
            FloatVector pi = b1i.sub(b1r);
            FloatVector qr = b3i.sub(b3r);
            FloatVector qi = b3r.add(b3i);
            FloatVector er = pr.add(qr);
            FloatVector ei = pi.sub(qi);
            FloatVector fr = pr.sub(qr);
            FloatVector fi = pi.add(qi);
            FloatVector x1r = er.fma(half, d0r);
            FloatVector x1i = ei.fma(half, d0i);
            long h1 = entries + (row[k + 1] & OFFSET) * BLOCK;
            FloatVector hr1 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h1, ORDER));
            FloatVector hi1 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h1 + BYTES, ORDER));
            FloatVector y1r = x1r.mul(hr1).sub(x1i.mul(hi1));
            FloatVector y1i = x1r.fma(hi1, x1i.mul(hr1));
            FloatVector x5r = er.fma(minusHalf, d0r);
            FloatVector x5i = ei.fma(minusHalf, d0i);
            long h5 = entries + (row[k + 5] & OFFSET) * BLOCK;
            FloatVector hr5 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h5, ORDER));
            FloatVector hi5 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h5 + BYTES, ORDER));
            FloatVector y5r = x5r.mul(hr5).sub(x5i.mul(hi5));
            FloatVector y5i = x5r.fma(hi5, x5i.mul(hr5));
            FloatVector s1r = y1r.add(y5r);
            FloatVector s1i = y1i.add(y5i);
            FloatVector t1r = y1r.sub(y5r);
            FloatVector t1i = y1i.sub(y5i);
            FloatVector x3r = fi.fma(half, d2r);
            FloatVector x3i = fr.fma(minusHalf, d2i);
            long h3 = entries + (row[k + 3] & OFFSET) * BLOCK;
            FloatVector hr3 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h3, ORDER));
            FloatVector hi3 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h3 + BYTES, ORDER));
            FloatVector y3r = x3r.mul(hr3).sub(x3i.mul(hi3));
            FloatVector y3i = x3r.fma(hi3, x3i.mul(hr3));
            FloatVector x7r = fi.fma(minusHalf, d2r);
            FloatVector x7i = fr.fma(half, d2i);
            long h7 = entries + (row[k + 7] & OFFSET) * BLOCK;
            FloatVector hr7 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h7, ORDER));
            FloatVector hi7 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h7 + BYTES, ORDER));
            FloatVector y7r = x7r.mul(hr7).sub(x7i.mul(hi7));
            FloatVector y7i = x7r.fma(hi7, x7i.mul(hr7));
            FloatVector s3r = y3r.add(y7r);
            FloatVector s3i = y3i.add(y7i);
            FloatVector t3r = y3r.sub(y7r);
            FloatVector t3i = y3i.sub(y7i);
            FloatVector u1r = s1r.add(s3r);
            FloatVector u1i = s1i.add(s3i);
            FloatVector u3r = s1r.sub(s3r);
            FloatVector u3i = s1i.sub(s3i);
            FloatVector u0r = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector u0i = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            u0r.add(u1r).intoMemorySegment(MEMORY, o, ORDER);
            u0i.add(u1i).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            u0r.sub(u1r).intoMemorySegment(MEMORY, o + 4 * BLOCK, ORDER);
            u0i.sub(u1i).intoMemorySegment(MEMORY, o + 4 * BLOCK + BYTES, ORDER);
            FloatVector u2r = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK, ORDER);
            FloatVector u2i = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK + BYTES, ORDER);
            u2r.sub(u3i).intoMemorySegment(MEMORY, o + 2 * BLOCK, ORDER);
            u2i.add(u3r).intoMemorySegment(MEMORY, o + 2 * BLOCK + BYTES, ORDER);
            u2r.add(u3i).intoMemorySegment(MEMORY, o + 6 * BLOCK, ORDER);
            u2i.sub(u3r).intoMemorySegment(MEMORY, o + 6 * BLOCK + BYTES, ORDER);
            FloatVector gr = t1r.sub(t1i);
            FloatVector gi = t1i.add(t1r);
            FloatVector jr = t3i.add(t3r);
            FloatVector ji = t3r.sub(t3i);
            FloatVector mr = gr.sub(jr);
            FloatVector mi = gi.add(ji);
            FloatVector nr = gr.add(jr);
            FloatVector ni = gi.sub(ji);
            FloatVector v0r = fromMemorySegment(FLOAT, MEMORY, o + BLOCK, ORDER);
            FloatVector v0i = fromMemorySegment(FLOAT, MEMORY, o + BLOCK + BYTES, ORDER);
            mr.fma(half, v0r).intoMemorySegment(MEMORY, o + BLOCK, ORDER);
            mi.fma(half, v0i).intoMemorySegment(MEMORY, o + BLOCK + BYTES, ORDER);
            mr.fma(minusHalf, v0r).intoMemorySegment(MEMORY, o + 5 * BLOCK, ORDER);
            mi.fma(minusHalf, v0i).intoMemorySegment(MEMORY, o + 5 * BLOCK + BYTES, ORDER);
            FloatVector v2r = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK, ORDER);
            FloatVector v2i = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK + BYTES, ORDER);
            ni.fma(minusHalf, v2r).intoMemorySegment(MEMORY, o + 3 * BLOCK, ORDER);
            nr.fma(half, v2i).intoMemorySegment(MEMORY, o + 3 * BLOCK + BYTES, ORDER);
            ni.fma(half, v2r).intoMemorySegment(MEMORY, o + 7 * BLOCK, ORDER);
            nr.fma(minusHalf, v2i).intoMemorySegment(MEMORY, o + 7 * BLOCK + BYTES, ORDER);
        }
    }
}
