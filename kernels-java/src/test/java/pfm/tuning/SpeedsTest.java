package pfm.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Kernels;
import pfm.Plan;
import pfm.tuning.Speeds.Problem;

class SpeedsTest {
    private static final Map<String, String> DEVICES = Map.of("vector", "CPU, 512-bit registers", "native", "FFTW.3");
    private static final Problem SMALL = new Problem(Family.SPLIT_STEP, 1 << 12);
    private static final Problem LARGE = new Problem(Family.SPLIT_STEP, 1 << 20);
    private static final Speeds SPEEDS = new Speeds(LocalDate.now(ZoneOffset.UTC).toString(), 2, DEVICES, Map.of(
            SMALL, Map.of("vector", 0.125, "native", 1e-3),
            LARGE, Map.of("vector", 7.5, "native", 8.25),
            new Problem(Family.CROSSBAR, 1 << 20), Map.of("native", 3.0)));

    @TempDir
    private Path folder;

    private final List<String> refused = new ArrayList<>();

    @Test
    void everyKernelIsAFamily() {
        TreeSet<String> families = new TreeSet<>();
        Stream.of(Family.values()).forEach(f -> families.add(f.label().replace("-", "")));
        TreeSet<String> kernels = new TreeSet<>();
        Stream.of(Kernels.class.getMethods()).filter(m -> Plan.class.isAssignableFrom(m.getReturnType()))
                .forEach(m -> kernels.add(m.getName().toLowerCase()));
        assertEquals(kernels, families);
    }

    @Test
    void whatIsWrittenIsFound() throws IOException {
        TuningStore store = TuningStore.of(null, folder.toString(), "/nowhere");
        assertEquals(Speeds.NONE, find(store));
        Path file = SPEEDS.write(store).orElseThrow();
        assertEquals(folder.resolve("pfm/tuning"), file.getParent());
        assertEquals(SPEEDS, find(store));
        assertEquals(List.of(), refused);
    }

    @Test
    void thePropertyNamesAFileBesideWhichTheyStandOrNone() throws IOException {
        TuningStore store = TuningStore.of(folder.resolve("mine.json").toString(), "/nowhere", "/nowhere");
        assertEquals(Optional.of(folder.resolve("backends-mine.json")), SPEEDS.write(store));
        assertEquals(SPEEDS, find(store));
        TuningStore none = TuningStore.of("none", folder.toString(), folder.toString());
        assertEquals(Optional.empty(), SPEEDS.write(none));
        assertEquals(Speeds.NONE, find(none));
    }

    @Test
    void theNearestSizeCounts() {
        assertEquals(Map.of("vector", 0.125, "native", 1e-3), SPEEDS.at(Family.SPLIT_STEP, 1).isEmpty()
                ? SPEEDS.at(Family.SPLIT_STEP, 1 << 8).orElseThrow().times() : Map.of());
        assertEquals(Map.of("vector", 0.125, "native", 1e-3),
                SPEEDS.at(Family.SPLIT_STEP, (1 << 16) - 1).orElseThrow().times());
        assertEquals(Map.of("vector", 7.5, "native", 8.25),
                SPEEDS.at(Family.SPLIT_STEP, (1 << 16) + 1).orElseThrow().times());
        assertEquals(Optional.empty(), SPEEDS.at(Family.SPLIT_STEP, (1 << 8) - 1), "nobody measured anything near");
        assertEquals(Optional.empty(), SPEEDS.at(Family.SPLIT_STEP, (1 << 24) + 1));
        assertEquals(Optional.empty(), SPEEDS.at(Family.ANGULAR_SPECTRUM, 1 << 20));
    }

    @Test
    void whatIsNotMeasuredAnewStays() {
        Speeds anew = new Speeds("2030-01-01", 2, DEVICES, Map.of(SMALL, Map.of("vector", 1.0, "native", 2.0)));
        Speeds both = anew.over(SPEEDS);
        assertEquals(3, both.medians().size());
        assertEquals(anew.medians().get(SMALL), both.medians().get(SMALL));
        assertEquals(SPEEDS.medians().get(LARGE), both.medians().get(LARGE));
        Speeds single = new Speeds("2030-01-01", 1, DEVICES, anew.medians());
        assertEquals(single, single.over(SPEEDS), "on other threads everything may differ");
        Speeds other = new Speeds("2030-01-01", 2, Map.of("vector", "CPU"), anew.medians());
        assertEquals(other, other.over(SPEEDS), "on other devices, too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0.125\" \"-1\"", "\"0.125\" \"NaN\"", "\"0.125\" \"Infinity\"", "\"0.125\" \"soon\"",
        "split-step splits", "4096 4k", "4096 -4", "device.native device.other", "4096.vector 4096", ".4096.vector :"})
    void aFileWithOtherValuesIsIgnored(String change) throws IOException {
        String[] words = change.split(" ");
        TuningStore store = TuningStore.at(folder.resolve("mine.json"));
        Path file = SPEEDS.write(store).orElseThrow();
        Files.writeString(file, Files.readString(file).replace(words[0], words[1]));
        assertEquals(Speeds.NONE, find(store));
        assertEquals(List.of("tuning " + file + " is ignored: its values must be devices and times; run 'pfm tune' to"
                + " measure anew, or delete it"), refused);
    }

    @Test
    void aFileCutAnywhereOrOfAnotherVersionIsIgnored() throws IOException {
        TuningStore store = TuningStore.at(folder.resolve("mine.json"));
        Path file = SPEEDS.write(store).orElseThrow();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length - 1; i++) { // the last byte ends the line
            Files.write(file, Arrays.copyOf(whole, i));
            assertEquals(Speeds.NONE, find(store));
            assertEquals(i + 1, refused.size(), "cut at " + i);
        }
        Files.writeString(file, new String(whole).replace("not packaged", "0.0.1"));
        assertEquals(Speeds.NONE, find(store));
        assertTrue(refused.getLast().contains("its version must be not packaged, was 0.0.1;"), refused.getLast());
    }

    private Speeds find(TuningStore store) {
        return Speeds.find(store, ignored -> refused.add(ignored.line()));
    }
}
