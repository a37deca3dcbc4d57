package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.InsufficientMemoryException;
import pfm.io.MalformedFileException;
import pfm.io.Safetensors;

class NetworkFileTest {
    @TempDir
    private Path folder;

    private final Arena arena = Arena.ofShared();
    private Path file;

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("model.safetensors");
        new NetworkFile(Examples.complete(arena), Map.of("made", "by a test")).save(file);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void aNetworkOfEveryKindOfLayerIsReadAsItWasSaved() throws IOException {
        NetworkFile loaded = NetworkFile.load(file, arena);
        assertEquals(Map.of("made", "by a test"), loaded.notes());
        LabelledImages images = Examples.quadrants(9, 2);
        List<List<Double>> scores = new ArrayList<>();
        try (Kernels kernels = Backends.named("reference").open()) {
            for (Network network : List.of(Examples.complete(arena), loaded.network())) {
                Readings readings = new Inference(network, kernels, arena).run(images);
                List<Double> all = new ArrayList<>();
                for (int i = 0; i < images.count(); i++) {
                    for (int k = 0; k < network.classes(); k++) {
                        all.add(readings.score(i, k));
                    }
                }
                scores.add(all);
            }
        }
        assertEquals(scores.get(0), scores.get(1));
        assertTrue(scores.get(0).stream().distinct().count() > 4, "the scores tell images apart");
        assertEquals(Examples.complete(arena).parameters(), loaded.network().parameters());
    }

    @Test
    void savingWhatWasLoadedGivesTheSameBytes() throws IOException {
        Path again = folder.resolve("again.safetensors");
        NetworkFile.load(file, arena).save(again);
        assertEquals(-1, Files.mismatch(file, again));
    }

    @Test
    void everyWrongEntryIsNamed() {
        assertRefused(m -> m.remove("wavelength"), "wavelength", "missing");
        assertRefused(m -> m.put("wavelength", "532"), "wavelength must be in [1.0E-9, 0.01] m", "532");
        assertRefused(m -> m.put("wavelength", "NaN"), "wavelength", "NaN");
        assertRefused(m -> m.put("grid.nx", "21"), "layer.2.contrast", "F32 [3, 18, 21]");
        assertRefused(m -> m.put("grid.nx", "2e1"), "grid.nx", "an integer", "2e1");
        assertRefused(m -> m.put("layers", "7"), "more: [layer.7");
        assertRefused(m -> m.put("layers", "2000000000"), "layers", "2000000000");
        assertRefused(m -> m.put("layer.0", "prism"), "layer.0", "free-space", "prism");
        assertRefused(m -> m.put("layer.1.width", "-12"), "layer.1.phase", "[10, -12]");
        assertRefused(m -> m.put("layer.5.regions", "1 2 3"), "layer.5.regions", "x y width height", "1 2 3");
        assertRefused(m -> m.put("layer.5.regions", m.get("layer.5.regions").replaceFirst("2 3 ", "200 3 ")),
                "must lie within 20x18");
        assertRefused(m -> m.put("layer.5.readout", "LOUD"), "layer.5.readout", "DIFFERENTIAL", "LOUD");
        assertRefused(m -> m.put("layer.6.rectified", "yes"), "layer.6.rectified", "true or false");
        assertRefused(m -> m.put("layer.6.dac.bound", "-1"), "bound must be positive");
        assertRefused(m -> m.put("format", "pfm-network-9"), "format", "pfm-network-1", "pfm-network-9");
        assertRefused(m -> m.put("color", "red"), "more: [color]");
    }

    private void assertRefused(Consumer<Map<String, String>> change, String... parts) {
        try {
            Safetensors good = Safetensors.read(file, arena);
            Map<String, String> metadata = new LinkedHashMap<>(good.metadata());
            change.accept(metadata);
            Path bad = folder.resolve("bad.safetensors");
            new Safetensors(metadata, good.tensors()).write(bad);
            String message =
                    assertThrows(MalformedFileException.class, () -> NetworkFile.load(bad, arena)).getMessage();
            assertTrue(message.startsWith(bad.toString()), message);
            for (String part : parts) {
                assertTrue(message.contains(part), "'" + part + "' in: " + message);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPhaseThatIsNoNumberIsNamed() throws IOException {
        Network network = Examples.complete(arena);
        ((Layer.PhaseMask) network.layers().get(1)).phase().set(5, Double.NaN);
        new NetworkFile(network, Map.of()).save(file);
        String message = assertThrows(MalformedFileException.class, () -> NetworkFile.load(file, arena)).getMessage();
        assertTrue(message.contains("layer.1.phase") && message.contains("NaN at value 5"), message);
    }

    @Test
    void aDamagedFileIsRefusedInOneLineOrIsAnotherNetwork() throws IOException {
        byte[] good = Files.readAllBytes(file);
        int header = new String(good, StandardCharsets.ISO_8859_1).indexOf("}\n}") + 3;
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            if (i % 4 == 0) {
                bad = java.util.Arrays.copyOf(bad, random.nextInt(bad.length));
            } else {
                bad[random.nextInt(i % 4 == 1 ? bad.length : header)] = (byte) random.nextInt(256);
            }
            Path damaged = folder.resolve("damaged.safetensors");
            Files.write(damaged, bad);
            try (Arena ofRound = Arena.ofShared()) {
                NetworkFile.load(damaged, ofRound);
            } catch (MalformedFileException | InsufficientMemoryException e) {
                refused++;
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        }
        assertTrue(refused > 200, "most damage is seen: " + refused);
    }
}
