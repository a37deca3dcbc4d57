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

/** Butterflies of radix 4, one transform in each lane; see {@link Butterflies}. */
final class Radix4 {
    private Radix4() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(long base, long stride, int[] list, int count, float[] w) {
        long origin = base & ADDRESS;
        long h1 = half(stride);
        long h3 = half(3 * stride);
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector ar = r0.add(r2);
            FloatVector ai = i0.add(i2);
            FloatVector br = r0.sub(r2);
            FloatVector bi = i0.sub(i2);
            FloatVector r1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1), ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector cr = r1.add(r3);
            FloatVector ci = i1.add(i3);
            FloatVector dr = r1.sub(r3);
            FloatVector di = i1.sub(i3);
            ar.add(cr).intoMemorySegment(MEMORY, o, ORDER);
            ai.add(ci).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            FloatVector u2 = ar.sub(cr);
            FloatVector v2 = ai.sub(ci);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector u1 = br.add(di);
            FloatVector v1 = bi.sub(dr);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector u3 = br.sub(di);
            FloatVector v3 = bi.add(dr);
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
        for (int b = 0; b < count; b++) {
            long o = origin + (list[2 * b] & OFFSET);
            int k = list[2 * b + 1];
            FloatVector r0 = fromMemorySegment(FLOAT, MEMORY, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, MEMORY, o, ORDER);
            FloatVector s2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2) + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 2), ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector v2 = broadcast(FLOAT, w[k + 4]);
            FloatVector r2 = s2.mul(w2).sub(t2.mul(v2));
            FloatVector i2 = s2.fma(v2, t2.mul(w2));
            FloatVector ar = r0.add(r2);
            FloatVector ai = i0.add(i2);
            FloatVector br = r0.sub(r2);
            FloatVector bi = i0.sub(i2);
            FloatVector s1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1) + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, MEMORY, o + (h1 << 1), ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector v1 = broadcast(FLOAT, w[k + 1]);
            FloatVector r1 = s1.mul(w1).sub(t1.mul(v1));
            FloatVector i1 = s1.fma(v1, t1.mul(w1));
            FloatVector s3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1) + BYTES, ORDER);
            FloatVector t3 = fromMemorySegment(FLOAT, MEMORY, o + (h3 << 1), ORDER);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            FloatVector v3 = broadcast(FLOAT, w[k + 7]);
            FloatVector r3 = s3.mul(w3).sub(t3.mul(v3));
            FloatVector i3 = s3.fma(v3, t3.mul(w3));
            FloatVector cr = r1.add(r3);
            FloatVector ci = i1.add(i3);
            FloatVector dr = r1.sub(r3);
            FloatVector di = i1.sub(i3);
            ar.add(cr).intoMemorySegment(MEMORY, o + BYTES, ORDER);
            ai.add(ci).intoMemorySegment(MEMORY, o, ORDER);
            ar.sub(cr).intoMemorySegment(MEMORY, o + (h1 << 2) + BYTES, ORDER);
            ai.sub(ci).intoMemorySegment(MEMORY, o + (h1 << 2), ORDER);
            br.add(di).intoMemorySegment(MEMORY, o + (h1 << 1) + BYTES, ORDER);
            bi.sub(dr).intoMemorySegment(MEMORY, o + (h1 << 1), ORDER);
            br.sub(di).intoMemorySegment(MEMORY, o + (h3 << 1) + BYTES, ORDER);
            bi.add(dr).intoMemorySegment(MEMORY, o + (h3 << 1), ORDER);
        }
    }
}
