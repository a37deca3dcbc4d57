package pfm.vector;

import java.lang.foreign.MemorySegment;

import pfm.field.Samples;
import pfm.optics.Screen;

/** A {@link Screen} with the numbers that its kernels take, and the window of the absorbing frame. */
final class PreparedScreen {
    /** Bits that a level's factor may have so that its product with any level, 8 bits, is exact in float32. */
    private static final int EXACT_BITS = 16;

    private final Screen screen;
    private final float phaseHigh;
    private final float phaseLow;
    private final float phaseOffset;
    private final float lossHigh;
    private final float lossLow;
    private final float[] windowX;
    private final float[] windowY;

    /**
     * Prepares a screen.
     *
     * @param windowX window of the frame along x, empty without a frame
     * @param windowY window along y, followed by as many numbers as there are lanes
     */
    PreparedScreen(Screen screen, float[] windowX, float[] windowY) {
        this.screen = screen;
        Samples phase = screen.phase();
        boolean levels = phase.format() == Samples.Format.LEVELS8;
        double halfTurns = screen.scale() / Math.PI;
        double factor = levels ? Math.IEEEremainder(halfTurns * phase.step(), 2) : halfTurns;
        phaseHigh = levels ? truncated(factor) : (float) factor;
        phaseLow = (float) (factor - phaseHigh);
        phaseOffset = levels ? (float) Math.IEEEremainder(halfTurns * phase.min(), 2) : 0;
        double octaves = -screen.scale() / Math.log(2);
        lossHigh = (float) octaves;
        lossLow = (float) (octaves - lossHigh);
        this.windowX = windowX;
        this.windowY = windowY;
    }

    /** What was prepared. */
    Screen screen() {
        return screen;
    }

    /** Multiplies the line at the start of {@code line}, rows from {@code firstRow} of the plane, by this screen. */
    void apply(MemorySegment line, Geometry geometry, int rowTile, MediumRows rows) {
        long first = screen.first() + (long) rowTile * Lanes.COUNT * geometry.nx();
        int valid = geometry.rows(rowTile);
        boolean scaled = windowX.length > 0 || screen.attenuation().isPresent();
        if (scaled) {
            moduli(geometry, rowTile, first, valid, rows);
        }
        rows.loadPhases(screen.phase(), first, valid, screen.scale(), phaseHigh);
        MemorySegment memory = rows.memory();
        long phase = MediumRows.PHASE;
        long modulus = rows.modulus();
        int count = geometry.nx();
        if (screen.phase().format() == Samples.Format.LEVELS8) {
            if (scaled) {
                PhaseMask.rotateLevelsAndScale(line, count, memory, phase, modulus, phaseHigh, phaseLow, phaseOffset);
            } else {
                PhaseMask.rotateLevels(line, count, memory, phase, phaseHigh, phaseLow, phaseOffset);
            }
        } else if (scaled) {
            PhaseMask.rotateAndScale(line, count, memory, phase, modulus, phaseHigh, phaseLow);
        } else {
            PhaseMask.rotate(line, count, memory, phase, phaseHigh, phaseLow);
        }
    }

    private void moduli(Geometry geometry, int rowTile, long first, int valid, MediumRows rows) {
        int count = geometry.nx();
        MemorySegment memory = rows.memory();
        boolean lossy = screen.attenuation().isPresent();
        if (lossy) {
            Samples loss = screen.attenuation().get();
            rows.load(loss, first, valid);
            if (loss.format() == Samples.Format.LEVELS8) {
                Modulus.exponentialOfLevels(memory, rows.modulus(), MediumRows.PHASE, count,
                        (float) loss.min(), (float) loss.step(), lossHigh, lossLow);
            } else {
                Modulus.exponential(memory, rows.modulus(), MediumRows.PHASE, count, lossHigh, lossLow);
            }
        }
        if (windowX.length > 0) {
            Modulus.window(memory, rows.modulus(), count, windowX, windowY, rowTile * Lanes.COUNT, lossy);
        }
    }

    /** The leading {@link #EXACT_BITS} bits of a number. */
    private static float truncated(double value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits((float) value) & -(1 << 24 - EXACT_BITS));
    }
}
