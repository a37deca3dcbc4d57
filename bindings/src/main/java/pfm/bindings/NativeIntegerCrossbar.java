package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.field.Matrix;
import pfm.field.OffHeap;
import pfm.field.Precision;
import pfm.simd.SimdIntegers;
import pfm.simd.Workers;

/**
 * A {@link Crossbar} of {@link Arithmetic#INTEGER8}. OpenBLAS has no product of bytes: blocks of them become float32 in
 * cache, whose sums of {@link Arithmetic#EXACT_IN_FLOAT32} products are exact in whatever order OpenBLAS adds them;
 * sums of blocks are 32-bit integers. Each worker has results of its own and calls OpenBLAS on one thread. A product of
 * a few vectors reads the bytes themselves, in Java: to unpack them would take longer than the product.
 */
final class NativeIntegerCrossbar extends CrossbarProduct {
    /** Results of a block. */
    private static final int WIDTH = 64;
    private static final int DEPTH = Arithmetic.EXACT_IN_FLOAT32;
    /** From so many vectors on, unpacking pays. */
    private static final int UNPACKED = 4;
    /** Numbers of vectors that are handled together, and most vectors. */
    private static final int FLOATS = 1 << 20;
    private static final int MOST = 256;

    private final Cblas blas;
    private final Workers workers;
    private final MemorySegment weights;
    /** Vectors that are handled together. */
    private final int capacity;
    private final MemorySegment rounded;
    private final boolean[] numbers;
    private final Scratch[] scratch;
    private final Workers.Range rounding = this::round;
    private final Workers.Range product = this::product;

    private Matrix in;
    private Matrix out;
    private Form form;
    private int first;
    private int rows;

    /** What a worker computes in: a block of weights, its sums, and sums of blocks. */
    private record Scratch(MemorySegment block, MemorySegment parts, MemorySegment sums) {
    }

    NativeIntegerCrossbar(Crossbar spec, Cblas blas, Workers workers, Arena arena) {
        this(spec, new EffectiveWeights(spec, arena), blas, workers, arena);
    }

    private NativeIntegerCrossbar(Crossbar spec, EffectiveWeights effective, Cblas blas, Workers workers,
            Arena arena) {
        super(spec, effective, arena.scope(), Set.of(Precision.FLOAT32));
        this.blas = blas;
        this.workers = workers;
        weights = OffHeap.allocate(arena, (long) outputs() * inputs(), "8-bit weights of a crossbar");
        int longest = Math.max(outputs(), inputs());
        capacity = Math.clamp(FLOATS / longest, 1, MOST);
        rounded = OffHeap.allocate(arena, (long) capacity * longest * Float.BYTES, "vectors of integers");
        numbers = new boolean[capacity];
        scratch = new Scratch[workers.count()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new Scratch(floats(WIDTH * DEPTH, arena), floats(capacity * WIDTH, arena),
                    floats(capacity * WIDTH, arena));
        }
        load(effective.matrix());
    }

    private static MemorySegment floats(long count, Arena arena) {
        return OffHeap.allocate(arena, count * Float.BYTES, "scratch of a crossbar of integers");
    }

    @Override
    protected void load(Matrix effective) {
        for (int i = 0; i < outputs(); i++) {
            for (int j = 0; j < inputs(); j++) {
                weights.set(ValueLayout.JAVA_BYTE, (long) i * inputs() + j, (byte) effective.get(i, j));
            }
        }
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        run(Form.PLAIN, x, y);
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        run(Form.TRANSPOSED, y, x);
    }

    private void run(Form of, Matrix from, Matrix to) {
        form = of;
        in = from;
        out = to;
        for (first = 0; first < in.rows(); first += rows) {
            rows = Math.min(capacity, in.rows() - first);
            workers.split(rows, 1 + FLOATS / 32 / in.columns(), rounding);
            workers.split(Math.ceilDiv(out.columns(), WIDTH), product);
        }
    }

    private void round(int worker, int from, int to) {
        long bytes = (long) in.columns() * Float.BYTES;
        for (int row = from; row < to; row++) {
            numbers[row] = SimdIntegers.round(
                    in.values(), (first + row) * bytes, in.columns(), rounded, row * bytes);
        }
    }

    private void product(int worker, int from, int to) {
        if (form == Form.PLAIN && rows < UNPACKED) {
            few(scratch[worker], from * WIDTH, Math.min(to * WIDTH, outputs()));
            return;
        }
        blas.onThreads(1, () -> {
            for (int part = from; part < to; part++) {
                results(scratch[worker], part * WIDTH, Math.min(WIDTH, out.columns() - part * WIDTH));
            }
        });
    }

    private void few(Scratch s, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int row = 0; row < rows; row++) {
                int sum = 0;
                for (int j = 0; j < inputs(); j += DEPTH) {
                    sum += SimdIntegers.dot(weights, (long) i * inputs() + j, rounded,
                            ((long) row * inputs() + j) * Float.BYTES, Math.min(DEPTH, inputs() - j));
                }
                s.sums.setAtIndex(ValueLayout.JAVA_INT, row, sum);
                store(s, row, row, i, 1);
            }
        }
    }

    /** {@code count} results from {@code result} on, of all vectors. */
    private void results(Scratch s, int result, int count) {
        s.sums.asSlice(0, (long) rows * count * Integer.BYTES).fill((byte) 0);
        for (int j = 0; j < in.columns(); j += DEPTH) {
            int depth = Math.min(DEPTH, in.columns() - j);
            Operand x = new Operand(rounded.asSlice((long) j * Float.BYTES), rows, depth, in.columns());
            boolean plain = form == Form.PLAIN;
            unpack(plain ? result : j, plain ? j : result, plain ? count : depth, plain ? depth : count, s.block);
            Operand w = new Operand(s.block, plain ? count : depth, plain ? depth : count);
            blas.multiplyRows(w, form, x, new Operand(s.parts, rows, count));
            SimdIntegers.add(s.parts, 0, rows * count, s.sums, 0);
        }
        for (int row = 0; row < rows; row++) {
            store(s, (long) row * count, row, result, count);
        }
    }

    /** Writes {@code count} results of a vector, whose sums begin at number {@code sum}. */
    private void store(Scratch s, long sum, int row, int result, int count) {
        long at = ((long) (first + row) * out.columns() + result) * Float.BYTES;
        if (numbers[row]) {
            SimdIntegers.store(s.sums, sum * Integer.BYTES, count, out.values(), at);
            return;
        }
        for (int i = 0; i < count; i++) {
            out.values().set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + (long) i * Float.BYTES, Float.NaN);
        }
    }

    /** Part of the weights in float32, row by row. */
    private void unpack(int row, int column, int height, int width, MemorySegment to) {
        for (int r = 0; r < height; r++) {
            SimdIntegers.unpack(weights, (long) (row + r) * inputs() + column, width,
                    to, (long) r * width * Float.BYTES);
        }
    }
}
