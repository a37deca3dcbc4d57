package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.bindings.Cblas.Operand;
import pfm.field.Matrix;
import pfm.field.OffHeap;

/**
 * The weights of a crossbar as OpenBLAS takes them, and what else the sums of its tiles need,
 * {@code [outputs][inputs]}.
 *
 * @param weights   W
 * @param magnitude |W|; null where nothing needs it
 * @param far       what of W the voltage drop takes; null where nothing needs it
 */
record NativeWeights(Operand weights, Operand magnitude, Operand far) {
    /** Room for them in {@code arena}. */
    static NativeWeights of(Crossbar spec, Arena arena) {
        boolean drops = spec.tile().effects().irDrop() != 0;
        boolean reads = spec.tile().effects().readsSquares();
        return new NativeWeights(operand(spec, arena), drops || reads ? operand(spec, arena) : null,
                drops ? operand(spec, arena) : null);
    }

    private static Operand operand(Crossbar spec, Arena arena) {
        long bytes = (long) spec.outputs() * spec.inputs() * Float.BYTES;
        return new Operand(OffHeap.allocate(arena, bytes, "weights of a crossbar"), spec.outputs(), spec.inputs());
    }

    /** Takes over these weights. */
    void load(Matrix w, int tileInputs) {
        w.copyTo(weights.values());
        float[] row = new float[w.columns()];
        for (int i = 0; i < w.rows(); i++) {
            w.copy(i, 0, row.length, row);
            for (int j = 0; j < row.length; j++) {
                long at = (long) i * row.length + j;
                if (magnitude != null) {
                    magnitude.values().setAtIndex(ValueLayout.JAVA_FLOAT, at, Math.abs(row[j]));
                }
                if (far != null) {
                    int first = j - j % tileInputs;
                    double part = EffectiveWeights.drop(j - first, Math.min(tileInputs, row.length - first));
                    far.values().setAtIndex(ValueLayout.JAVA_FLOAT, at, (float) (row[j] * part));
                }
            }
        }
    }
}
