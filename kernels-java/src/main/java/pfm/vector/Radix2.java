package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/** Butterflies of radix 2, one transform in each lane; see {@link Butterflies}. */
final class Radix2 {
    private Radix2() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector r0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            FloatVector r1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            r0.add(r1).intoMemorySegment(a, o, ORDER);
            i0.add(i1).intoMemorySegment(a, o + BYTES, ORDER);
            FloatVector u1 = r0.sub(r1);
            FloatVector v1 = i0.sub(i1);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(a, o + stride, ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(a, o + stride + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector r0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector s1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector r1 = s1.fma(w1, t1.mul(broadcast(FLOAT, w[k + 2])));
            FloatVector i1 = s1.fma(broadcast(FLOAT, w[k + 1]), t1.mul(w1));
            r0.add(r1).intoMemorySegment(a, o + BYTES, ORDER);
            i0.add(i1).intoMemorySegment(a, o, ORDER);
            r0.sub(r1).intoMemorySegment(a, o + stride + BYTES, ORDER);
            i0.sub(i1).intoMemorySegment(a, o + stride, ORDER);
        }
    }
}
