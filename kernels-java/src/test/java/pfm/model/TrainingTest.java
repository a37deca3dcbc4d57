package pfm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.io.MalformedFileException;
import pfm.tuning.Tuning;

class TrainingTest {
    private static final Schedule SCHEDULE = new Schedule(12, 30, 0.1, 0.1, 3);

    @TempDir
    private Path folder;

    private final Arena arena = Arena.ofShared();
    private final LabelledImages images = Examples.quadrants(100, 7);

    @AfterEach
    void close() {
        arena.close();
    }

    private Training training(Kernels kernels, Schedule schedule) {
        return new Training(Examples.trainable(arena), kernels, images, schedule, arena);
    }

    private byte[] trained(Backend backend, Tuning tuning, Schedule schedule) throws IOException {
        try (Kernels kernels = backend.open(tuning)) {
            Training training = training(kernels, schedule);
            finish(training);
            return bytes(training);
        }
    }

    private static void finish(Training training) {
        while (!training.finished()) {
            training.step();
        }
    }

    private byte[] bytes(Training training) throws IOException {
        Path file = folder.resolve("trained.safetensors");
        new NetworkFile(training.network(), Map.of()).save(file);
        return Files.readAllBytes(file);
    }

    private static List<Backend> available() {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available).toList();
    }

    @Test
    void aNetworkLearnsOnEveryBackend() {
        LabelledImages unseen = Examples.quadrants(60, 8);
        for (Backend backend : available()) {
            try (Kernels kernels = backend.open()) {
                Network network = Examples.masked(Readout.DIFFERENTIAL, arena);
                Training training = new Training(network, kernels, images, new Schedule(60, 50, 0.1, 0.1, 3), arena);
                double before = training.basis().evaluate(training.basis().plan(unseen)).accuracy();
                finish(training);
                double after = new Inference(network, kernels, arena).run(unseen).accuracy(unseen);
                assertTrue(before < 0.6, backend.name() + " before: " + before);
                assertTrue(after > 0.9, backend.name() + " after: " + after);
                assertTrue(training.history().getLast().loss() < 0.5 * training.history().getFirst().loss());
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameNetworkAndAnotherSeedAnother() throws IOException {
        for (Backend backend : available()) {
            byte[] once = trained(backend, Tuning.defaults(), SCHEDULE);
            assertArrayEquals(once, trained(backend, Tuning.defaults(), SCHEDULE), backend.name());
            byte[] other = trained(backend, Tuning.defaults(), new Schedule(12, 30, 0.1, 0.1, 4));
            assertTrue(java.util.Arrays.mismatch(once, other) >= 0, backend.name());
        }
    }

    @Test
    void theThreadCountDoesNotChangeTheNetwork() throws IOException {
        for (Backend backend : available()) {
            byte[] one = trained(backend, Tuning.defaults().withThreads(1), SCHEDULE);
            for (int threads : new int[] {2, 3}) {
                assertArrayEquals(one, trained(backend, Tuning.defaults().withThreads(threads), SCHEDULE),
                        backend.name() + " on " + threads + " threads");
            }
        }
    }

    @Test
    void resumedAfterAKillItEndsWithTheSameBytes() throws IOException {
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        for (Backend backend : available()) {
            byte[] whole = trained(backend, Tuning.defaults(), SCHEDULE);
            try (Kernels kernels = backend.open()) {
                Training killed = training(kernels, SCHEDULE);
                while (killed.iteration() < 5) {
                    killed.step();
                }
                TrainingCheckpoint.save(killed, checkpoint);
                killed.step(); // lost
                Training resumed = training(kernels, SCHEDULE);
                TrainingCheckpoint.resume(resumed, checkpoint);
                assertEquals(5, resumed.iteration());
                assertEquals(killed.history().subList(0, 5), resumed.history());
                finish(resumed);
                assertArrayEquals(whole, bytes(resumed), backend.name());
            }
        }
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefusedAndChangesNothing() throws IOException {
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        try (Kernels kernels = Backends.named("reference").open()) {
            Training made = training(kernels, SCHEDULE);
            made.step();
            TrainingCheckpoint.save(made, checkpoint);
            Training longer = training(kernels, new Schedule(13, 30, 0.1, 0.1, 3));
            byte[] before = bytes(longer);
            assertEquals("training.iterations of the training must be 12 as in the checkpoint " + checkpoint
                    + ", was 13; start with the same options and images, or without --resume",
                    assertThrows(IllegalArgumentException.class, () -> TrainingCheckpoint.resume(longer, checkpoint))
                            .getMessage());
            assertArrayEquals(before, bytes(longer));
            Training others = new Training(
                    Examples.trainable(arena), kernels, Examples.quadrants(100, 9), SCHEDULE, arena);
            assertTrue(assertThrows(IllegalArgumentException.class,
                    () -> TrainingCheckpoint.resume(others, checkpoint)).getMessage().startsWith("training.images"));

            Path model = folder.resolve("model.safetensors");
            new NetworkFile(made.network(), Map.of()).save(model);
            assertTrue(assertThrows(MalformedFileException.class,
                    () -> TrainingCheckpoint.resume(made, model)).getMessage().contains("pfm-checkpoint-1"));
            byte[] bytes = Files.readAllBytes(checkpoint);
            Files.write(checkpoint, java.util.Arrays.copyOf(bytes, bytes.length - 4));
            assertThrows(MalformedFileException.class, () -> TrainingCheckpoint.resume(longer, checkpoint));
            assertArrayEquals(before, bytes(longer));
        }
    }

    @Test
    void contrastsInLevelsAreRefusedSinceTheyCannotMoveALittle() {
        try (Kernels kernels = Backends.named("reference").open()) {
            assertEquals("format of the values to train in layer 3 must be FLOAT32, was LEVELS8",
                    assertThrows(IllegalArgumentException.class,
                            () -> new Training(Examples.complete(arena), kernels, images, SCHEDULE, arena))
                            .getMessage());
        }
    }

    @Test
    void theRateFallsAsACosine() {
        Schedule schedule = new Schedule(100, 1, 0.2, 0.1, 0);
        assertEquals(0.2, schedule.rate(0));
        assertEquals(0.1, schedule.rate(50), 1e-15);
        assertTrue(schedule.rate(99) > 0 && schedule.rate(99) < 1e-4);
    }

    @Test
    void noStepIsTakenBeyondTheLast() {
        try (Kernels kernels = Backends.named("reference").open()) {
            Training training = training(kernels, new Schedule(1, 100, 0.1, 0.1, 3));
            training.step();
            assertThrows(IllegalStateException.class, training::step);
        }
    }
}
