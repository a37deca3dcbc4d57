package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.bench.ForkedJvm.NATIVE;
import static pfm.bench.ForkedJvm.VECTOR;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.io.Json;
import pfm.tuning.Device;
import pfm.tuning.Family;
import pfm.tuning.Speeds;
import pfm.tuning.StoredTuning;
import pfm.tuning.TuningStore;

class TuneTest {
    private static final Backend VECTOR_BACKEND = Backends.named("vector");
    private static final Map<String, String> OTHER = Map.of("vector.radices.360", "5x3x3x8", "vector.spins", "20000");

    @TempDir
    private Path folder;

    @Test
    void whatIsMeasuredIsStoredBesideWhatWasThere() throws IOException {
        Path file = folder.resolve("tuning.json");
        TuningStore.at(file).write(here(), 2, OTHER);
        Ran ran = Ran.pfm("tune", "--backend", "vector", "--threads", "2", "--grid", "24,16", "--seconds", "1",
                "--out", file.toString(), "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        List<?> grids = (List<?>) report.get("grids");
        assertEquals(List.of("16x16", "24x24"), grids.stream().map(g -> ((Map<?, ?>) g).get("grid")).toList());
        StoredTuning.Found found =
                assertInstanceOf(StoredTuning.Found.class, VECTOR_BACKEND.stored(TuningStore.at(file)));
        assertEquals(found.values(), report.get("stored"));
        assertEquals(2, found.threads());
        OTHER.forEach((name, value) -> assertEquals(value, found.values().get(name), "was not measured, and stays"));
        for (Object grid : grids) {
            Map<?, ?> row = (Map<?, ?>) grid;
            ((Map<?, ?>) row.get("values")).forEach((name, value) -> assertTrue(found.values().containsKey(name)));
            assertTrue(((Number) row.get("defaultMsPerSlice")).doubleValue() > 0);
            assertTrue(ran.err().contains(row.get("grid") + " "), "no line for " + row.get("grid"));
        }
        List<String> compared = new ArrayList<>();
        for (Family family : Family.values()) {
            for (int side : TuneBackends.sides(family, List.of(16, 24))) {
                compared.add(family.label() + " " + side + "x" + side);
            }
        }
        assertEquals(compared, ((List<?>) report.get("backends")).stream()
                .map(r -> ((Map<?, ?>) r).get("family") + " " + ((Map<?, ?>) r).get("size")).toList());
    }

    @Test
    void withoutAPlaceToStoreTheTableIsPrinted() {
        Ran ran = Ran.pfm("tune", "--backend", "vector", "--threads", "1", "--grid", "16", "--seconds", "1");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertTrue(ran.out().contains("\n16x16 "), ran.out());
        assertTrue(ran.out().contains("stored     nowhere, as -Dpfm.tuning=none says; --out FILE stores\n"), ran.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--grid 1              | --grid must be in [2, 16384], was 1",
        "--grid 64,64          | count of different values of --grid must be 2, was 1",
        "--seconds 0           | --seconds must be in [1, 3600], was 0",
        "--backend reference   | --backend must have parameters that matter on grids of [256, 512, 1024], 'reference'"
            + " has none there",
        "--backend vector --grid 8 --threads 1 | --backend must have parameters that matter on grids of [8], 'vector'"
            + " has none there",
        "--out /no/such/f.json | /no/such/f.json: cannot be written: its directory does not exist; check the path and"
            + " the disk"})
    void nonsenseIsRefused(String options, String line) {
        String[] arguments = ("tune " + options).split(" +");
        Ran ran = Ran.pfm(arguments);
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: " + line + "\n", ran.err());
        assertFalse(ran.out().contains("default"), "it was measured all the same");
    }

    @Test
    void aProgramThatOpensABackendUsesWhatIsStored() throws IOException {
        Path file = folder.resolve("tuning.json");
        TuningStore.at(file).write(here(), 2, OTHER);
        assertEquals("{vector.radices.360=5x3x3x8, vector.spins=20000}\n", opened("-Dpfm.tuning=" + file).out());
        assertEquals("{}\n", opened("-Dpfm.tuning=none").out());
        Files.writeString(file, "{");
        ForkedJvm damaged = opened("-Dpfm.tuning=" + file);
        assertEquals("{}\n", damaged.out());
        assertTrue(damaged.err().contains("WARNING: tuning " + file + " is ignored: "), damaged.err());
    }

    @Test
    void theFastestForAKernelIsChosenWhereBackendsWereMeasured() throws IOException {
        Path file = folder.resolve("tuning.json");
        TuningStore.at(file).write(here(), 2, Map.of());
        new Speeds("today", 2, Map.of("vector", here().device(), "reference", "plain float64 Java, 1 thread"),
                Map.of(new Speeds.Problem(Family.SPLIT_STEP, 128 * 128), Map.of("vector", 2.0, "reference", 1.0)))
                .write(TuningStore.at(file));
        String why = "reference: the fastest for split-step of 16384 samples by the figures of [0-9-]{10} on 2"
                + " threads: vector 2.00 ms, reference 1.00 ms.*";
        assertLine(pfm(file, "backends"), "chosen     vector: the most preferred backend that is available");
        assertLine(pfm(file, "backends"), why);
        ForkedJvm propagated = pfm(file, "infer", "--limit", "1");
        assertEquals(Exit.OK, propagated.exit(), propagated.err());
        assertLine(propagated, "backend    " + why.replace("reference: ", "reference: plain float64 Java, 1 thread; "));
        ForkedJvm named = ForkedJvm.run(List.of(VECTOR, NATIVE, "-Dpfm.tuning=" + file, "-Dpfm.backend=vector"),
                Map.of(), Main.class, "infer", "--limit", "1");
        assertLine(named, "backend    vector: .*; asked for by -Dpfm.backend");
        Files.writeString(folder.resolve("backends-tuning.json"), "{");
        ForkedJvm damaged = pfm(file, "infer", "--limit", "1");
        assertLine(damaged, "backend    vector: .*; the most preferred backend that is available");
        assertTrue(damaged.err().contains("WARNING: tuning " + folder.resolve("backends-tuning.json") + " is ignored"),
                damaged.err());
    }

    private static void assertLine(ForkedJvm ran, String pattern) {
        assertTrue(ran.out().lines().anyMatch(line -> line.strip().matches(pattern)),
                () -> "no line " + pattern + " in " + ran.out());
    }

    @Test
    void theVerbsSayWhetherATuningIsInUse() throws IOException {
        Path file = folder.resolve("tuning.json");
        TuningStore.at(file).write(here(), 2, OTHER);
        StoredTuning.Found found = (StoredTuning.Found) TuningStore.at(file).find(here());
        String device = here().device();
        assertTrue(pfm(file, "backends").out().contains(device + ", tuned " + found.date() + " by " + file + "\n"));
        String[] infer = {"infer", "--backend", "vector", "--limit", "16"};
        ForkedJvm tuned = pfm(file, infer);
        assertEquals("", tuned.err());
        assertTrue(tuned.out().contains("\ntuning     2 stored values, see 'pfm backends'\n"), tuned.out());
        Files.writeString(file, Files.readString(file).replace(here().processor(), "Abacus"));
        ForkedJvm foreign = pfm(file, infer);
        assertEquals(Exit.OK, foreign.exit());
        assertEquals("pfm: warning: tuning " + file + " is ignored: its processor must be " + here().processor()
                + ", was Abacus; run 'pfm tune' to measure anew, or delete it", foreign.err());
        assertTrue(pfm(file, "backends").out().contains(device + "; tuning " + file + " is ignored: its processor"));
    }

    private static ForkedJvm pfm(Path file, String... arguments) {
        return ForkedJvm.run(List.of(VECTOR, NATIVE, "-Dpfm.tuning=" + file), Map.of(), Main.class, arguments);
    }

    private static ForkedJvm opened(String flag) {
        return ForkedJvm.run(List.of(VECTOR, NATIVE, flag), Map.of(), Opener.class);
    }

    private static Device here() {
        return Device.here("vector", ((Availability.Available) VECTOR_BACKEND.availability()).device());
    }
}
