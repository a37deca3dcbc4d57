package pfm.bindings;

import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Shape;

/**
 * Transforms of one dimension, several at once, of numbers that lie {@code stride} numbers apart.
 *
 * @param length    numbers of a line
 * @param count     lines
 * @param stride    from a number of a line to the next
 * @param distance  from a line to the next
 * @param direction which way
 */
record FftwLines(int length, int count, int stride, int distance, Direction direction) {
    /** Bytes from the first number to the end of the last. */
    long bytes() {
        return 2L * Float.BYTES * ((length - 1L) * stride + (count - 1L) * distance + 1);
    }

    Shape shape() {
        return new Shape(new int[] {length}, count, stride, distance, direction.sign());
    }
}
