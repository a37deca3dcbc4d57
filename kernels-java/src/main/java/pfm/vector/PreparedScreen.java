package pfm.vector;

import java.lang.foreign.MemorySegment;

import pfm.field.Samples;
import pfm.optics.Screen;
import pfm.simd.Lanes;

/** A {@link Screen} with the numbers that its kernels take, and the window of the absorbing frame. */
final class PreparedScreen {
    private final Screen screen;
    private final boolean scaled;
    /** Factors of 8-bit levels; null where phases are floats. */
    private final LevelMask levels;
    private final float phaseHigh;
    private final float phaseLow;
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
        this.windowX = windowX;
        this.windowY = windowY;
        scaled = windowX.length > 0 || screen.attenuation().isPresent();
        Samples phase = screen.phase();
        levels = phase.format() == Samples.Format.LEVELS8
                ? new LevelMask(screen.scale() * phase.min(), screen.scale() * phase.step()) : null;
        double halfTurns = screen.scale() / Math.PI;
        phaseHigh = (float) halfTurns;
        phaseLow = (float) (halfTurns - phaseHigh);
        double octaves = -screen.scale() / Math.log(2);
        lossHigh = (float) octaves;
        lossLow = (float) (octaves - lossHigh);
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

    /** Whether its medium is read at every run; else its factors are. */
    boolean readsMedium() {
        return aperture == null || !aperture.hasFactors();
    }

    /** Takes over the medium of a row tile into the aperture; {@code line} is scratch memory. */
    void prepare(MemorySegment line, Geometry geometry, int rowTile, MediumRows rows) {
        for (int x = 0; x < geometry.nx(); x++) {
            Lanes.all(1f).intoMemorySegment(line, x * Lanes.BLOCK, Lanes.ORDER);
            Lanes.all(0f).intoMemorySegment(line, x * Lanes.BLOCK + Lanes.BYTES, Lanes.ORDER);
        }
        read(geometry, rowTile, rows);
        apply(line, 0, geometry.nx(), rows);
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

    /** Reads what {@link #pass} needs of a row tile into {@code rows}. */
    void load(Geometry geometry, int rowTile, MediumRows rows) {
        if (readsMedium()) {
            read(geometry, rowTile, rows);
        }
    }

    /** Multiplies columns {@code from … to − 1}, which lie in the aperture, of the row tile loaded last. */
    void pass(MemorySegment line, int rowTile, int from, int to, MediumRows rows) {
        if (readsMedium()) {
            apply(line, from, to, rows);
        } else {
            aperture.apply(line, rowTile, from, to);
        }
    }

    private void read(Geometry geometry, int rowTile, MediumRows rows) {
        long first = screen.first() + (long) rowTile * Lanes.COUNT * geometry.nx();
        int valid = geometry.rows(rowTile);
        if (scaled) {
            moduli(geometry, rowTile, first, valid, rows);
        }
        rows.loadPhases(screen.phase(), first, valid, screen.scale());
    }

    private void apply(MemorySegment line, int from, int to, MediumRows rows) {
        MemorySegment memory = rows.memory();
        long phase = MediumRows.PHASE;
        long modulus = rows.modulus();
        if (levels != null) {
            if (scaled) {
                levels.rotateAndScale(line, from, to, memory, phase, modulus);
            } else {
                levels.rotate(line, from, to, memory, phase);
            }
        } else if (scaled) {
            PhaseMask.rotateAndScale(line, from, to, memory, phase, modulus, phaseHigh, phaseLow);
        } else {
            PhaseMask.rotate(line, from, to, memory, phase, phaseHigh, phaseLow);
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
}
