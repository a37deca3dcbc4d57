package pfm.vector;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;
import static pfm.vector.RawMemory.ADDRESS;
import static pfm.vector.RawMemory.MEMORY;
import static pfm.vector.RawMemory.OFFSET;

/** As {@link Filter8}, of radix 4, at once. */
final class Filter4 {
    private Filter4() {
    }

    /**
     * Filters {@code count} runs of 4 blocks from address {@code base} on; the factor of block k is block
     * {@code row[first + k]} of the table at address {@code table}, and each lane takes that lane of the table which
     * {@code lanes} names.
     */
    static void run(long base, int count, long table, int[] row, int first, float[] lanes) {
        long origin = base & ADDRESS;
        long entries = table & ADDRESS;
        FloatVector order = FloatVector.fromArray(FLOAT, lanes, 0);
        for (int b = 0; b < count; b++) {
            long o = origin + b * (4 * BLOCK);
            int k = first + 4 * b;
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK + BYTES, ORDER);
            FloatVector a0r = r0.add(r2);
            FloatVector a0i = i0.add(i2);
            FloatVector b0r = r0.sub(r2);
            FloatVector b0i = i0.sub(i2);
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + BLOCK, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + BLOCK + BYTES, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK + BYTES, ORDER);
            FloatVector a1r = r1.add(r3);
            FloatVector a1i = i1.add(i3);
            FloatVector b1r = r1.sub(r3);
            FloatVector b1i = i1.sub(i3);
            FloatVector x0r = a0r.add(a1r);
            FloatVector x0i = a0i.add(a1i);
            long h0 = entries + (row[k] & OFFSET) * BLOCK;
            FloatVector hr0 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h0, ORDER));
            FloatVector hi0 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h0 + BYTES, ORDER));
            FloatVector y0r = x0r.mul(hr0).sub(x0i.mul(hi0));
            FloatVector y0i = x0r.fma(hi0, x0i.mul(hr0));
            FloatVector x2r = a0r.sub(a1r);
            FloatVector x2i = a0i.sub(a1i);
            long h2 = entries + (row[k + 2] & OFFSET) * BLOCK;
            FloatVector hr2 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h2, ORDER));
            FloatVector hi2 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h2 + BYTES, ORDER));
            FloatVector y2r = x2r.mul(hr2).sub(x2i.mul(hi2));
            FloatVector y2i = x2r.fma(hi2, x2i.mul(hr2));
            FloatVector s0r = y0r.add(y2r);
            FloatVector s0i = y0i.add(y2i);
            FloatVector t0r = y0r.sub(y2r);
            FloatVector t0i = y0i.sub(y2i);
            FloatVector x1r = b0r.add(b1i);
            FloatVector x1i = b0i.sub(b1r);
            long h1 = entries + (row[k + 1] & OFFSET) * BLOCK;
            FloatVector hr1 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h1, ORDER));
            FloatVector hi1 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h1 + BYTES, ORDER));
            FloatVector y1r = x1r.mul(hr1).sub(x1i.mul(hi1));
            FloatVector y1i = x1r.fma(hi1, x1i.mul(hr1));
            FloatVector x3r = b0r.sub(b1i);
            FloatVector x3i = b0i.add(b1r);
            long h3 = entries + (row[k + 3] & OFFSET) * BLOCK;
            FloatVector hr3 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h3, ORDER));
            FloatVector hi3 = order.selectFrom(fromMemorySegment(FLOAT, MEMORY, h3 + BYTES, ORDER));
            FloatVector y3r = x3r.mul(hr3).sub(x3i.mul(hi3));
            FloatVector y3i = x3r.fma(hi3, x3i.mul(hr3));
            FloatVector s1r = y1r.add(y3r);
            FloatVector s1i = y1i.add(y3i);
            FloatVector t1r = y1r.sub(y3r);
            FloatVector t1i = y1i.sub(y3i);
            s0r.add(s1r).intoMemorySegment(MEMORY, o, ORDER);
            s0i.add(s1i).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            s0r.sub(s1r).intoMemorySegment(MEMORY, o + 2 * BLOCK, ORDER);
            s0i.sub(s1i).intoMemorySegment(MEMORY, o + 2 * BLOCK + BYTES, ORDER);
            t0r.sub(t1i).intoMemorySegment(MEMORY, o + BLOCK, ORDER);
            t0i.add(t1r).intoMemorySegment(MEMORY, o + BLOCK + BYTES, ORDER);
            t0r.add(t1i).intoMemorySegment(MEMORY, o + 3 * BLOCK, ORDER);
            t0i.sub(t1r).intoMemorySegment(MEMORY, o + 3 * BLOCK + BYTES, ORDER);
        }
    }
}
