package pfm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.validation.Tolerance;

class InferenceTest {
    private final Arena arena = Arena.ofShared();
    private final LabelledImages images = Examples.quadrants(23, 4);

    @AfterEach
    void close() {
        arena.close();
    }

    private Readings read(Kernels kernels, Precision precision, int batch) {
        return new Inference(Examples.complete(arena), kernels, precision, batch, 1, arena).run(images);
    }

    @Test
    void theBatchDoesNotChangeTheResult() {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                try (Kernels kernels = backend.open()) {
                    double[] one = read(kernels, Precision.FLOAT32, 1).powers();
                    assertArrayEquals(one, read(kernels, Precision.FLOAT32, 7).powers(), backend.name());
                    assertArrayEquals(one, read(kernels, Precision.FLOAT32, 64).powers(), backend.name());
                }
            }
        }
    }

    @Test
    void everyBackendAgreesWithTheReference() {
        try (Kernels reference = Backends.named("reference").open()) {
            Readings expected = read(reference, Precision.FLOAT64, 4);
            // 7 diffraction steps, 2 transforms each. A power has twice the relative error of its field, and that of
            // the detectors is larger by 1/√light than that of the whole plane, over which rounding spreads.
            double bound = 2 * new Tolerance.Transforms(14, 360).bound(Precision.FLOAT32) / Math.sqrt(expected.light());
            for (Backend backend : Backends.all()) {
                if (backend.availability() instanceof Availability.Available) {
                    try (Kernels kernels = backend.open()) {
                        double error = relativeL2(expected.powers(), read(kernels, Precision.FLOAT32, 4).powers());
                        assertTrue(error <= bound, backend.name() + ": " + error + " of " + bound);
                    }
                }
            }
        }
    }

    private static double relativeL2(double[] expected, double[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }

    @Test
    void manyThreadsShareOneInference() throws InterruptedException, ExecutionException {
        try (Kernels kernels = Backends.best().open(); ExecutorService threads = Executors.newFixedThreadPool(5)) {
            Inference inference = new Inference(Examples.complete(arena), kernels, Precision.FLOAT32, 4, 2, arena);
            double[] expected = inference.run(images).powers();
            List<Future<double[]>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(threads.submit(() -> inference.run(images).powers()));
            }
            for (Future<double[]> result : running) {
                assertArrayEquals(expected, result.get());
            }
        }
    }

    @Test
    void imagesOfAnotherSizeAreRefusedAndThePlanIsGivenBack() {
        try (Kernels kernels = Backends.best().open()) {
            Inference inference = new Inference(Examples.complete(arena), kernels, arena);
            LabelledImages turned = new LabelledImages(4, 6, new byte[24], new byte[1]);
            assertEquals("images must be of 6x4 pixels for this network, were of 4x6",
                    assertThrows(IllegalArgumentException.class, () -> inference.run(turned)).getMessage());
            assertEquals(23, inference.run(images).count());
        }
    }

    @Test
    void aDarkImageHasNoLightAndStillAnAnswer() {
        try (Kernels kernels = Backends.named("reference").open()) {
            LabelledImages dark = new LabelledImages(6, 4, new byte[24], new byte[1]);
            Readings readings = new Inference(Examples.masked(Readout.DIFFERENTIAL, arena), kernels, arena).run(dark);
            assertEquals(0, readings.light());
            assertEquals(0, readings.decision(0));
        }
    }
}
