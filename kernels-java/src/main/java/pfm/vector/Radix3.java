package pfm.vector;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;
import static pfm.vector.RawMemory.ADDRESS;
import static pfm.vector.RawMemory.MEMORY;
import static pfm.vector.RawMemory.OFFSET;
import static pfm.vector.RawMemory.half;

/** Butterflies of radix 3, one transform in each lane; see {@link Butterflies}. */
final class Radix3 {
    private static final float COS = -0.5f;
    private static final float SIN = (float) Math.sqrt(0.75);

    private Radix3() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        FloatVector cos = broadcast(FLOAT, COS);
        FloatVector sin = broadcast(FLOAT, SIN);
        FloatVector minusSin = broadcast(FLOAT, -SIN);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector ar = r1.add(r2);
            FloatVector ai = i1.add(i2);
            FloatVector br = r1.sub(r2);
            FloatVector bi = i1.sub(i2);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            r0.add(ar).intoMemorySegment(MEMORY, o, ORDER);
            i0.add(ai).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            FloatVector mr = ar.fma(cos, r0);
            FloatVector mi = ai.fma(cos, i0);
            FloatVector u1 = bi.fma(sin, mr);
            FloatVector v1 = br.fma(minusSin, mi);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector u2 = bi.fma(minusSin, mr);
            FloatVector v2 = br.fma(sin, mi);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        FloatVector cos = broadcast(FLOAT, COS);
        FloatVector sin = broadcast(FLOAT, SIN);
        FloatVector minusSin = broadcast(FLOAT, -SIN);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector s1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector v1 = broadcast(FLOAT, w[k + 1]);
            FloatVector r1 = s1.mul(w1).sub(t1.mul(v1));
            FloatVector i1 = s1.fma(v1, t1.mul(w1));
            FloatVector s2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector v2 = broadcast(FLOAT, w[k + 4]);
            FloatVector r2 = s2.mul(w2).sub(t2.mul(v2));
            FloatVector i2 = s2.fma(v2, t2.mul(w2));
            FloatVector ar = r1.add(r2);
            FloatVector ai = i1.add(i2);
            FloatVector br = r1.sub(r2);
            FloatVector bi = i1.sub(i2);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            r0.add(ar).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            i0.add(ai).intoMemorySegment(MEMORY, o, ORDER);
            FloatVector mr = ar.fma(cos, r0);
            FloatVector mi = ai.fma(cos, i0);
            bi.fma(sin, mr).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            br.fma(minusSin, mi).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            bi.fma(minusSin, mr).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            br.fma(sin, mi).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
        }
    }
}
