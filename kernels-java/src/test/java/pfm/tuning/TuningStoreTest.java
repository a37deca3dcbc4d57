package pfm.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;

class TuningStoreTest {
    private static final Device DEVICE = new Device("vector", "CPU, 512-bit registers", "Some(R) Processor @ 2.0GHz");
    private static final Map<String, String> VALUES = Map.of("vector.radices.512", "8x8x8", "vector.grain", "128");

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsFound() throws IOException {
        TuningStore store = TuningStore.of(null, folder.toString(), "/nowhere");
        assertEquals(new StoredTuning.Absent("none is stored"), store.find(DEVICE));
        store.write(DEVICE, 2, VALUES);
        Path file = folder.resolve("pfm/tuning/vector-cpu-512-bit-registers-some-r-processor-2-0ghz.json");
        StoredTuning.Found found = assertInstanceOf(StoredTuning.Found.class, store.find(DEVICE));
        assertEquals(file, found.file());
        assertEquals(VALUES, found.values());
        assertEquals(2, found.threads());
        assertTrue(LocalDate.parse(found.date()).isAfter(LocalDate.of(2026, 1, 1)), found.date());
        store.write(DEVICE, 1, Map.of());
        assertEquals(Map.of(), ((StoredTuning.Found) store.find(DEVICE)).values(), "written again");
    }

    @Test
    void everyDeviceHasAFileOfItsOwn() throws IOException {
        TuningStore store = TuningStore.of("", null, folder.toString());
        store.write(DEVICE, 2, VALUES);
        assertEquals(Optional.of(folder.resolve(".cache/pfm/tuning")), store.file(DEVICE).map(Path::getParent));
        for (Device other : new Device[] {new Device("opencl", DEVICE.device(), DEVICE.processor()),
            new Device("vector", "CPU, 256-bit registers", DEVICE.processor()),
            new Device("vector", DEVICE.device(), "x".repeat(1000))}) {
            assertEquals(new StoredTuning.Absent("none is stored"), store.find(other));
        }
    }

    @Test
    void thePropertyNamesAFileOrNone() throws IOException {
        Path file = folder.resolve("mine.json");
        TuningStore store = TuningStore.of(file.toString(), folder.toString(), folder.toString());
        assertEquals(new StoredTuning.Ignored(file, "there is no such file; run 'pfm tune' to make it"),
                store.find(DEVICE));
        store.write(DEVICE, 2, VALUES);
        assertEquals(VALUES, ((StoredTuning.Found) store.find(DEVICE)).values());
        TuningStore none = TuningStore.of("none", folder.toString(), folder.toString());
        assertEquals(new StoredTuning.Absent("none is to be used"), none.find(DEVICE));
        assertEquals(Optional.empty(), none.file(DEVICE));
        assertThrows(IllegalStateException.class, () -> none.write(DEVICE, 1, VALUES));
    }

