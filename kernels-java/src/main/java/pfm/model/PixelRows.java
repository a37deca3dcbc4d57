package pfm.model;

import java.lang.foreign.ValueLayout;

import pfm.field.Matrix;

/** Images as vectors: brightness 0 … 255 becomes 0 … 1. */
final class PixelRows {
    private PixelRows() {
    }

    /** Fills the rows of {@code target} with the images {@code chosen[first], …}, as many as there are; zeros after. */
    static void fill(LabelledImages images, int[] chosen, int first, Matrix target) {
        int pixels = target.columns();
        for (int row = 0; row < target.rows(); row++) {
            boolean given = first + row < chosen.length;
            int at = given ? chosen[first + row] * pixels : 0;
            for (int i = 0; i < pixels; i++) {
                float value = given ? (images.pixels()[at + i] & 0xFF) / 255f : 0;
                target.values().setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) row * pixels + i, value);
            }
        }
    }
}
