package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

import pfm.fft.Stage;
import pfm.fft.UnitFactors;
import pfm.simd.Lanes;

/**
 * The butterflies of one stage over one or more neighbouring parts of a line, as a list: kernels loop over the list, so
 * that short spans run as fast as long ones.
 */
final class Butterflies {
    private final int radix;
    private final int span;
    private final long stride;
    /** For each butterfly, the byte where its first leg starts, and where its twiddles start in {@link #twiddles}. */
    private final int[] list;
    private final int count;
    /** {@code [span][radix − 1]} times (re, im, −im) of w: the third spares a negation. */
    private final float[] twiddles;
    /** Bytes that the butterflies reach. */
    private final long reach;

    Butterflies(Stage stage, int parts) {
        this(stage.radix(), stage.span(), list(stage, parts), UnitFactors.scalars(stage.twiddles()));
    }

    private Butterflies(int radix, int span, int[] list, float[] twiddles) {
        this.radix = radix;
        this.span = span;
        this.list = list;
        this.twiddles = twiddles;
        stride = span * Lanes.BLOCK;
        count = list.length / 2;
        reach = list[list.length - 2] + (radix - 1) * stride + Lanes.BLOCK;
        if (reach > RawMemory.REACH) {
            throw new IllegalArgumentException("a line must be at most " + RawMemory.REACH + " bytes, was " + reach);
        }
    }

    private static int[] list(Stage stage, int parts) {
        int span = stage.span();
        int[] list = new int[2 * parts * span];
        for (int b = 0; b < parts * span; b++) {
            list[2 * b] = Math.toIntExact((b / span * stage.radix() * span + b % span) * Lanes.BLOCK);
            list[2 * b + 1] = b % span * (stage.radix() - 1) * 3;
        }
        return list;
    }

    /** Butterflies {@code from … to − 1} of these. */
    Butterflies part(int from, int to) {
        return new Butterflies(radix, span, Arrays.copyOfRange(list, 2 * from, 2 * to), twiddles);
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
     * @param entries blocks of the table, more than any row
     * @param lanes   which lane of the table each lane takes
     */
    void filter(MemorySegment a, long base, int count, MemorySegment h, long table, int entries, int[] row, int first,
            float[] lanes) {
        if (!filtersInRegisters()) {
            forward(a, base);
            Pointwise.multiplyRows(a, base, count, h, table, row, first, lanes);
            inverse(a, base);
            return;
        }
        long o = RawMemory.address(a, base, count * Lanes.BLOCK);
        long factors = RawMemory.address(h, table, entries * Lanes.BLOCK);
        if (radix == 8) {
            Filter8.run(o, count / 8, factors, row, first, lanes);
        } else {
            Filter4.run(o, count / 4, factors, row, first, lanes);
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(h);
    }

    /** Decimation in frequency on the parts that start at byte {@code base}. */
    void forward(MemorySegment a, long base) {
        long o = RawMemory.address(a, base, reach);
        switch (radix) {
            case 1 -> { }
            case 2 -> Radix2.forward(o, stride, list, count, twiddles);
            case 3 -> Radix3.forward(o, stride, list, count, twiddles);
            case 4 -> {
                if (span == 1) {
                    PlainButterflies.radix4(o, Lanes.BYTES, count);
                } else {
                    Radix4.forward(o, stride, list, count, twiddles);
                }
            }
            case 5 -> Radix5.forward(o, stride, list, count, twiddles);
            case 7 -> Radix7.forward(o, stride, list, count, twiddles);
            case 8 -> {
                if (span == 1) {
                    PlainButterflies.radix8(o, Lanes.BYTES, count);
                } else {
                    Radix8.forward(o, stride, list, count, twiddles);
                }
            }
            default -> throw new IllegalStateException("no butterfly of radix " + radix);
        }
        Reference.reachabilityFence(a);
    }

    /** The inverse, radix times the identity after {@link #forward}. */
    void inverse(MemorySegment a, long base) {
        long o = RawMemory.address(a, base, reach);
        switch (radix) {
            case 1 -> { }
            case 2 -> Radix2.inverse(o, stride, list, count, twiddles);
            case 3 -> Radix3.inverse(o, stride, list, count, twiddles);
            case 4 -> {
                if (span == 1) {
                    PlainButterflies.radix4(o + Lanes.BYTES, -Lanes.BYTES, count);
                } else {
                    Radix4.inverse(o, stride, list, count, twiddles);
                }
            }
            case 5 -> Radix5.inverse(o, stride, list, count, twiddles);
            case 7 -> Radix7.inverse(o, stride, list, count, twiddles);
            case 8 -> {
                if (span == 1) {
                    PlainButterflies.radix8(o + Lanes.BYTES, -Lanes.BYTES, count);
                } else {
                    Radix8.inverse(o, stride, list, count, twiddles);
                }
            }
            default -> throw new IllegalStateException("no butterfly of radix " + radix);
        }
        Reference.reachabilityFence(a);
    }
}
