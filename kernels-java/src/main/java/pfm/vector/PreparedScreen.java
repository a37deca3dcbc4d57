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
    /** Of a mask, or null. */
    private final Aperture aperture;

    /** A screen that lets light through anywhere; see the other constructor. */
    PreparedScreen(Screen screen, float[] windowX, float[] windowY) {
        this(screen, windowX, windowY, null);
    }

    /**
     * Prepares a screen.
     *
     * @param windowX window of the frame along x, empty without a frame
     * @param windowY window along y, followed by as many numbers as there are lanes
     * @param aperture where a mask lets light through; null for a screen that does so anywhere
     */
    PreparedScreen(Screen screen, float[] windowX, float[] windowY, Aperture aperture) {
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
        this.aperture = aperture;
    }

    /** What was prepared. */
    Screen screen() {
        return screen;
    }

    /** Whether its medium is looked at before any run. */
    boolean hasAperture() {
        return aperture != null;
    }

    /** Takes over the medium of a row tile into the aperture; {@code line} is scratch memory. */
    void prepare(MemorySegment line, Geometry geometry, int rowTile, MediumRows rows) {
        for (int x = 0; x < geometry.nx(); x++) {
            Lanes.all(1f).intoMemorySegment(line, x * Lanes.BLOCK, Lanes.ORDER);
            Lanes.all(0f).intoMemorySegment(line, x * Lanes.BLOCK + Lanes.BYTES, Lanes.ORDER);
        }
        apply(line, geometry, rowTile, rows);
        aperture.prepare(line, rowTile);
    }

    /** Whether no light passes a row tile. */
    boolean isOpaque(int rowTile) {
        return aperture != null && aperture.from(rowTile) == aperture.to(rowTile);
    }

    /** The first column of a row tile that light passes. */
    int from(int rowTile) {
        return aperture == null ? 0 : aperture.from(rowTile);
    }

    /** The column after the last one of a row tile that light passes; {@code nx} if it passes all. */
    int to(int rowTile, int nx) {
        return aperture == null ? nx : aperture.to(rowTile);
    }

    /** Multiplies columns {@code from … to − 1} of a line, which lie in the aperture, and perhaps others. */
    void pass(MemorySegment line, int from, int to, Geometry geometry, int rowTile, MediumRows rows) {
        if (aperture != null && aperture.hasFactors()) {
            aperture.apply(line, rowTile, from, to);
        } else {
            apply(line, geometry, rowTile, rows);
        }
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
