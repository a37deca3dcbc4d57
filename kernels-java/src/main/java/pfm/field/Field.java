package pfm.field;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

import pfm.quantity.Require;

/**
 * A batch of complex planes on one grid, off-heap: a real plane and an imaginary plane per item, row-major
 * {@code [batch][ny][nx]}, dense. The caller's arena owns the memory; every thread may use it.
 */
public final class Field {
    /**
     * The imaginary part starts this far from the real one, modulo a page: planes at equal page offsets share cache
     * sets and halve the speed of a loop over both (2-core Zen 4, 2026-11).
     */
    private static final long PLANE_OFFSET = 2048;
    private static final long PAGE = 4096;

    private final Grid grid;
    private final int batch;
    private final Precision precision;
    private final MemorySegment re;
    private final MemorySegment im;

    private Field(Grid grid, int batch, Precision precision, MemorySegment re, MemorySegment im) {
        this.grid = grid;
        this.batch = batch;
        this.precision = precision;
        this.re = re;
        this.im = im;
    }

    /** A complex64 field of zeros. */
    public static Field zeros(Grid grid, int batch, Arena arena) {
        return zeros(grid, batch, Precision.FLOAT32, arena);
    }

    /**
     * A field of zeros.
     *
     * @throws InsufficientMemoryException if there is no memory for it
     */
    public static Field zeros(Grid grid, int batch, Precision precision, Arena arena) {
        Require.inRange("batch", 1, Integer.MAX_VALUE, batch);
        long bytes = OffHeap.bytes(grid.samples(), batch, precision);
        String purpose = "a field of " + batch + " x " + grid;
        if (GuardPages.asked().isPresent()) { // neither plane may be left, not even for the other
            return of(grid, batch, precision,
                    OffHeap.allocate(arena, bytes, purpose), OffHeap.allocate(arena, bytes, purpose));
        }
        long imaginaryAt = Math.ceilDiv(bytes, PAGE) * PAGE + PLANE_OFFSET;
        MemorySegment both = OffHeap.allocate(arena, imaginaryAt + bytes, purpose);
        return of(grid, batch, precision, both.asSlice(0, bytes), both.asSlice(imaginaryAt, bytes));
    }

    /**
     * A field over memory of the caller, used without a copy.
     *
     * @param re real part, {@code [batch][ny][nx]}, native and usable by every thread
     * @param im imaginary part, likewise
     */
    public static Field of(Grid grid, int batch, Precision precision, MemorySegment re, MemorySegment im) {
        Require.inRange("batch", 1, Integer.MAX_VALUE, batch);
        long bytes = OffHeap.bytes(grid.samples(), batch, precision);
        OffHeap.shared("real part of the field", re, bytes);
        OffHeap.shared("imaginary part of the field", im, bytes);
        return new Field(grid, batch, precision, re.asSlice(0, bytes), im.asSlice(0, bytes));
    }

    /** The grid of every plane. */
    public Grid grid() {
        return grid;
    }

    /** Planes in this field. */
    public int batch() {
        return batch;
    }

    /** Width of the numbers. */
    public Precision precision() {
        return precision;
    }

    /** The real part, {@code [batch][ny][nx]}. */
    public MemorySegment re() {
        return re;
    }

    /** The imaginary part, {@code [batch][ny][nx]}. */
    public MemorySegment im() {
        return im;
    }

    /** Items {@code first … first + count − 1} as a field over the same memory. */
    public Field items(int first, int count) {
        Require.inRange("first item", 0, batch - 1, first);
        Require.inRange("count of items", 1, batch - first, count);
        long plane = grid.samples() * precision.bytes();
        return new Field(grid, count, precision,
                re.asSlice(first * plane, count * plane), im.asSlice(first * plane, count * plane));
    }

    /** Real part of sample (x, y) of an item. For tests and edges: kernels read the segments. */
    public double re(int item, int y, int x) {
        return precision.get(re, index(item, y, x));
    }

