package pfm.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.InsufficientMemoryException;

/** One complex plane in float64, row-major. */
final class Plane {
    final int nx;
    final int ny;
    final double[] re;
    final double[] im;

    Plane(Grid grid) {
        this.nx = grid.nx();
        this.ny = grid.ny();
        try {
            this.re = new double[Math.toIntExact(grid.samples())];
            this.im = new double[re.length];
        } catch (OutOfMemoryError | ArithmeticException e) {
            throw new InsufficientMemoryException("a float64 plane of " + grid, grid.samples() * 2 * Double.BYTES,
                    "the Java heap did not give it", "start java with a larger -Xmx, or use a smaller grid");
        }
    }

    void load(Field field, int item) {
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                re[y * nx + x] = field.re(item, y, x);
                im[y * nx + x] = field.im(item, y, x);
            }
        }
    }

    void store(Field field, int item) {
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                field.set(item, y, x, re[y * nx + x], im[y * nx + x]);
            }
        }
    }

    /** Writes the real parts, then the imaginary ones. */
    void save(MemorySegment memory) {
        MemorySegment.copy(re, 0, memory, ValueLayout.JAVA_DOUBLE, 0, re.length);
        MemorySegment.copy(im, 0, memory, ValueLayout.JAVA_DOUBLE, 8L * re.length, im.length);
    }

    /** Reads what {@link #save} wrote. */
    void restore(MemorySegment memory) {
        MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, 0, re, 0, re.length);
        MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, 8L * re.length, im, 0, im.length);
    }

    void copyFrom(Plane other) {
        System.arraycopy(other.re, 0, re, 0, re.length);
        System.arraycopy(other.im, 0, im, 0, im.length);
    }

    /** Multiplies sample i by {@code a + ib}. */
    void multiply(int i, double a, double b) {
        double real = re[i] * a - im[i] * b;
        im[i] = re[i] * b + im[i] * a;
        re[i] = real;
    }
}
