package pfm.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import pfm.energy.FoundationModel.Assumptions;
import pfm.energy.FoundationModel.Layers;

class FoundationModelTest {
    /** Within half a unit of the second digit. */
    private static void assertTwoDigits(double expected, double actual) {
        double unit = Math.pow(10, Math.floor(Math.log10(expected)) - 1);
        assertEquals(expected, actual, 0.5 * unit);
    }

    private static FoundationModel of(double parameters) {
        return new FoundationModel(parameters, 1e-6, 1e-6, 1.45, 0.002, 8, 0.1, 8192, Assumptions.USUAL);
    }

    @Test
    void fourSizesOfModels() {
        double[][] table = { // parameters, side, nL/c, J/token with electronics between, optical inside, digital
            {1e9, 1e-3, 4.8e-12, 1.1e-6, 3.3e-7, 7.1e-4}, {1e12, 1e-2, 4.8e-11, 1.1e-4, 4.2e-7, 0.71},
            {1e15, 0.1, 4.8e-10, 1.1e-2, 4.4e-6, 710}, {1e18, 1, 4.8e-9, 1.1, 3.5e-4, 7.1e5}};
        for (double[] row : table) {
            FoundationModel m = of(row[0]);
            assertEquals(row[1], m.side(), 1e-12);
            assertTwoDigits(row[2], m.latency());
            assertTwoDigits(row[3], m.energy(Layers.ELECTRONICS_BETWEEN));
            assertTwoDigits(row[4], m.energy(Layers.OPTICAL_INSIDE));
            assertTwoDigits(row[5], m.digital());
        }
    }

    @Test
    void aCentimetreOfGlassByHand() {
        FoundationModel m = of(1e12);
        assertEquals(98304, m.photonsOfAReadOut());
        assertEquals(1.59e-4, m.indexTolerance(), 1e-6); // 0.1 / (2π/1e-6 · 1e-4)
        assertEquals(0.628, m.thermalPhase(), 1e-3);
        assertEquals(0.159, m.temperatureTolerance(), 1e-3);
        assertEquals(6.333e-3, m.meanFreePath(), 1e-6); // 1 / (3.948e13 · 4e-6 · 1e-6)
        assertEquals(12 * m.depth() * m.width() * m.width(), 1e12, 1e3);
        assertEquals(1 + 6 * m.width() / 8192, m.attentionCap(), 1e-12);
        // 9·172·22014 samples of 98304 photons, 1.986e-19 J each, a tenth of which arrives
        assertEquals(3.407e7 * 98304 * 1.9864e-19 / 0.1, m.light(Layers.ELECTRONICS_BETWEEN), 2e-9);
        double parts = m.light(Layers.OPTICAL_INSIDE) + m.converters(Layers.OPTICAL_INSIDE)
                + m.nonlinearities(Layers.OPTICAL_INSIDE);
        assertEquals(parts, m.energy(Layers.OPTICAL_INSIDE), 1e-18);
    }

    @Test
    void aCubicMillimetreIsSimulated() {
        SimulationCost cost = new SimulationCost(1e-3, 1e-6, 1);
        assertEquals(4000, Math.sqrt(cost.plane()), 1e-6);
        assertEquals(2000, cost.slices(), 1e-6);
        assertEquals(3.2e10, cost.updates(), 1);
        assertEquals(8.7e12, cost.flops() * Math.pow(4096.0 / 4000, 2), 0.1e12); // as planned for 4096² x 2000
        assertEquals(3.2, cost.seconds(1e10), 1e-9);
        assertEquals(3.2 * 3 * 500, cost.designSeconds(1e10, 500), 1e-6);
        assertEquals(8 * 1.6e7 + 1e9, cost.bytes(1e9), 1);
        assertEquals(3 * cost.updates(), new SimulationCost(1e-3, 1e-6, 3).updates(), 1);
    }

    @Test
    void nodesAreAsFastAsMemoryOrNetwork() {
        assertEquals(3.3e12 * 0.5 / 33, SimulationCost.rate(1, 3.3e12, 0.5, 1), 1);
        assertEquals(4 * 3.3e12 * 0.5 / 33, SimulationCost.rate(4, 3.3e12, 0.5, 1e15), 1);
        assertEquals(4 * 1.6e10 / 16, SimulationCost.rate(4, 3.3e12, 0.5, 1.6e10), 1);
    }

    @Test
    void implausibleMagnitudesAreRefused() {
        assertRefused("voxel pitch must be in [1.0E-9, 1.0] m, was 1000.0", () ->
                new FoundationModel(1e9, 1000, 1e-6, 1.45, 0.01, 8, 0.1, 1, Assumptions.USUAL));
        assertRefused("parameters must be in", () ->
                new FoundationModel(0, 1e-6, 1e-6, 1.45, 0.01, 8, 0.1, 1, Assumptions.USUAL));
        assertRefused("efficiency must be in", () ->
                new FoundationModel(1e9, 1e-6, 1e-6, 1.45, 0.01, 8, 2, 1, Assumptions.USUAL));
        assertRefused("rate must be in", () -> new SimulationCost(1e-3, 1e-6, 1).seconds(0));
    }

    private static void assertRefused(String part, Executable body) {
        String message = assertThrows(IllegalArgumentException.class, body).getMessage();
        assertTrue(message.contains(part), message);
    }
}
