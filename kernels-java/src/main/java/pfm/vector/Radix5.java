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

/** Butterflies of radix 5, one transform in each lane; see {@link Butterflies}. */
final class Radix5 {
    private static final float COS1 = (float) Math.cos(2 * Math.PI / 5);
    private static final float COS2 = (float) Math.cos(4 * Math.PI / 5);
    private static final float SIN1 = (float) Math.sin(2 * Math.PI / 5);
    private static final float SIN2 = (float) Math.sin(4 * Math.PI / 5);

    private Radix5() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        long h3 = half(3 * stride);
        FloatVector cos1 = broadcast(FLOAT, COS1);
        FloatVector cos2 = broadcast(FLOAT, COS2);
        FloatVector sin1 = broadcast(FLOAT, SIN1);
        FloatVector sin2 = broadcast(FLOAT, SIN2);
        FloatVector minusSin1 = broadcast(FLOAT, -SIN1);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector r4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3), ORDER);
            FloatVector i4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3) + BYTES, ORDER);
            FloatVector ar = r1.add(r4);
            FloatVector ai = i1.add(i4);
            FloatVector br = r1.sub(r4);
            FloatVector bi = i1.sub(i4);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1), ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector cr = r2.add(r3);
            FloatVector ci = i2.add(i3);
            FloatVector dr = r2.sub(r3);
            FloatVector di = i2.sub(i3);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            r0.add(ar.add(cr)).intoMemorySegment(MEMORY, o, ORDER);
            i0.add(ai.add(ci)).intoMemorySegment(MEMORY, o + BYTES, ORDER);
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
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector u4 = mr.sub(pi);
            FloatVector v4 = mi.add(pr);
            FloatVector w4 = broadcast(FLOAT, w[k + 9]);
            u4.fma(w4, v4.mul(broadcast(FLOAT, w[k + 11]))).intoMemorySegment(MEMORY, o + (h1 << 3), ORDER);
            u4.fma(broadcast(FLOAT, w[k + 10]), v4.mul(w4)).intoMemorySegment(MEMORY, o + (h1 << 3) + BYTES, ORDER);
            FloatVector u2 = nr.add(qi);
            FloatVector v2 = ni.sub(qr);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector u3 = nr.sub(qi);
            FloatVector v3 = ni.add(qr);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            u3.fma(w3, v3.mul(broadcast(FLOAT, w[k + 8]))).intoMemorySegment(MEMORY, o + (h3 << 1), ORDER);
            u3.fma(broadcast(FLOAT, w[k + 7]), v3.mul(w3)).intoMemorySegment(MEMORY, o + (h3 << 1) + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        long h3 = half(3 * stride);
        FloatVector cos1 = broadcast(FLOAT, COS1);
        FloatVector cos2 = broadcast(FLOAT, COS2);
        FloatVector sin1 = broadcast(FLOAT, SIN1);
        FloatVector sin2 = broadcast(FLOAT, SIN2);
        FloatVector minusSin1 = broadcast(FLOAT, -SIN1);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector s1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector v1 = broadcast(FLOAT, w[k + 1]);
            FloatVector r1 = s1.mul(w1).sub(t1.mul(v1));
            FloatVector i1 = s1.fma(v1, t1.mul(w1));
            FloatVector s4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3) + BYTES, ORDER);
            FloatVector t4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3), ORDER);
            FloatVector w4 = broadcast(FLOAT, w[k + 9]);
            FloatVector v4 = broadcast(FLOAT, w[k + 10]);
            FloatVector r4 = s4.mul(w4).sub(t4.mul(v4));
            FloatVector i4 = s4.fma(v4, t4.mul(w4));
            FloatVector ar = r1.add(r4);
            FloatVector ai = i1.add(i4);
            FloatVector br = r1.sub(r4);
            FloatVector bi = i1.sub(i4);
            FloatVector s2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector v2 = broadcast(FLOAT, w[k + 4]);
            FloatVector r2 = s2.mul(w2).sub(t2.mul(v2));
            FloatVector i2 = s2.fma(v2, t2.mul(w2));
            FloatVector s3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector t3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1), ORDER);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            FloatVector v3 = broadcast(FLOAT, w[k + 7]);
            FloatVector r3 = s3.mul(w3).sub(t3.mul(v3));
            FloatVector i3 = s3.fma(v3, t3.mul(w3));
            FloatVector cr = r2.add(r3);
            FloatVector ci = i2.add(i3);
            FloatVector dr = r2.sub(r3);
            FloatVector di = i2.sub(i3);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            r0.add(ar.add(cr)).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            i0.add(ai.add(ci)).intoMemorySegment(MEMORY, o, ORDER);
            FloatVector mr = cr.fma(cos2, ar.fma(cos1, r0));
            FloatVector mi = ci.fma(cos2, ai.fma(cos1, i0));
            FloatVector nr = cr.fma(cos1, ar.fma(cos2, r0));
            FloatVector ni = ci.fma(cos1, ai.fma(cos2, i0));
            FloatVector pr = dr.fma(sin2, br.mul(sin1));
            FloatVector pi = di.fma(sin2, bi.mul(sin1));
            FloatVector qr = dr.fma(minusSin1, br.mul(sin2));
            FloatVector qi = di.fma(minusSin1, bi.mul(sin2));
            mr.add(pi).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            mi.sub(pr).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            mr.sub(pi).intoMemorySegment(MEMORY, o + (h1 << 3) + BYTES, ORDER);
            mi.add(pr).intoMemorySegment(MEMORY, o + (h1 << 3), ORDER);
            nr.add(qi).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            ni.sub(qr).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            nr.sub(qi).intoMemorySegment(MEMORY, o + (h3 << 1) + BYTES, ORDER);
            ni.add(qr).intoMemorySegment(MEMORY, o + (h3 << 1), ORDER);
        }
    }
}
