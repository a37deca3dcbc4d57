package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import pfm.fft.Stage;

/**
 * The butterflies of one stage over one or more neighbouring parts of a line, as a list: kernels loop over the list, so
 * that short spans run as fast as long ones. Range checks stay in those loops, where they cost nothing: the two
 * arithmetic ports are the limit (radix 8, 512 bits: 20 ns, the time of its 80 operations; 2-core Xeon, 2026-11).
 */
final class Butterflies {
    private final int radix;
    private final int span;
    private final long stride;
    /** Block of the first leg of each butterfly. */
    private final int[] at;
    /** Where its twiddles start in {@link #twiddles}. */
    private final int[] twiddle;
    /** {@code [span][radix − 1]} times (re, im, −im) of w: the third spares a negation. */
    private final float[] twiddles;

    Butterflies(Stage stage, int parts) {
        radix = stage.radix();
        span = stage.span();
        stride = span * Lanes.BLOCK;
        at = new int[parts * span];
        twiddle = new int[parts * span];
        for (int b = 0; b < at.length; b++) {
            at[b] = b / span * radix * span + b % span;
            twiddle[b] = b % span * (radix - 1) * 3;
        }
        twiddles = UnitFactors.scalars(stage.twiddles());
    }

    private Butterflies(Butterflies all, int from, int to) {
        radix = all.radix;
        span = all.span;
        stride = all.stride;
        at = Arrays.copyOfRange(all.at, from, to);
        twiddle = Arrays.copyOfRange(all.twiddle, from, to);
        twiddles = all.twiddles;
    }

    /** Butterflies {@code from … to − 1} of these. */
    Butterflies part(int from, int to) {
        return new Butterflies(this, from, to);
    }

    /** A stage of one point, which does nothing. */
    static Butterflies none() {
        return new Butterflies(new Stage(1, 1, new double[0]), 1);
    }

    int radix() {
        return radix;
    }

    int span() {
        return span;
    }

    /** Whether {@link #filter} works in registers, on any number of butterflies. */
    boolean filtersInRegisters() {
        return span == 1 && (radix == 8 || radix == 4);
    }

    /**
     * {@link #forward} on {@code count} blocks from byte {@code base} on, the product of block k with block
     * {@code row[first + k]} of a table that starts at byte {@code table} of {@code h}, and {@link #inverse}.
     *
     * @param lanes which lane of the table each lane takes
     */
    void filter(MemorySegment a, long base, int count, MemorySegment h, long table, int[] row, int first,
            float[] lanes) {
        if (!filtersInRegisters()) {
            forward(a, base);
            Pointwise.multiplyRows(a, base, count, h, table, row, first, lanes);
            inverse(a, base);
        } else if (radix == 8) {
            Filter8.run(a, base, count / 8, h, table, row, first, lanes);
        } else {
            Filter4.run(a, base, count / 4, h, table, row, first, lanes);
        }
    }

    /** Decimation in frequency on the parts that start at byte {@code base}. */
    void forward(MemorySegment a, long base) {
        switch (radix) {
            case 1 -> { }
            case 2 -> Radix2.forward(a, base, stride, at, twiddle, at.length, twiddles);
            case 3 -> Radix3.forward(a, base, stride, at, twiddle, at.length, twiddles);
            case 4 -> {
                if (span == 1) {
                    Radix4.plain(a, base, Lanes.BYTES, stride, at, at.length);
                } else {
                    Radix4.forward(a, base, stride, at, twiddle, at.length, twiddles);
                }
            }
            case 5 -> Radix5.forward(a, base, stride, at, twiddle, at.length, twiddles);
            case 7 -> Radix7.forward(a, base, stride, at, twiddle, at.length, twiddles);
            case 8 -> {
                if (span == 1) {
                    Radix8.plain(a, base, Lanes.BYTES, stride, at, at.length);
                } else {
                    Radix8.forward(a, base, stride, at, twiddle, at.length, twiddles);
                }
            }
            default -> throw new IllegalStateException("no butterfly of radix " + radix);
        }
    }

    /** The inverse, radix times the identity after {@link #forward}. */
    void inverse(MemorySegment a, long base) {
        switch (radix) {
            case 1 -> { }
            case 2 -> Radix2.inverse(a, base, stride, at, twiddle, at.length, twiddles);
            case 3 -> Radix3.inverse(a, base, stride, at, twiddle, at.length, twiddles);
            case 4 -> {
                if (span == 1) {
                    Radix4.plain(a, base + Lanes.BYTES, -Lanes.BYTES, stride, at, at.length);
                } else {
                    Radix4.inverse(a, base, stride, at, twiddle, at.length, twiddles);
                }
            }
            case 5 -> Radix5.inverse(a, base, stride, at, twiddle, at.length, twiddles);
            case 7 -> Radix7.inverse(a, base, stride, at, twiddle, at.length, twiddles);
            case 8 -> {
                if (span == 1) {
                    Radix8.plain(a, base + Lanes.BYTES, -Lanes.BYTES, stride, at, at.length);
                } else {
                    Radix8.inverse(a, base, stride, at, twiddle, at.length, twiddles);
                }
            }
            default -> throw new IllegalStateException("no butterfly of radix " + radix);
        }
    }
}