    @Test
    void withoutAHomeThereIsNothing() {
        for (String home : new String[] {null, "?", ""}) {
            TuningStore store = TuningStore.of(null, "relative/cache", home);
            assertEquals(Optional.empty(), store.file(DEVICE));
            assertEquals(new StoredTuning.Absent("none is to be used"), store.find(DEVICE));
        }
        assertEquals(Optional.of(Path.of("/h/.cache/pfm/tuning")),
                TuningStore.of(null, "relative/cache", "/h").file(DEVICE).map(Path::getParent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "17", "{}", "\0\0\0", "{\"format\": 1, \"format\": 1}", "null",
        "{\"format\": \"1\"}"})
    void aDamagedFileIsIgnored(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), text);
        StoredTuning.Ignored ignored =
                assertInstanceOf(StoredTuning.Ignored.class, TuningStore.at(file).find(DEVICE));
        assertEquals(file, ignored.file());
        assertTrue(ignored.line().endsWith("; run 'pfm tune' to measure anew, or delete it"), ignored.line());
        assertEquals(1, ignored.line().lines().count(), ignored.line());
    }

    @Test
    void aFileCutAnywhereOrWithAByteChangedDoesNotThrow() throws IOException {
        Path file = folder.resolve("mine.json");
        TuningStore store = TuningStore.at(file);
        store.write(DEVICE, 2, VALUES);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            Files.write(file, Arrays.copyOf(whole, i));
            if (i < whole.length - 1) { // the last byte ends the line
                assertInstanceOf(StoredTuning.Ignored.class, store.find(DEVICE), "cut at " + i);
            }
            byte[] changed = whole.clone();
            changed[i] ^= 0x5a;
            Files.write(file, changed);
            if (store.find(DEVICE) instanceof StoredTuning.Ignored ignored) {
                assertEquals(1, ignored.line().lines().count(), ignored.line());
            }
        }
    }

    @Test
    void aFileOfAnotherDeviceFormatOrVersionIsIgnored() throws IOException {
        Path file = folder.resolve("mine.json");
        TuningStore store = TuningStore.at(file);
        store.write(DEVICE, 2, VALUES);
        String text = Files.readString(file);
        assertEquals("tuning " + file + " is ignored: its processor must be Other, was Some(R) Processor @ 2.0GHz; run"
                + " 'pfm tune' to measure anew, or delete it", ((StoredTuning.Ignored) store.find(
                new Device("vector", DEVICE.device(), "Other"))).line());
        assertIgnored("its format must be 1, was 2;", file, text.replace("\"format\": 1", "\"format\": 2"));
        assertIgnored("its version must be not packaged, was 0.0.1;", file, text.replace("not packaged", "0.0.1"));
        assertIgnored("its device must be CPU, 512-bit registers, was ", file, text.replace("512-bit", "64-bit"));
        assertIgnored("its backend must be vector, was null", file, text.replace("\"backend\"", "\"backed\""));
        assertIgnored("it must have a date, a count of threads and values", file, text.replace("\"8x8x8\"", "[8, 8]"));
        assertIgnored("it must have a date, a count of threads and values", file, text.replace("\"date\"", "\"day\""));
    }

    @Test
    void whatCannotBeReadIsIgnored() throws IOException {
        assertIgnored("it is not a file of at most 64 KiB", Files.createDirectory(folder.resolve("d")));
        Path large = Files.write(folder.resolve("large.json"), new byte[(1 << 16) + 1]);
        assertIgnored("it is not a file of at most 64 KiB", large);
        assertIgnored("there is no such file", large.resolve("below a file.json"));
        Path secret = Files.writeString(folder.resolve("secret.json"), "{}");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assertInstanceOf(StoredTuning.Ignored.class, TuningStore.at(secret).find(DEVICE)); // root reads it: no format
    }

    @Test
    void aBackendUsesWhatItKnowsAndIgnoresTheRest() throws IOException {
        Backend backend = Backends.named("vector");
        Path file = folder.resolve("mine.json");
        TuningStore store = TuningStore.at(file);
        Device here = Device.here("vector", ((Availability.Available) backend.availability()).device());
        store.write(here, 2, VALUES);
        assertEquals(VALUES, ((StoredTuning.Found) backend.stored(store)).values());
        store.write(here, 2, Map.of("vector.radices.512", "8x8x8", "vector.blocks", "3"));
        StoredTuning.Ignored unknown = assertInstanceOf(StoredTuning.Ignored.class, backend.stored(store));
        assertTrue(unknown.reason().matches("tuning parameter must be one of \\[.*\\], was 'vector.blocks'"),
                unknown.reason());
        store.write(here, 2, Map.of("vector.radices.512", "8x\n8"));
        StoredTuning.Ignored wrong = assertInstanceOf(StoredTuning.Ignored.class, backend.stored(store));
        assertTrue(wrong.reason().endsWith("with product 512, was '8x 8'"), wrong.reason());
    }

    @Test
    void aBackendThatIsOpenedWithATuningUsesThatAndNothingElse() {
        Tuning tuning = new Tuning(3, Map.of("vector.spins", "77"));
        try (Kernels kernels = Backends.named("vector").open(tuning)) {
            assertEquals(tuning, kernels.tuning());
        }
        assertEquals(Tuning.defaults(), Backends.named("vector").tuning(), "tests run with -Dpfm.tuning=none");
    }

    @Test
    void aParameterOfABackendWithoutAnyIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class,
                () -> Backends.named("reference").open(new Tuning(1, Map.of("reference.size", "1"))));
        assertEquals("backend 'reference' has no tuning parameters, was given 'reference.size'",
                refusal.getMessage());
    }

    private static void assertIgnored(String reason, Path file, String text) throws IOException {
        assertIgnored(reason, Files.writeString(file, text));
    }

    private static void assertIgnored(String reason, Path file) {
        StoredTuning.Ignored ignored =
                assertInstanceOf(StoredTuning.Ignored.class, TuningStore.at(file).find(DEVICE));
        assertTrue(ignored.reason().startsWith(reason), ignored.reason());
    }
}