    /** Imaginary part of sample (x, y) of an item. */
    public double im(int item, int y, int x) {
        return precision.get(im, index(item, y, x));
    }

    /** Sets sample (x, y) of an item. */
    public void set(int item, int y, int x, double real, double imaginary) {
        long i = index(item, y, x);
        precision.set(re, i, real);
        precision.set(im, i, imaginary);
    }

    /** Sets samples {@code (x, y), (x + 1, y) …} of an item to real numbers. */
    public void setRow(int item, int y, int x, float[] real) {
        long first = index(item, y, x);
        Objects.checkFromIndexSize(x, real.length, grid.nx());
        if (precision == Precision.FLOAT32) {
            MemorySegment.copy(real, 0, re, ValueLayout.JAVA_FLOAT_UNALIGNED, first * Float.BYTES, real.length);
        } else {
            for (int i = 0; i < real.length; i++) {
                precision.set(re, first + i, real[i]);
            }
        }
        im.asSlice(first * precision.bytes(), (long) real.length * precision.bytes()).fill((byte) 0);
    }

    /** Takes over the samples of {@code other}, rounded where this field is narrower. */
    public void copyFrom(Field other) {
        Require.equal("grid of the field to copy", grid, other.grid);
        Require.equal("batch of the field to copy", batch, other.batch);
        if (precision == other.precision) {
            re.copyFrom(other.re);
            im.copyFrom(other.im);
            return;
        }
        long samples = grid.samples() * batch;
        for (long i = 0; i < samples; i++) {
            precision.set(re, i, other.precision.get(other.re, i));
            precision.set(im, i, other.precision.get(other.im, i));
        }
    }

    /** A copy with numbers of another width. */
    public Field as(Precision other, Arena arena) {
        Field copy = zeros(grid, batch, other, arena);
        copy.copyFrom(this);
        return copy;
    }

    /** Sum of |u|² over the samples of one item: its power in units of the field squared times sample area. */
    public double power(int item) {
        double sum = 0;
        for (int y = 0; y < grid.ny(); y++) {
            sum += rowPower(item, y, 0, grid.nx());
        }
        return sum;
    }

    /** Sum of |u|² over samples {@code (x, y) … (x + count − 1, y)} of an item. */
    public double rowPower(int item, int y, int x, int count) {
        long first = index(item, y, x);
        Objects.checkFromIndexSize(x, count, grid.nx());
        return precision == Precision.FLOAT32 ? singlePower(first, count) : doublePower(first, count);
    }

    private double singlePower(long first, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double real = re.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + i);
            double imaginary = im.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + i);
            sum += real * real + imaginary * imaginary;
        }
        return sum;
    }

    private double doublePower(long first, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double real = re.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, first + i);
            double imaginary = im.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, first + i);
            sum += real * real + imaginary * imaginary;
        }
        return sum;
    }

    /**
     * Checks that every sample is a number.
     *
     * @throws IllegalArgumentException that names the first sample that is NaN or infinite
     */
    public Field requireFinite(String quantity) {
        long samples = grid.samples() * batch;
        for (long i = 0; i < samples; i++) {
            double real = precision.get(re, i);
            double imaginary = precision.get(im, i);
            if (!Double.isFinite(real) || !Double.isFinite(imaginary)) {
                long plane = i % grid.samples();
                throw new IllegalArgumentException(quantity + " must be finite everywhere, was " + real + " + "
                        + imaginary + "i at [" + i / grid.samples() + ", " + plane / grid.nx() + ", "
                        + plane % grid.nx() + "]");
            }
        }
        return this;
    }

    private long index(int item, int y, int x) {
        Objects.checkIndex(item, batch);
        Objects.checkIndex(y, grid.ny());
        Objects.checkIndex(x, grid.nx());
        return ((long) item * grid.ny() + y) * grid.nx() + x;
    }
}
