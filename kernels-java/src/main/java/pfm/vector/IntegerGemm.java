package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.Matrix;
import pfm.field.OffHeap;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/**
 * The exact product of a matrix of bytes with rounded vectors: sums of {@link Gemm#DEPTH} products in float32, where
 * they are exact, those added in 32-bit integers. A few vectors meet the bytes themselves, which are read at memory
 * speed; more meet a panel that was unpacked to float32 in cache, in the kernels of {@link Gemm}.
 */
final class IntegerGemm {
    /** From so many vectors on, unpacking pays. */
    private static final int UNPACKED = 4;
    /** Numbers of vectors that are handled together, and most vectors. */
    private static final int FLOATS = 1 << 18;
    private static final int MOST = 256;
    private static final boolean MANY_REGISTERS = Lanes.SHAPE.vectorBitSize() == 512;
    private static final long UNPACKED_BYTES = (long) Gemm.DEPTH * Panels.INPUT_BYTES;

    private final IntegerPanels w;
    private final Workers workers;
    private final int capacity;
    private final float[] x;
    /** Whether a vector has nothing but numbers. */
    private final boolean[] numbers;
    /** A panel of each worker. */
    private final MemorySegment unpacked;
    /** Sums in float32, and in integers, of each worker. */
    private final float[][] parts;
    private final int[][] sums;
    private final Workers.Range rounding = this::round;
    private final Workers.Range few = this::few;
    private final Workers.Range many = this::many;

    private Matrix in;
    private Matrix out;
    private int first;
    private int rows;
    /** Parts that vectors are cut into, where there are fewer panels than workers. */
    private int groups;

    IntegerGemm(IntegerPanels w, Workers workers, Arena arena) {
        this.w = w;
        this.workers = workers;
        this.capacity = Math.clamp(FLOATS / w.inputs, Gemm.ROWS, MOST) / Gemm.ROWS * Gemm.ROWS;
        this.x = new float[Math.toIntExact(Gemm.sizeOfX(capacity, w.inputs))];
        this.numbers = new boolean[capacity];
        this.unpacked = OffHeap.allocate(arena, workers.count() * UNPACKED_BYTES, "unpacked 8-bit weights");
        int widest = Math.max(capacity, (UNPACKED - 1) * IntegerPanels.QUAD) * Panels.WIDTH;
        this.parts = new float[workers.count()][Math.max(Gemm.SCRATCH, IntegerPanels.QUAD * Panels.WIDTH)];
        this.sums = new int[workers.count()][widest];
    }

    /** Sets {@code out[b] = W in[b]}. */
    void multiply(Matrix in, Matrix out) {
        this.in = in;
        this.out = out;
        for (first = 0; first < in.rows(); first += rows) {
            rows = Math.min(capacity, in.rows() - first);
            workers.split(rows, 1 + FLOATS / 8 / w.inputs, rounding);
            if (rows < UNPACKED) {
                workers.split(w.quads(), few);
            } else {
                groups = w.count >= workers.count() ? 1 : Math.clamp(rows / Gemm.ROWS, 1, workers.count());
                workers.split(w.count * groups, many);
            }
        }
    }

    private void round(int worker, int from, int to) {
        for (int row = from; row < to; row++) {
            numbers[row] = true;
            for (int j = 0; j < w.inputs; j += Gemm.DEPTH) {
                int depth = Math.min(Gemm.DEPTH, w.inputs - j);
                int at = Gemm.indexOfX(capacity, row, j);
                MemorySegment.copy(in.values(), ValueLayout.JAVA_FLOAT_UNALIGNED,
                        ((long) (first + row) * w.inputs + j) * Float.BYTES, x, at, depth);
                numbers[row] &= IntegerKernels.round(x, at, depth);
            }
        }
    }

    private void few(int worker, int from, int to) {
        int width = IntegerPanels.QUAD * Panels.WIDTH;
        for (int quad = from; quad < to; quad++) {
            IntegerKernels.clear(sums[worker], 0, rows * width);
            for (int j = 0; j < w.inputs; j += Gemm.DEPTH) {
                int depth = Math.min(Gemm.DEPTH, w.inputs - j);
                for (int row = 0; row < rows; row++) {
                    IntegerKernels.one(w.values, w.at(quad * IntegerPanels.QUAD, j), w.panelBytes(), x,
                            Gemm.indexOfX(capacity, row, j), depth, parts[worker], 0);
                    IntegerKernels.add(parts[worker], 0, width, sums[worker], row * width);
                }
            }
            store(worker, 0, rows, quad * width, width);
        }
    }

    private void many(int worker, int from, int to) {
        int share = Math.ceilDiv(Math.ceilDiv(rows, groups), Gemm.ROWS) * Gemm.ROWS;
        for (int task = from; task < to; task++) {
            int start = task % groups * share;
            int end = Math.min(rows, start + share);
            if (start < end) {
                panel(worker, task / groups, start, end);
            }
        }
    }

    private void panel(int worker, int panel, int start, int end) {
        IntegerKernels.clear(sums[worker], 0, Math.ceilDiv(end - start, Gemm.ROWS) * Gemm.ROWS * Panels.WIDTH);
        long at = worker * UNPACKED_BYTES;
        for (int j = 0; j < w.inputs; j += Gemm.DEPTH) {
            int depth = Math.min(Gemm.DEPTH, w.inputs - j);
            IntegerKernels.unpack(w.values, w.at(panel, j), depth, unpacked, at);
            for (int row = start, step; row < end; row += step) {
                step = MANY_REGISTERS && end - row > 4 ? 8 : 4;
                int xAt = Gemm.indexOfX(capacity, row, j);
                if (step == 8) {
                    GemmKernels.eight(unpacked, at, at, x, xAt, depth, parts[worker], 0, Panels.WIDTH);
                } else {
                    GemmKernels.four(unpacked, at, x, xAt, depth, parts[worker], 0, Panels.WIDTH);
                }
                IntegerKernels.add(parts[worker], 0, step * Panels.WIDTH, sums[worker],
                        (row - start) * Panels.WIDTH);
            }
        }
        store(worker, start, end, panel * Panels.WIDTH, Panels.WIDTH);
    }

    /** Writes outputs from {@code output} on of some vectors. */
    private void store(int worker, int start, int end, int output, int width) {
        int count = Math.min(width, w.outputs - output);
        for (int row = start; row < end; row++) {
            long at = ((long) (first + row) * w.outputs + output) * Float.BYTES;
            if (numbers[row]) {
                IntegerKernels.store(sums[worker], (row - start) * width, count, out.values(), at, parts[worker], 0);
            } else {
                for (int i = 0; i < count; i++) {
                    out.values().set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + (long) i * Float.BYTES, Float.NaN);
                }
            }
        }
    }
}
