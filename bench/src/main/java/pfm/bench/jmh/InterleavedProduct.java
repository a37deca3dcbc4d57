package pfm.bench.jmh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Products of interleaved complex float32 numbers, which transform libraries leave to their users. */
final class InterleavedProduct {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();
    private static final VectorShuffle<Float> EXCHANGED = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
    private static final VectorShuffle<Float> REAL = VectorShuffle.fromOp(SPECIES, lane -> lane & ~1);
    private static final VectorShuffle<Float> IMAGINARY = VectorShuffle.fromOp(SPECIES, lane -> lane | 1);
    private static final FloatVector SIGN = FloatVector.fromArray(SPECIES, signs(), 0);

    private InterleavedProduct() {
    }

    private static float[] signs() {
        float[] signs = new float[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            signs[lane] = lane % 2 == 0 ? -1 : 1;
        }
        return signs;
    }

    /** {@code u[i] ← u[i]·w[i]} for the complex numbers {@code from ≤ i < to}. */
    static void multiply(MemorySegment u, MemorySegment w, long from, long to) {
        MemorySegment target = part(u, from, to);
        MemorySegment factors = part(w, from, to);
        int floats = (int) (2 * (to - from));
        int i = 0;
        for (; i < SPECIES.loopBound(floats); i += LANES) {
            long at = 4L * i;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, target, at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, factors, at, ORDER);
            a.fma(b.rearrange(REAL), a.rearrange(EXCHANGED).mul(b.rearrange(IMAGINARY).mul(SIGN)))
                    .intoMemorySegment(target, at, ORDER);
        }
        for (; i < floats; i += 2) {
            float ar = get(target, i);
            float ai = get(target, i + 1);
            float br = get(factors, i);
            float bi = get(factors, i + 1);
            target.setAtIndex(ValueLayout.JAVA_FLOAT, i, ar * br - ai * bi);
            target.setAtIndex(ValueLayout.JAVA_FLOAT, i + 1, ar * bi + ai * br);
        }
    }

    private static MemorySegment part(MemorySegment numbers, long from, long to) {
        return numbers.asSlice(8 * from, 8 * (to - from));
    }

    private static float get(MemorySegment numbers, int index) {
        return numbers.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }
}
