package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/** Butterflies of radix 3, one transform in each lane; see {@link Butterflies}. */
final class Radix3 {
    private static final float COS = -0.5f;
    private static final float SIN = (float) Math.sqrt(0.75);

    private Radix3() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        FloatVector cos = broadcast(FLOAT, COS);
        FloatVector sin = broadcast(FLOAT, SIN);
        FloatVector minusSin = broadcast(FLOAT, -SIN);
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector r1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, a, o + 2 * stride + BYTES, ORDER);
            FloatVector ar = r1.add(r2);
            FloatVector ai = i1.add(i2);
            FloatVector br = r1.sub(r2);
            FloatVector bi = i1.sub(i2);
            FloatVector r0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            r0.add(ar).intoMemorySegment(a, o, ORDER);
            i0.add(ai).intoMemorySegment(a, o + BYTES, ORDER);
            FloatVector mr = ar.fma(cos, r0);
            FloatVector mi = ai.fma(cos, i0);
            FloatVector u1 = bi.fma(sin, mr);
            FloatVector v1 = br.fma(minusSin, mi);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(a, o + stride, ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(a, o + stride + BYTES, ORDER);
            FloatVector u2 = bi.fma(minusSin, mr);
            FloatVector v2 = br.fma(sin, mi);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(a, o + 2 * stride, ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(a, o + 2 * stride + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        FloatVector cos = broadcast(FLOAT, COS);
        FloatVector sin = broadcast(FLOAT, SIN);
        FloatVector minusSin = broadcast(FLOAT, -SIN);
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector s1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector r1 = s1.fma(w1, t1.mul(broadcast(FLOAT, w[k + 2])));
            FloatVector i1 = s1.fma(broadcast(FLOAT, w[k + 1]), t1.mul(w1));
            FloatVector s2 = fromMemorySegment(FLOAT, a, o + 2 * stride + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector r2 = s2.fma(w2, t2.mul(broadcast(FLOAT, w[k + 5])));
            FloatVector i2 = s2.fma(broadcast(FLOAT, w[k + 4]), t2.mul(w2));
            FloatVector ar = r1.add(r2);
            FloatVector ai = i1.add(i2);
            FloatVector br = r1.sub(r2);
            FloatVector bi = i1.sub(i2);
            FloatVector r0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o, ORDER);
            r0.add(ar).intoMemorySegment(a, o + BYTES, ORDER);
            i0.add(ai).intoMemorySegment(a, o, ORDER);
            FloatVector mr = ar.fma(cos, r0);
            FloatVector mi = ai.fma(cos, i0);
            bi.fma(sin, mr).intoMemorySegment(a, o + stride + BYTES, ORDER);
            br.fma(minusSin, mi).intoMemorySegment(a, o + stride, ORDER);
            bi.fma(minusSin, mr).intoMemorySegment(a, o + 2 * stride + BYTES, ORDER);
            br.fma(sin, mi).intoMemorySegment(a, o + 2 * stride, ORDER);
        }
    }
}
