package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.simd.SimdConverter;
import pfm.tuning.Tuning;

/**
 * {@link Crossbar} as products of OpenBLAS, on as many of its threads as the {@link Tuning} says, with converters in
 * Java before and after. Without converters the product reads x and writes y where they are.
 */
final class NativeCrossbar extends CrossbarProduct {
    private final Crossbar spec;
    private final Cblas blas;
    private final int threads;
    private final NativeWeights weights;
    /** Null where there are no converters. */
    private final NativeTileBatch tiles;
    private final Runnable product = this::product;
    private final Runnable throughTiles = this::throughTiles;
    private final Runnable adjoint = this::adjoint;

    private Matrix in;
    private Matrix out;

    /** Copies the weights to {@code arena}, in float32. */
    NativeCrossbar(Crossbar spec, Cblas blas, Tuning tuning, Arena arena) {
        this(spec, new EffectiveWeights(spec, tuning.threads(), arena), blas, tuning, arena);
    }

    private NativeCrossbar(Crossbar spec, EffectiveWeights effective, Cblas blas, Tuning tuning, Arena arena) {
        super(spec, effective, arena.scope(), Set.of(Precision.FLOAT32));
        this.spec = spec;
        this.blas = blas;
        this.threads = Math.min(tuning.threads(), blas.mostThreads());
        this.weights = NativeWeights.of(spec, arena);
        this.tiles = spec.isIdeal() ? null : new NativeTileBatch(spec, blas, weights, arena);
        load(effective.matrix());
    }

    @Override
    protected void load(Matrix effective) {
        weights.load(effective, spec.tileInputs());
    }

    @Override
    protected void runSeek() {
        if (tiles != null) {
            tiles.reset();
        }
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        run(tiles == null ? product : throughTiles, x, y);
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        run(adjoint, y, x);
    }

    private void run(Runnable body, Matrix from, Matrix to) {
        in = from;
        out = to;
        blas.onThreads(threads, body);
    }

    private void throughTiles() {
        addRepetitions(tiles.multiply(in, out, firstVector()));
    }

    private void product() {
        multiply(Form.PLAIN);
    }

    private void adjoint() {
        multiply(Form.TRANSPOSED);
    }

    /** As OpenBLAS wants numbers at multiples of their size, others are copied. */
    private void multiply(Form form) {
        try (Arena copies = Arena.ofConfined()) {
            MemorySegment from = isAligned(in) ? in.values() : aligned(in, copies).copyFrom(in.values());
            MemorySegment to = isAligned(out) ? out.values() : aligned(out, copies);
            blas.multiplyRows(weights.weights(), form, new Operand(from, in.rows(), in.columns()),
                    new Operand(to, out.rows(), out.columns()));
            if (spec.outputScale() != 1) {
                scale(to);
            }
            if (to != out.values()) {
                out.values().copyFrom(to);
            }
        }
    }

    private static boolean isAligned(Matrix matrix) {
        return matrix.values().address() % Float.BYTES == 0;
    }

    private static MemorySegment aligned(Matrix matrix, Arena arena) {
        return arena.allocate(matrix.values().byteSize(), Float.BYTES);
    }

    /** After the product, where the specification has it: α of BLAS would make 0 of NaN times 0. */
    private void scale(MemorySegment values) {
        for (int row = 0; row < out.rows(); row++) {
            long at = (long) row * out.columns() * Float.BYTES;
            SimdConverter.convertAndAdd(
                    Converter.IDEAL, values, at, out.columns(), spec.outputScale(), 1, 1, false, values, at);
        }
    }
}
