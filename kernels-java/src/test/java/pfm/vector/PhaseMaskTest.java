package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.fft.UnitFactors;
import pfm.field.Grid;
import pfm.field.Samples;
import pfm.noise.Philox;
import pfm.optics.Screen;
import pfm.simd.Lanes;

/** Screens on a line of ones against sine, cosine and exponential in double. */
class PhaseMaskTest {
    /** Polynomial 4e-9, the reduced angle 2⁻²⁵ half turns (9.4e-8 rad), the last operations 2 u. */
    private static final double TOLERANCE = 4e-9 + 9.4e-8 + 2 * 0x1p-24;
    /** Two rounded factors, see {@link UnitFactors}, and their product. */
    private static final double LEVEL_TOLERANCE = 2e-7 + 2 * 0x1p-24;

    /** Wider than a register and odd, so that levels end within a word. */
    private static final Grid GRID = new Grid(117, Lanes.COUNT, 1e-6);

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, 100, 1e6, 1e9, 1e15})
    void phasesOfAnySizeTurnAsTheyShould(double largest) {
        for (double scale : new double[] {1, 12.566370614359172, 1e-4}) {
            try (Arena arena = Arena.ofShared()) {
                Samples phase = Samples.of(random((float) largest), arena);
                check(new Screen(0, 0, scale, phase, Optional.empty()), arena);
            }
        }
    }

    @Test
    void phasesAtMultiplesOfAQuarterTurnAreNoExceptions() {
        float[] values = new float[(int) GRID.samples()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i - values.length / 2) * Math.PI / 4);
        }
        try (Arena arena = Arena.ofShared()) {
            check(new Screen(0, 0, 1, Samples.of(values, arena), Optional.empty()), arena);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.01", "-3.25, 0.7", "1e3, 12.9", "0.1, -1e-4", "5, 0"})
    void everyLevelTurnsAsItShould(double min, double step) {
        try (Arena arena = Arena.ofShared()) {
            check(new Screen(0, 0, 1.5, levels(min, step, arena), Optional.empty()), arena);
        }
    }

    @Test
    void attenuationDecaysAndInfinityIsExactlyOpaque() {
        try (Arena arena = Arena.ofShared()) {
            float[] loss = random(40);
            for (int i = 0; i < loss.length; i++) {
                loss[i] = i % 5 == 0 ? Float.POSITIVE_INFINITY : i % 7 == 0 ? 1000 : Math.abs(loss[i]);
            }
            Samples phase = Samples.of(random(10), arena);
            Screen screen = new Screen(0, 0, 1, phase, Optional.of(Samples.of(loss, arena)));
            MemorySegment line = check(screen, arena);
            for (int x = 0; x < GRID.nx(); x++) {
                for (int lane = 0; lane < Lanes.COUNT; lane++) {
                    if (loss[lane * GRID.nx() + x] >= 1000) { // 2⁻¹⁴⁴³ has no normal number either
                        assertEquals(0, Math.abs(get(line, x, lane, 0)));
                        assertEquals(0, Math.abs(get(line, x, lane, 1)));
                    }
                }
            }
        }
    }

    @Test
    void extinctionComesAsLevelsToo() {
        try (Arena arena = Arena.ofShared()) {
            check(new Screen(0, 0, 2, levels(0.1, 0.02, arena), Optional.of(levels(0, 0.05, arena))), arena);
            check(new Screen(0, 0, 2, Samples.of(random(3), arena), Optional.of(levels(0, 0.05, arena))), arena);
        }
    }

    /** Applies a screen to ones and compares; returns the line. */
    private static MemorySegment check(Screen screen, Arena arena) {
        Geometry geometry = Geometry.of(GRID);
        MemorySegment line = arena.allocate(geometry.lineBytes(), 64);
        for (int x = 0; x < GRID.nx(); x++) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                line.set(ValueLayout.JAVA_FLOAT, x * Lanes.BLOCK + 4L * lane, 1);
            }
        }
        PreparedScreen prepared = new PreparedScreen(screen, new float[0], new float[0]);
        MediumRows rows = new MediumRows(geometry, arena);
        prepared.load(geometry, 0, rows);
        prepared.pass(line, 0, 0, 50, rows);
        prepared.pass(line, 0, 50, GRID.nx(), rows);
        double turning = screen.phase().format() == Samples.Format.LEVELS8 ? LEVEL_TOLERANCE : TOLERANCE;
        for (int x = 0; x < GRID.nx(); x++) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                long i = (long) lane * GRID.nx() + x;
                double angle = screen.scale() * screen.phase().get(i);
                double loss = screen.attenuation().map(a -> screen.scale() * a.get(i)).orElse(0.0);
                double modulus = Math.exp(-loss);
                // the exponential's relative error: polynomial 2e-9, reduced exponent 2⁻²⁵ octaves, stored loss rounded
                double rounded = loss < 1e30 ? 0x1p-23 * loss : 0;
                double tolerance = modulus * (turning + 2e-9 + 0x1p-25 + rounded) + 1e-37;
                assertEquals(modulus * Math.cos(angle), get(line, x, lane, 0), tolerance);
                assertEquals(modulus * Math.sin(angle), get(line, x, lane, 1), tolerance);
            }
        }
        return line;
    }

    private static Samples levels(double min, double step, Arena arena) {
        MemorySegment bytes = arena.allocate(GRID.samples());
        for (long i = 0; i < GRID.samples(); i++) {
            bytes.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        return Samples.levels8(bytes, GRID.samples(), min, step, "levels");
    }

    private static float[] random(float largest) {
        float[] values = new float[(int) GRID.samples()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * Philox.uniform(3, 0, i) - 1) * largest;
        }
        return values;
    }

    private static float get(MemorySegment line, int x, int lane, int part) {
        return line.get(ValueLayout.JAVA_FLOAT, x * Lanes.BLOCK + part * Lanes.BYTES + 4L * lane);
    }
}
