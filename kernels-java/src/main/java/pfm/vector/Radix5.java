package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/** Butterflies of radix 5, one transform in each lane; see {@link Butterflies}. */
final class Radix5 {
    private static final float COS1 = (float) Math.cos(2 * Math.PI / 5);
    private static final float COS2 = (float) Math.cos(4 * Math.PI / 5);
    private static final float SIN1 = (float) Math.sin(2 * Math.PI / 5);
    private static final float SIN2 = (float) Math.sin(4 * Math.PI / 5);

    private Radix5() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        FloatVector cos1 = broadcast(FLOAT, COS1);
        FloatVector cos2 = broadcast(FLOAT, COS2);
        FloatVector sin1 = broadcast(FLOAT, SIN1);
        FloatVector sin2 = broadcast(FLOAT, SIN2);
        FloatVector minusSin1 = broadcast(FLOAT, -SIN1);
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector r1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector r4 = fromMemorySegment(FLOAT, a, o + 4 * stride, ORDER);
            FloatVector i4 = fromMemorySegment(FLOAT, a, o + 4 * stride + BYTES, ORDER);
            FloatVector ar = r1.add(r4);
            FloatVector ai = i1.add(i4);
            FloatVector br = r1.sub(r4);
            FloatVector bi = i1.sub(i4);
            FloatVector r2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, a, o + 2 * stride + BYTES, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, a, o + 3 * stride, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, a, o + 3 * stride + BYTES, ORDER);
            FloatVector cr = r2.add(r3);
            FloatVector ci = i2.add(i3);
            FloatVector dr = r2.sub(r3);
            FloatVector di = i2.sub(i3);
            FloatVector r0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            r0.add(ar.add(cr)).intoMemorySegment(a, o, ORDER);
            i0.add(ai.add(ci)).intoMemorySegment(a, o + BYTES, ORDER);
            FloatVector mr = cr.fma(cos2, ar.fma(cos1, r0));
            FloatVector mi = ci.fma(cos2, ai.fma(cos1, i0));
            FloatVector nr = cr.fma(cos1, ar.fma(cos2, r0));
            FloatVector ni = ci.fma(cos1, ai.fma(cos2, i0));
            FloatVector pr = dr.fma(sin2, br.mul(sin1));
            FloatVector pi = di.fma(sin2, bi.mul(sin1));
            FloatVector qr = dr.fma(minusSin1, br.mul(sin2));
            FloatVector qi = di.fma(minusSin1, bi.mul(sin2));
            FloatVector u1 = mr.add(pi);
            FloatVector v1 = mi.sub(pr);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(a, o + stride, ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(a, o + stride + BYTES, ORDER);
            FloatVector u4 = mr.sub(pi);
            FloatVector v4 = mi.add(pr);
            FloatVector w4 = broadcast(FLOAT, w[k + 9]);
            u4.fma(w4, v4.mul(broadcast(FLOAT, w[k + 11]))).intoMemorySegment(a, o + 4 * stride, ORDER);
            u4.fma(broadcast(FLOAT, w[k + 10]), v4.mul(w4)).intoMemorySegment(a, o + 4 * stride + BYTES, ORDER);
            FloatVector u2 = nr.add(qi);
            FloatVector v2 = ni.sub(qr);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(a, o + 2 * stride, ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(a, o + 2 * stride + BYTES, ORDER);
            FloatVector u3 = nr.sub(qi);
            FloatVector v3 = ni.add(qr);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            u3.fma(w3, v3.mul(broadcast(FLOAT, w[k + 8]))).intoMemorySegment(a, o + 3 * stride, ORDER);
            u3.fma(broadcast(FLOAT, w[k + 7]), v3.mul(w3)).intoMemorySegment(a, o + 3 * stride + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        FloatVector cos1 = broadcast(FLOAT, COS1);
        FloatVector cos2 = broadcast(FLOAT, COS2);
        FloatVector sin1 = broadcast(FLOAT, SIN1);
        FloatVector sin2 = broadcast(FLOAT, SIN2);
        FloatVector minusSin1 = broadcast(FLOAT, -SIN1);
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector s1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector r1 = s1.fma(w1, t1.mul(broadcast(FLOAT, w[k + 2])));
            FloatVector i1 = s1.fma(broadcast(FLOAT, w[k + 1]), t1.mul(w1));
            FloatVector s4 = fromMemorySegment(FLOAT, a, o + 4 * stride + BYTES, ORDER);
            FloatVector t4 = fromMemorySegment(FLOAT, a, o + 4 * stride, ORDER);
            FloatVector w4 = broadcast(FLOAT, w[k + 9]);
            FloatVector r4 = s4.fma(w4, t4.mul(broadcast(FLOAT, w[k + 11])));
            FloatVector i4 = s4.fma(broadcast(FLOAT, w[k + 10]), t4.mul(w4));
            FloatVector ar = r1.add(r4);
            FloatVector ai = i1.add(i4);
            FloatVector br = r1.sub(r4);
            FloatVector bi = i1.sub(i4);
            FloatVector s2 = fromMemorySegment(FLOAT, a, o + 2 * stride + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector r2 = s2.fma(w2, t2.mul(broadcast(FLOAT, w[k + 5])));
            FloatVector i2 = s2.fma(broadcast(FLOAT, w[k + 4]), t2.mul(w2));
            FloatVector s3 = fromMemorySegment(FLOAT, a, o + 3 * stride + BYTES, ORDER);
            FloatVector t3 = fromMemorySegment(FLOAT, a, o + 3 * stride, ORDER);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            FloatVector r3 = s3.fma(w3, t3.mul(broadcast(FLOAT, w[k + 8])));
            FloatVector i3 = s3.fma(broadcast(FLOAT, w[k + 7]), t3.mul(w3));
            FloatVector cr = r2.add(r3);
            FloatVector ci = i2.add(i3);
            FloatVector dr = r2.sub(r3);
            FloatVector di = i2.sub(i3);
            FloatVector r0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o, ORDER);
            r0.add(ar.add(cr)).intoMemorySegment(a, o + BYTES, ORDER);
            i0.add(ai.add(ci)).intoMemorySegment(a, o, ORDER);
            FloatVector mr = cr.fma(cos2, ar.fma(cos1, r0));
            FloatVector mi = ci.fma(cos2, ai.fma(cos1, i0));
            FloatVector nr = cr.fma(cos1, ar.fma(cos2, r0));
            FloatVector ni = ci.fma(cos1, ai.fma(cos2, i0));
            FloatVector pr = dr.fma(sin2, br.mul(sin1));
            FloatVector pi = di.fma(sin2, bi.mul(sin1));
            FloatVector qr = dr.fma(minusSin1, br.mul(sin2));
            FloatVector qi = di.fma(minusSin1, bi.mul(sin2));
            mr.add(pi).intoMemorySegment(a, o + stride + BYTES, ORDER);
            mi.sub(pr).intoMemorySegment(a, o + stride, ORDER);
            mr.sub(pi).intoMemorySegment(a, o + 4 * stride + BYTES, ORDER);
            mi.add(pr).intoMemorySegment(a, o + 4 * stride, ORDER);
            nr.add(qi).intoMemorySegment(a, o + 2 * stride + BYTES, ORDER);
            ni.sub(qr).intoMemorySegment(a, o + 2 * stride, ORDER);
            nr.sub(qi).intoMemorySegment(a, o + 3 * stride + BYTES, ORDER);
            ni.add(qr).intoMemorySegment(a, o + 3 * stride, ORDER);
        }
    }
}
