package pfm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Element;
import pfm.optics.SplitStep;

class NetworkTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    private static Network of(List<Layer> layers) {
        return new Network(new Grid(20, 18, 0.4e-3), 0.75e-3, 1, AbsorbingFrame.NONE, new Encoding(6, 4, 1, 2), layers);
    }

    private static void assertRefused(String part, Executable building) {
        String message = assertThrows(IllegalArgumentException.class, building).getMessage();
        assertTrue(message.contains(part), "'" + part + "' in: " + message);
    }

    @Test
    void layersOutOfOrderOrOfTheWrongSizeAreRefused() {
        Network good = Examples.complete(arena);
        List<Layer> layers = good.layers();
        Layer detectors = good.detectors();
        assertRefused("must include detectors", () -> of(layers.subList(0, 5)));
        assertRefused("must begin with an optical one", () -> of(List.of(detectors)));
        List<Layer> twice = new ArrayList<>(layers);
        twice.add(detectors);
        assertRefused("layer 8 is Detectors", () -> of(twice));
        assertRefused("layer 0 is Electronic", () -> of(layers.reversed()));
        assertRefused("inputs of layer 6 must be 3, was 5",
                () -> of(List.of(layers.get(0), layers.get(1), layers.get(2), layers.get(3), layers.get(4), detectors,
                        layers.get(7))));
        assertRefused("width of layer 0 must be in [1, 8]", () -> new Network(new Grid(8, 18, 0.4e-3), 0.75e-3, 1,
                AbsorbingFrame.NONE, new Encoding(6, 4, 2, 2), List.of(layers.get(1), detectors)));
        assertRefused("along x must be in [1, 20], was 24", () -> new Network(new Grid(20, 18, 0.4e-3), 0.75e-3, 1,
                AbsorbingFrame.NONE, new Encoding(6, 4, 1, 4), layers));
        assertRefused("detectors must not overlap", () -> new Layer.Detectors(
                List.of(new Region(0, 0, 3, 3), new Region(2, 2, 3, 3)), Readout.INTENSITY, 1));
        assertRefused("left over of groups of 2", () -> new Layer.Detectors(
                List.of(new Region(0, 0, 3, 3)), Readout.DIFFERENTIAL, 1));
    }

    @Test
    void opticalLayersBecomeOneSplitStepWithMasksInAnOpaqueFrame() {
        Network network = Examples.masked(Readout.INTENSITY, arena);
        SplitStep spec = network.splitStep(arena);
        assertEquals(5, spec.elements().size());
        assertEquals(2, spec.screens());
        Layer.PhaseMask mask = (Layer.PhaseMask) network.layers().get(1);
        Element.Mask onGrid = (Element.Mask) spec.elements().get(1);
        long corner = 4 * 20 + 4; // a mask of 12x10 begins at column (20 − 12)/2 and row (18 − 10)/2
        assertEquals(mask.phase().get(0), onGrid.phase().get(corner));
        assertEquals(0, onGrid.attenuation().orElseThrow().get(corner));
        assertEquals(Double.POSITIVE_INFINITY, onGrid.attenuation().orElseThrow().get(corner - 1));
        mask.phase().set(13, 0.5);
        network.refresh(spec);
        assertEquals(0.5, onGrid.phase().get(corner + 20 + 1));
    }

    @Test
    void anImageIsPooledAndSpreadOverBlocks() {
        Encoding encoding = new Encoding(4, 2, 2, 3);
        LabelledImages images = new LabelledImages(4, 2,
                new byte[] {0, 0, (byte) 255, (byte) 255, 0, 0, (byte) 255, 51}, new byte[1]);
        float[] amplitude = new float[2];
        encoding.amplitudes(images, 0, amplitude);
        assertArrayEquals(new float[] {0, 0.8f}, amplitude);
        Field field = Field.zeros(new Grid(8, 5, 1e-3), 1, arena);
        encoding.place(field, 0, 1, amplitude[1]);
        assertEquals(9 * 0.64, field.power(0), 1e-6);
        assertEquals(encoding.power(amplitude), field.power(0), 1e-6);
        assertEquals(0.8f, field.re(0, 1, 4));
        assertEquals(0.8f, field.re(0, 3, 6));
        assertEquals(0, field.re(0, 1, 3));
        encoding.place(field, 0, new float[] {0.5f, 0.25f});
        assertEquals(encoding.power(new float[] {0.5f, 0.25f}), field.power(0), 1e-6);
        assertEquals(0.5f, field.re(0, 1, 3));
        assertEquals(0.25f, field.re(0, 3, 4));
        assertEquals(0, field.re(0, 0, 3));
        assertEquals(0, field.re(0, 4, 3));
    }

    @Test
    void signalsDoNotDependOnBrightnessAndDarknessGivesNone() {
        for (Readout readout : Readout.values()) {
            double[] power = {3, 1, 0.5, 0.5};
            double[] signal = new double[4 / readout.regionsPerSignal()];
            readout.signals(power, signal);
            assertArrayEquals(readout == Readout.INTENSITY ? new double[] {0.6, 0.2, 0.1, 0.1} : new double[] {0.5, 0},
                    signal, 1e-15);
            double[] brighter = new double[signal.length];
            readout.signals(new double[] {300, 100, 50, 50}, brighter);
            assertArrayEquals(signal, brighter, 1e-15);
            readout.signals(new double[4], brighter);
            assertArrayEquals(new double[signal.length], brighter);
        }
    }

    @Test
    void theDesignPlacesItsDetectorsInTheMiddle() {
        Network network = new Diffractive(new Encoding(28, 28, 2, 4), 0.75e-3, 0.4e-3, 10e-3, 5, 64, 128, 10, 8, 4, 10)
                .network(0, 1, arena);
        List<Region> regions = network.detectors().regions();
        assertEquals(20, regions.size());
        assertEquals(10, network.classes());
        assertEquals(5 * 64 * 64, network.parameters());
        int left = regions.stream().mapToInt(Region::x).min().orElseThrow();
        int right = regions.stream().mapToInt(r -> r.x() + r.width()).max().orElseThrow();
        assertEquals(left, 128 - right);
        assertEquals(regions.get(0).x(), regions.get(1).x());
        assertEquals(regions.get(0).y() + 12, regions.get(1).y());
    }
}
