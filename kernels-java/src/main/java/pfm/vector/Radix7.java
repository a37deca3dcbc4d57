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

/** Butterflies of radix 7, one transform in each lane; see {@link Butterflies}. */
final class Radix7 {
    private static final float COS1 = (float) Math.cos(2 * Math.PI / 7);
    private static final float COS2 = (float) Math.cos(4 * Math.PI / 7);
    private static final float COS3 = (float) Math.cos(6 * Math.PI / 7);
    private static final float SIN1 = (float) Math.sin(2 * Math.PI / 7);
    private static final float SIN2 = (float) Math.sin(4 * Math.PI / 7);
    private static final float SIN3 = (float) Math.sin(6 * Math.PI / 7);

    private Radix7() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        long h3 = half(3 * stride);
        long h5 = half(5 * stride);
        FloatVector cos1 = broadcast(FLOAT, COS1);
        FloatVector cos2 = broadcast(FLOAT, COS2);
        FloatVector cos3 = broadcast(FLOAT, COS3);
        FloatVector sin1 = broadcast(FLOAT, SIN1);
        FloatVector sin2 = broadcast(FLOAT, SIN2);
        FloatVector sin3 = broadcast(FLOAT, SIN3);
        FloatVector minusSin1 = broadcast(FLOAT, -SIN1);
        FloatVector minusSin3 = broadcast(FLOAT, -SIN3);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector r6 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 2), ORDER);
            FloatVector i6 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 2) + BYTES, ORDER);
            FloatVector ar = r1.add(r6);
            FloatVector ai = i1.add(i6);
            FloatVector br = r1.sub(r6);
            FloatVector bi = i1.sub(i6);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector r5 = fromMemorySegment(FLOAT, MEMORY, o + (h5 << 1), ORDER);
            FloatVector i5 = fromMemorySegment(FLOAT, MEMORY, o + (h5 << 1) + BYTES, ORDER);
            FloatVector cr = r2.add(r5);
            FloatVector ci = i2.add(i5);
            FloatVector dr = r2.sub(r5);
            FloatVector di = i2.sub(i5);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1), ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector r4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3), ORDER);
            FloatVector i4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3) + BYTES, ORDER);
            FloatVector er = r3.add(r4);
            FloatVector ei = i3.add(i4);
            FloatVector fr = r3.sub(r4);
            FloatVector fi = i3.sub(i4);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            r0.add(ar.add(cr.add(er))).intoMemorySegment(MEMORY, o, ORDER);
            i0.add(ai.add(ci.add(ei))).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            FloatVector gr = er.fma(cos3, cr.fma(cos2, ar.fma(cos1, r0)));
            FloatVector gi = ei.fma(cos3, ci.fma(cos2, ai.fma(cos1, i0)));
            FloatVector xr = fr.fma(sin3, dr.fma(sin2, br.mul(sin1)));
            FloatVector xi = fi.fma(sin3, di.fma(sin2, bi.mul(sin1)));
            FloatVector u1 = gr.add(xi);
            FloatVector v1 = gi.sub(xr);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector u6 = gr.sub(xi);
            FloatVector v6 = gi.add(xr);
            FloatVector w6 = broadcast(FLOAT, w[k + 15]);
            u6.fma(w6, v6.mul(broadcast(FLOAT, w[k + 17]))).intoMemorySegment(MEMORY, o + (h3 << 2), ORDER);
            u6.fma(broadcast(FLOAT, w[k + 16]), v6.mul(w6)).intoMemorySegment(MEMORY, o + (h3 << 2) + BYTES, ORDER);
            FloatVector hr = er.fma(cos1, cr.fma(cos3, ar.fma(cos2, r0)));
            FloatVector hi = ei.fma(cos1, ci.fma(cos3, ai.fma(cos2, i0)));
            FloatVector yr = fr.fma(minusSin1, dr.fma(minusSin3, br.mul(sin2)));
            FloatVector yi = fi.fma(minusSin1, di.fma(minusSin3, bi.mul(sin2)));
            FloatVector u2 = hr.add(yi);
            FloatVector v2 = hi.sub(yr);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector u5 = hr.sub(yi);
            FloatVector v5 = hi.add(yr);
            FloatVector w5 = broadcast(FLOAT, w[k + 12]);
            u5.fma(w5, v5.mul(broadcast(FLOAT, w[k + 14]))).intoMemorySegment(MEMORY, o + (h5 << 1), ORDER);
            u5.fma(broadcast(FLOAT, w[k + 13]), v5.mul(w5)).intoMemorySegment(MEMORY, o + (h5 << 1) + BYTES, ORDER);
            FloatVector lr = er.fma(cos2, cr.fma(cos1, ar.fma(cos3, r0)));
            FloatVector li = ei.fma(cos2, ci.fma(cos1, ai.fma(cos3, i0)));
            FloatVector zr = fr.fma(sin2, dr.fma(minusSin1, br.mul(sin3)));
            FloatVector zi = fi.fma(sin2, di.fma(minusSin1, bi.mul(sin3)));
            FloatVector u3 = lr.add(zi);
            FloatVector v3 = li.sub(zr);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            u3.fma(w3, v3.mul(broadcast(FLOAT, w[k + 8]))).intoMemorySegment(MEMORY, o + (h3 << 1), ORDER);
            u3.fma(broadcast(FLOAT, w[k + 7]), v3.mul(w3)).intoMemorySegment(MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector u4 = lr.sub(zi);
            FloatVector v4 = li.add(zr);
            FloatVector w4 = broadcast(FLOAT, w[k + 9]);
            u4.fma(w4, v4.mul(broadcast(FLOAT, w[k + 11]))).intoMemorySegment(MEMORY, o + (h1 << 3), ORDER);
            u4.fma(broadcast(FLOAT, w[k + 10]), v4.mul(w4)).intoMemorySegment(MEMORY, o + (h1 << 3) + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        long h3 = half(3 * stride);
        long h5 = half(5 * stride);
        FloatVector cos1 = broadcast(FLOAT, COS1);
        FloatVector cos2 = broadcast(FLOAT, COS2);
        FloatVector cos3 = broadcast(FLOAT, COS3);
        FloatVector sin1 = broadcast(FLOAT, SIN1);
        FloatVector sin2 = broadcast(FLOAT, SIN2);
        FloatVector sin3 = broadcast(FLOAT, SIN3);
        FloatVector minusSin1 = broadcast(FLOAT, -SIN1);
        FloatVector minusSin3 = broadcast(FLOAT, -SIN3);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector s1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector v1 = broadcast(FLOAT, w[k + 1]);
            FloatVector r1 = s1.mul(w1).sub(t1.mul(v1));
            FloatVector i1 = s1.fma(v1, t1.mul(w1));
            FloatVector s6 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 2) + BYTES, ORDER);
            FloatVector t6 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 2), ORDER);
            FloatVector w6 = broadcast(FLOAT, w[k + 15]);
            FloatVector v6 = broadcast(FLOAT, w[k + 16]);
            FloatVector r6 = s6.mul(w6).sub(t6.mul(v6));
            FloatVector i6 = s6.fma(v6, t6.mul(w6));
            FloatVector ar = r1.add(r6);
            FloatVector ai = i1.add(i6);
            FloatVector br = r1.sub(r6);
            FloatVector bi = i1.sub(i6);
            FloatVector s2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector v2 = broadcast(FLOAT, w[k + 4]);
            FloatVector r2 = s2.mul(w2).sub(t2.mul(v2));
            FloatVector i2 = s2.fma(v2, t2.mul(w2));
            FloatVector s5 = fromMemorySegment(FLOAT, MEMORY, o + (h5 << 1) + BYTES, ORDER);
            FloatVector t5 = fromMemorySegment(FLOAT, MEMORY, o + (h5 << 1), ORDER);
            FloatVector w5 = broadcast(FLOAT, w[k + 12]);
            FloatVector v5 = broadcast(FLOAT, w[k + 13]);
            FloatVector r5 = s5.mul(w5).sub(t5.mul(v5));
            FloatVector i5 = s5.fma(v5, t5.mul(w5));
            FloatVector cr = r2.add(r5);
            FloatVector ci = i2.add(i5);
            FloatVector dr = r2.sub(r5);
            FloatVector di = i2.sub(i5);
            FloatVector s3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector t3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1), ORDER);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            FloatVector v3 = broadcast(FLOAT, w[k + 7]);
            FloatVector r3 = s3.mul(w3).sub(t3.mul(v3));
            FloatVector i3 = s3.fma(v3, t3.mul(w3));
            FloatVector s4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3) + BYTES, ORDER);
            FloatVector t4 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 3), ORDER);
            FloatVector w4 = broadcast(FLOAT, w[k + 9]);
            FloatVector v4 = broadcast(FLOAT, w[k + 10]);
            FloatVector r4 = s4.mul(w4).sub(t4.mul(v4));
            FloatVector i4 = s4.fma(v4, t4.mul(w4));
            FloatVector er = r3.add(r4);
            FloatVector ei = i3.add(i4);
            FloatVector fr = r3.sub(r4);
            FloatVector fi = i3.sub(i4);
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            r0.add(ar.add(cr.add(er))).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            i0.add(ai.add(ci.add(ei))).intoMemorySegment(MEMORY, o, ORDER);
            FloatVector gr = er.fma(cos3, cr.fma(cos2, ar.fma(cos1, r0)));
            FloatVector gi = ei.fma(cos3, ci.fma(cos2, ai.fma(cos1, i0)));
            FloatVector xr = fr.fma(sin3, dr.fma(sin2, br.mul(sin1)));
            FloatVector xi = fi.fma(sin3, di.fma(sin2, bi.mul(sin1)));
            gr.add(xi).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            gi.sub(xr).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            gr.sub(xi).intoMemorySegment(MEMORY, o + (h3 << 2) + BYTES, ORDER);
            gi.add(xr).intoMemorySegment(MEMORY, o + (h3 << 2), ORDER);
            FloatVector hr = er.fma(cos1, cr.fma(cos3, ar.fma(cos2, r0)));
            FloatVector hi = ei.fma(cos1, ci.fma(cos3, ai.fma(cos2, i0)));
            FloatVector yr = fr.fma(minusSin1, dr.fma(minusSin3, br.mul(sin2)));
            FloatVector yi = fi.fma(minusSin1, di.fma(minusSin3, bi.mul(sin2)));
            hr.add(yi).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            hi.sub(yr).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            hr.sub(yi).intoMemorySegment(MEMORY, o + (h5 << 1) + BYTES, ORDER);
            hi.add(yr).intoMemorySegment(MEMORY, o + (h5 << 1), ORDER);
            FloatVector lr = er.fma(cos2, cr.fma(cos1, ar.fma(cos3, r0)));
            FloatVector li = ei.fma(cos2, ci.fma(cos1, ai.fma(cos3, i0)));
            FloatVector zr = fr.fma(sin2, dr.fma(minusSin1, br.mul(sin3)));
            FloatVector zi = fi.fma(sin2, di.fma(minusSin1, bi.mul(sin3)));
            lr.add(zi).intoMemorySegment(MEMORY, o + (h3 << 1) + BYTES, ORDER);
            li.sub(zr).intoMemorySegment(MEMORY, o + (h3 << 1), ORDER);
            lr.sub(zi).intoMemorySegment(MEMORY, o + (h1 << 3) + BYTES, ORDER);
            li.add(zr).intoMemorySegment(MEMORY, o + (h1 << 3), ORDER);
        }
    }
}
