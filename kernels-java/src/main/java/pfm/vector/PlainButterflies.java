package pfm.vector;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;
import static pfm.vector.RawMemory.ADDRESS;
import static pfm.vector.RawMemory.MEMORY;

/**
 * Butterflies of radix 4 or 8 without twiddles, on {@code count} runs of as many neighbouring blocks. {@code base} is
 * the address of the first real part and {@code imaginary} leads to the imaginary one; the other way round, it is the
 * conjugate butterfly.
 */
final class PlainButterflies {
    private static final float HALF_TURN = (float) Math.sqrt(0.5);

    private PlainButterflies() {
    }

    /** Radix 4. */
    static void radix4(long base, long imaginary, int count) {
        long real = base & ADDRESS;
        long other = base + imaginary & ADDRESS;
        for (int b = 0; b < count; b++) {
            long o = real + b * (4 * BLOCK);
            long oi = other + b * (4 * BLOCK);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, oi, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, oi + 2 * BLOCK, ORDER);
            FloatVector ar = r0.add(r2);
            FloatVector ai = i0.add(i2);
            FloatVector br = r0.sub(r2);
            FloatVector bi = i0.sub(i2);
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + BLOCK, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, oi + BLOCK, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, oi + 3 * BLOCK, ORDER);
            FloatVector cr = r1.add(r3);
            FloatVector ci = i1.add(i3);
            FloatVector dr = r1.sub(r3);
            FloatVector di = i1.sub(i3);
            ar.add(cr).intoMemorySegment(MEMORY, o, ORDER);
            ai.add(ci).intoMemorySegment(MEMORY, oi, ORDER);
            ar.sub(cr).intoMemorySegment(MEMORY, o + 2 * BLOCK, ORDER);
            ai.sub(ci).intoMemorySegment(MEMORY, oi + 2 * BLOCK, ORDER);
            br.add(di).intoMemorySegment(MEMORY, o + BLOCK, ORDER);
            bi.sub(dr).intoMemorySegment(MEMORY, oi + BLOCK, ORDER);
            br.sub(di).intoMemorySegment(MEMORY, o + 3 * BLOCK, ORDER);
            bi.add(dr).intoMemorySegment(MEMORY, oi + 3 * BLOCK, ORDER);
        }
    }

    /** Radix 8. */
    static void radix8(long base, long imaginary, int count) {
        long real = base & ADDRESS;
        long other = base + imaginary & ADDRESS;
        FloatVector half = broadcast(FLOAT, HALF_TURN);
        FloatVector minusHalf = broadcast(FLOAT, -HALF_TURN);
        for (int b = 0; b < count; b++) {
            long o = real + b * (8 * BLOCK);
            long oi = other + b * (8 * BLOCK);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, oi, ORDER);
            FloatVector r4 = fromMemorySegment(FLOAT, MEMORY, o + 4 * BLOCK, ORDER);
            FloatVector i4 = fromMemorySegment(FLOAT, MEMORY, oi + 4 * BLOCK, ORDER);
            FloatVector a0r = r0.add(r4);
            FloatVector a0i = i0.add(i4);
            FloatVector b0r = r0.sub(r4);
            FloatVector b0i = i0.sub(i4);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + 2 * BLOCK, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, oi + 2 * BLOCK, ORDER);
            FloatVector r6 = fromMemorySegment(FLOAT, MEMORY, o + 6 * BLOCK, ORDER);
            FloatVector i6 = fromMemorySegment(FLOAT, MEMORY, oi + 6 * BLOCK, ORDER);
            FloatVector a2r = r2.add(r6);
            FloatVector a2i = i2.add(i6);
            FloatVector b2r = r2.sub(r6);
            FloatVector b2i = i2.sub(i6);
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + BLOCK, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, oi + BLOCK, ORDER);
            FloatVector r5 = fromMemorySegment(FLOAT, MEMORY, o + 5 * BLOCK, ORDER);
            FloatVector i5 = fromMemorySegment(FLOAT, MEMORY, oi + 5 * BLOCK, ORDER);
            FloatVector a1r = r1.add(r5);
            FloatVector a1i = i1.add(i5);
            FloatVector b1r = r1.sub(r5);
            FloatVector b1i = i1.sub(i5);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + 3 * BLOCK, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, oi + 3 * BLOCK, ORDER);
            FloatVector r7 = fromMemorySegment(FLOAT, MEMORY, o + 7 * BLOCK, ORDER);
            FloatVector i7 = fromMemorySegment(FLOAT, MEMORY, oi + 7 * BLOCK, ORDER);
            FloatVector a3r = r3.add(r7);
            FloatVector a3i = i3.add(i7);
            FloatVector b3r = r3.sub(r7);
            FloatVector b3i = i3.sub(i7);
            FloatVector c0r = a0r.add(a2r);
            FloatVector c0i = a0i.add(a2i);
            FloatVector c2r = a0r.sub(a2r);
            FloatVector c2i = a0i.sub(a2i);
            FloatVector c1r = a1r.add(a3r);
            FloatVector c1i = a1i.add(a3i);
            FloatVector c3r = a1r.sub(a3r);
            FloatVector c3i = a1i.sub(a3i);
            c0r.add(c1r).intoMemorySegment(MEMORY, o, ORDER);
            c0i.add(c1i).intoMemorySegment(MEMORY, oi, ORDER);
            c0r.sub(c1r).intoMemorySegment(MEMORY, o + 4 * BLOCK, ORDER);
            c0i.sub(c1i).intoMemorySegment(MEMORY, oi + 4 * BLOCK, ORDER);
            c2r.add(c3i).intoMemorySegment(MEMORY, o + 2 * BLOCK, ORDER);
            c2i.sub(c3r).intoMemorySegment(MEMORY, oi + 2 * BLOCK, ORDER);
            c2r.sub(c3i).intoMemorySegment(MEMORY, o + 6 * BLOCK, ORDER);
            c2i.add(c3r).intoMemorySegment(MEMORY, oi + 6 * BLOCK, ORDER);
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
            er.fma(half, d0r).intoMemorySegment(MEMORY, o + BLOCK, ORDER);
            ei.fma(half, d0i).intoMemorySegment(MEMORY, oi + BLOCK, ORDER);
            er.fma(minusHalf, d0r).intoMemorySegment(MEMORY, o + 5 * BLOCK, ORDER);
            ei.fma(minusHalf, d0i).intoMemorySegment(MEMORY, oi + 5 * BLOCK, ORDER);
            fi.fma(half, d2r).intoMemorySegment(MEMORY, o + 3 * BLOCK, ORDER);
            fr.fma(minusHalf, d2i).intoMemorySegment(MEMORY, oi + 3 * BLOCK, ORDER);
            fi.fma(minusHalf, d2r).intoMemorySegment(MEMORY, o + 7 * BLOCK, ORDER);
            fr.fma(half, d2i).intoMemorySegment(MEMORY, oi + 7 * BLOCK, ORDER);
        }
    }
}
