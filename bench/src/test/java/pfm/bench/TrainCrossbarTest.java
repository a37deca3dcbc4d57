package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.io.Json;
import pfm.model.Perceptron;

class TrainCrossbarTest {
    @TempDir
    private Path folder;

    private Quadrants data;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        data = Quadrants.write(folder, "train", 200, 1);
        out = folder.resolve("perceptron.safetensors");
    }

    private String[] training(String... more) {
        List<String> line = new ArrayList<>(List.of("train", "--crossbar", "--images", data.images().toString(),
                "--labels", data.labels().toString(), "--test-images", data.images().toString(),
                "--test-labels", data.labels().toString(), "--classes", "4", "--hidden", "12,7",
                "--iterations", "300", "--batch", "40", "--out", out.toString()));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    @Test
    void bothTrainingsAndTheirTablesAreReported() throws IOException {
        Path json = folder.resolve("report.json");
        Ran ran = Ran.pfm(training("--weight-noise", "0.05",
                "--noises", "0,0.3", "--adc-bits", "8,2", "--draws", "3", "--json", json.toString()));
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(json), "report");
        assertTrue((double) facts.get("plainAccuracy") > 0.9, ran.out());
        assertTrue((double) facts.get("hardwareAccuracy") > 0.9, ran.out());
        for (String name : List.of("plainTable", "hardwareTable")) {
            List<?> rows = (List<?>) facts.get(name);
            assertEquals(4, rows.size());
            double best = (double) ((Map<?, ?>) rows.get(0)).get("accuracy"); // no noise, 8 bits
            double worst = (double) ((Map<?, ?>) rows.get(3)).get("accuracy"); // noise, 2 bits
            assertTrue(best > 0.9 && worst < best, ran.out());
        }
        try (Arena arena = Arena.ofShared()) {
            Perceptron written = Perceptron.load(out, arena);
            assertEquals(64, written.inputs());
            assertEquals(4, written.classes());
            assertEquals(3, written.layers().size());
        }
    }

    @Test
    void whatDoesNotFitIsRefusedInOneLine() {
        assertRefused("must be left out with --crossbar", training("--resume"));
        assertRefused("--adc-bits must be in [2, 24], was 1", training("--adc-bits", "1"));
        assertRefused("--noises must be in [0.0, 10.0], was -1", training("--noises", "-1"));
        assertRefused("--draws must be in [1, 10000], was 0", training("--draws", "0"));
        assertRefused("--train-bits must be in [2, 24], was 99", training("--train-bits", "99"));
        assertRefused("size of a layer must be in [1,", training("--hidden", "0"));
        assertRefused("--weight-noise must be in [0.0, 10.0], was -0.1", training("--weight-noise", "-0.1"));
        assertFalse(Files.exists(out));
    }

    private static void assertRefused(String part, String... arguments) {
        Ran ran = Ran.pfm(arguments);
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(part), "'" + part + "' in: " + ran.err());
    }
}
