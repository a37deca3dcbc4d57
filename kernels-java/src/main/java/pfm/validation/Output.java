package pfm.validation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import pfm.field.ComplexMatrix;
import pfm.field.Field;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;

/**
 * Numbers that a workload computed, as a view of where they lie.
 *
 * @param name      what they are
 * @param precision their width
 * @param parts     where they lie: the real and the imaginary part of a field, else one
 * @param rows      of a plane, of which there may be several one behind the other; 0 where there are none
 * @param columns   of a plane
 */
public record Output(String name, Precision precision, List<MemorySegment> parts, int rows, int columns) {
    /** A field. */
    public static Output of(String name, Field field) {
        return new Output(name, field.precision(), List.of(field.re(), field.im()),
                field.grid().ny(), field.grid().nx());
    }

    /** A matrix. */
    public static Output of(String name, Matrix matrix) {
        return new Output(name, matrix.precision(), List.of(matrix.values()), matrix.rows(),
                matrix.columns());
    }

    /** A complex matrix. */
    public static Output of(String name, ComplexMatrix matrix) {
        return new Output(name, matrix.precision(), List.of(matrix.re().values(), matrix.im().values()),
                matrix.rows(), matrix.columns());
    }

    /** Derivatives. */
    public static Output of(String name, Samples derivatives) {
        Precision precision = switch (derivatives.format()) {
            case FLOAT32 -> Precision.FLOAT32;
            case FLOAT64 -> Precision.FLOAT64;
            case LEVELS8 -> throw new IllegalArgumentException("format of " + name + " must be a float, was LEVELS8");
        };
        return new Output(name, precision, List.of(derivatives.segment()), 0, 0);
    }

    /** Count of numbers in each part. */
    public long count() {
        return parts.getFirst().byteSize() / precision.bytes();
    }

    /** Number {@code index} of a part. */
    public double get(int part, long index) {
        return precision == Precision.FLOAT32
                ? parts.get(part).getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index)
                : parts.get(part).getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index);
    }

    /** Whether every bit is the same as in {@code other}. */
    public boolean sameBits(Output other) {
        boolean same = parts.size() == other.parts.size();
        for (int part = 0; same && part < parts.size(); part++) {
            same = parts.get(part).mismatch(other.parts.get(part)) == -1;
        }
        return same;
    }

    /** Fills every number with NaN, so that one that is not written shows. */
    void poison() {
        parts.forEach(part -> part.fill((byte) 0xFF)); // all bits set is a NaN in either width
    }
}
