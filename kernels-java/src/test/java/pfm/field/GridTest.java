package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Positions and frequencies of samples. */
class GridTest {
    @Test
    void positionsAreZeroAtTheMiddle() {
        Grid grid = new Grid(4, 5, 0.5, 0.25);
        assertEquals(-1, grid.positionX(0));
        assertEquals(0, grid.positionX(2));
        assertEquals(-0.5, grid.positionY(0));
        assertEquals(0.5, grid.positionY(4));
        assertEquals(20, grid.samples());
    }

    @Test
    void frequenciesAreThoseOfFftfreq() {
        Grid grid = new Grid(4, 5, 0.5, 0.1);
        double[] x = {0, 0.5, -1, -0.5}; // numpy.fft.fftfreq(4, 0.5)
        double[] y = {0, 2, 4, -4, -2}; // numpy.fft.fftfreq(5, 0.1)
        for (int k = 0; k < 4; k++) {
            assertEquals(x[k], grid.frequencyX(k));
        }
        for (int k = 0; k < 5; k++) {
            assertEquals(y[k], grid.frequencyY(k));
        }
    }

    @Test
    void countsAndPitchOutOfRangeAreRefused() {
        assertMessage("nx must be in [1, 1048576], was 0", () -> new Grid(0, 4, 1e-6));
        assertMessage("ny must be in [1, 1048576], was -4", () -> new Grid(4, -4, 1e-6));
        assertMessage("nx must be in [1, 1048576], was 1048577", () -> new Grid(1048577, 4, 1e-6));
        assertMessage("pitch along x must be in [1.0E-10, 1.0] m, was 8.0", () -> new Grid(4, 4, 8)); // 8 µm was meant
        assertMessage("pitch along y must be in [1.0E-10, 1.0] m, was NaN", () -> new Grid(4, 4, 1e-6, Double.NaN));
        assertMessage("pitch along y must be in [1.0E-10, 1.0] m, was 0.0", () -> new Grid(4, 4, 1e-6, 0));
    }

    @Test
    void aGridSaysItsSizeAndPitch() {
        assertEquals("4x5 at 1.0E-6 m", new Grid(4, 5, 1e-6).toString());
        assertEquals("4x5 at 1.0E-6 x 2.0E-6 m", new Grid(4, 5, 1e-6, 2e-6).toString());
    }

    private static void assertMessage(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
