package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/** Butterflies of radix 4, one transform in each lane; see {@link Butterflies}. */
final class Radix4 {
    private Radix4() {
    }

    /** Decimation in frequency: butterfly, then twiddles. */
    static void forward(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector r0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, a, o + 2 * stride + BYTES, ORDER);
            FloatVector ar = r0.add(r2);
            FloatVector ai = i0.add(i2);
            FloatVector br = r0.sub(r2);
            FloatVector bi = i0.sub(i2);
            FloatVector r1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, a, o + 3 * stride, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, a, o + 3 * stride + BYTES, ORDER);
            FloatVector cr = r1.add(r3);
            FloatVector ci = i1.add(i3);
            FloatVector dr = r1.sub(r3);
            FloatVector di = i1.sub(i3);
            ar.add(cr).intoMemorySegment(a, o, ORDER);
            ai.add(ci).intoMemorySegment(a, o + BYTES, ORDER);
            FloatVector u2 = ar.sub(cr);
            FloatVector v2 = ai.sub(ci);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            u2.fma(w2, v2.mul(broadcast(FLOAT, w[k + 5]))).intoMemorySegment(a, o + 2 * stride, ORDER);
            u2.fma(broadcast(FLOAT, w[k + 4]), v2.mul(w2)).intoMemorySegment(a, o + 2 * stride + BYTES, ORDER);
            FloatVector u1 = br.add(di);
            FloatVector v1 = bi.sub(dr);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            u1.fma(w1, v1.mul(broadcast(FLOAT, w[k + 2]))).intoMemorySegment(a, o + stride, ORDER);
            u1.fma(broadcast(FLOAT, w[k + 1]), v1.mul(w1)).intoMemorySegment(a, o + stride + BYTES, ORDER);
            FloatVector u3 = br.sub(di);
            FloatVector v3 = bi.add(dr);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            u3.fma(w3, v3.mul(broadcast(FLOAT, w[k + 8]))).intoMemorySegment(a, o + 3 * stride, ORDER);
            u3.fma(broadcast(FLOAT, w[k + 7]), v3.mul(w3)).intoMemorySegment(a, o + 3 * stride + BYTES, ORDER);
        }
    }

    /** Its inverse, decimation in time: conjugate twiddles, then the conjugate butterfly. */
    static void inverse(MemorySegment a, long base, long stride, int[] at, int[] twiddle, int count, float[] w) {
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            int k = twiddle[b];
            FloatVector r0 = fromMemorySegment(FLOAT, a, o + BYTES, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector s2 = fromMemorySegment(FLOAT, a, o + 2 * stride + BYTES, ORDER);
            FloatVector t2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector w2 = broadcast(FLOAT, w[k + 3]);
            FloatVector r2 = s2.fma(w2, t2.mul(broadcast(FLOAT, w[k + 5])));
            FloatVector i2 = s2.fma(broadcast(FLOAT, w[k + 4]), t2.mul(w2));
            FloatVector ar = r0.add(r2);
            FloatVector ai = i0.add(i2);
            FloatVector br = r0.sub(r2);
            FloatVector bi = i0.sub(i2);
            FloatVector s1 = fromMemorySegment(FLOAT, a, o + stride + BYTES, ORDER);
            FloatVector t1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector w1 = broadcast(FLOAT, w[k]);
            FloatVector r1 = s1.fma(w1, t1.mul(broadcast(FLOAT, w[k + 2])));
            FloatVector i1 = s1.fma(broadcast(FLOAT, w[k + 1]), t1.mul(w1));
            FloatVector s3 = fromMemorySegment(FLOAT, a, o + 3 * stride + BYTES, ORDER);
            FloatVector t3 = fromMemorySegment(FLOAT, a, o + 3 * stride, ORDER);
            FloatVector w3 = broadcast(FLOAT, w[k + 6]);
            FloatVector r3 = s3.fma(w3, t3.mul(broadcast(FLOAT, w[k + 8])));
            FloatVector i3 = s3.fma(broadcast(FLOAT, w[k + 7]), t3.mul(w3));
            FloatVector cr = r1.add(r3);
            FloatVector ci = i1.add(i3);
            FloatVector dr = r1.sub(r3);
            FloatVector di = i1.sub(i3);
            ar.add(cr).intoMemorySegment(a, o + BYTES, ORDER);
            ai.add(ci).intoMemorySegment(a, o, ORDER);
            ar.sub(cr).intoMemorySegment(a, o + 2 * stride + BYTES, ORDER);
            ai.sub(ci).intoMemorySegment(a, o + 2 * stride, ORDER);
            br.add(di).intoMemorySegment(a, o + stride + BYTES, ORDER);
            bi.sub(dr).intoMemorySegment(a, o + stride, ORDER);
            br.sub(di).intoMemorySegment(a, o + 3 * stride + BYTES, ORDER);
            bi.add(dr).intoMemorySegment(a, o + 3 * stride, ORDER);
        }
    }

    /** The butterfly alone; conjugate if {@code base} names the imaginary part and {@code imaginary} leads back. */
    static void plain(MemorySegment a, long base, long imaginary, long stride, int[] at, int count) {
        for (int b = 0; b < count; b++) {
            long o = base + at[b] * Lanes.BLOCK;
            FloatVector r0 = fromMemorySegment(FLOAT, a, o, ORDER);
            FloatVector i0 = fromMemorySegment(FLOAT, a, o + imaginary, ORDER);
            FloatVector r2 = fromMemorySegment(FLOAT, a, o + 2 * stride, ORDER);
            FloatVector i2 = fromMemorySegment(FLOAT, a, o + 2 * stride + imaginary, ORDER);
            FloatVector ar = r0.add(r2);
            FloatVector ai = i0.add(i2);
            FloatVector br = r0.sub(r2);
            FloatVector bi = i0.sub(i2);
            FloatVector r1 = fromMemorySegment(FLOAT, a, o + stride, ORDER);
            FloatVector i1 = fromMemorySegment(FLOAT, a, o + stride + imaginary, ORDER);
            FloatVector r3 = fromMemorySegment(FLOAT, a, o + 3 * stride, ORDER);
            FloatVector i3 = fromMemorySegment(FLOAT, a, o + 3 * stride + imaginary, ORDER);
            FloatVector cr = r1.add(r3);
            FloatVector ci = i1.add(i3);
            FloatVector dr = r1.sub(r3);
            FloatVector di = i1.sub(i3);
            ar.add(cr).intoMemorySegment(a, o, ORDER);
            ai.add(ci).intoMemorySegment(a, o + imaginary, ORDER);
            ar.sub(cr).intoMemorySegment(a, o + 2 * stride, ORDER);
            ai.sub(ci).intoMemorySegment(a, o + 2 * stride + imaginary, ORDER);
            br.add(di).intoMemorySegment(a, o + stride, ORDER);
            bi.sub(dr).intoMemorySegment(a, o + stride + imaginary, ORDER);
            br.sub(di).intoMemorySegment(a, o + 3 * stride, ORDER);
            bi.add(dr).intoMemorySegment(a, o + 3 * stride + imaginary, ORDER);
        }
    }
}
