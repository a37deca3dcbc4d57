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

/** Butterflies of radix 2, one transform in each lane; see {@link Butterflies}. */
final class Radix2 {
    private Radix2() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            r0.add(r1).intoMemorySegment(MEMORY, o, ORDER);
            i0.add(i1).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            FloatVector u1 = r0.sub(r1);
            FloatVector v1 = i0.sub(i1);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector s1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector v1 = broadcast(FLOAT, w[k + 1]);
            FloatVector r1 = s1.mul(w1).sub(t1.mul(v1));
            FloatVector i1 = s1.fma(v1, t1.mul(w1));
            r0.add(r1).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            i0.add(i1).intoMemorySegment(MEMORY, o, ORDER);
            r0.sub(r1).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            i0.sub(i1).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
        }
    }
}
