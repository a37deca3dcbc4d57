package pfm.field;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Width of the real numbers that a field or a matrix is made of. */
public enum Precision {
    /** 32-bit IEEE: a field of it is complex64, the working precision. */
    FLOAT32(Float.BYTES, 0x1p-24),
    /** 64-bit IEEE: a field of it is complex128, for closed forms, adjoints and gradients. */
    FLOAT64(Double.BYTES, 0x1p-53);

    private final int bytes;
    private final double unitRoundoff;

    Precision(int bytes, double unitRoundoff) {
        this.bytes = bytes;
        this.unitRoundoff = unitRoundoff;
    }

    /** Bytes of one real number. */
    public int bytes() {
        return bytes;
    }

    /** Half the distance from 1 to the next number: the largest relative error of one rounding. */
    public double unitRoundoff() {
        return unitRoundoff;
    }

    double get(MemorySegment segment, long index) {
        return this == FLOAT32
                ? segment.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index)
                : segment.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index);
    }

    void set(MemorySegment segment, long index, double value) {
        if (this == FLOAT32) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index, (float) value);
        } else {
            segment.setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index, value);
        }
    }
}
