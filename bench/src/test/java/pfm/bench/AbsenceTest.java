package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.bench.ForkedJvm.NATIVE;
import static pfm.bench.ForkedJvm.VECTOR;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a machine or a JVM lacks is an answer with a remedy: one line, no noise, no silent other choice. */
class AbsenceTest {
    private static final String NO_MODULE =
            "module jdk.incubator.vector is not loaded; start java with --add-modules jdk.incubator.vector";

    @Test
    void withEverythingVectorIsChosen() {
        assertContains(choose(VECTOR, NATIVE), "chose vector: the most preferred backend that is available\n");
    }

    @Test
    void withoutTheVectorModuleAnotherIsChosenAndTheReasonTold() {
        String out = choose(NATIVE);
        String chosen = out.contains("opencl lacks: ") ? "reference" : "opencl";
        assertContains(out, "chose " + chosen + ": the most preferred backend that is available; not vector ("
                + NO_MODULE + ")");
        assertContains(out, "backend 'vector' is unavailable: " + NO_MODULE);
    }

    @Test
    void aBackendAskedForByNameIsRefusedWhereItCannotRun() {
        assertContains(choose(NATIVE, "-Dpfm.backend=vector"),
                "refused: backend 'vector' is unavailable: " + NO_MODULE);
    }

    @Test
    void aBackendThatDoesNotExistIsRefused() {
        assertContains(choose(VECTOR, NATIVE, "-Dpfm.backend=nonsense"),
                "refused: backend must be one of [vector, native, opencl, reference], was 'nonsense'");
    }

    @Test
    void withoutNativeAccessTheMachineIsNotAsked() {
        String out = choose(VECTOR, "--illegal-native-access=deny");
        assertContains(out, "chose reference");
        assertContains(out, "backend 'vector' is unavailable: native access is denied; start java with "
                + "--enable-native-access=ALL-UNNAMED");
        assertContains(out, "opencl lacks: native access is not enabled | start java with "
                + "--enable-native-access=ALL-UNNAMED\n");
        assertContains(out, "native lacks: native access is not enabled | start java with "
                + "--enable-native-access=ALL-UNNAMED\n");
    }

    @Test
    void withoutTheVectorModuleNativeLacksItsConverters() {
        assertContains(choose(NATIVE), "native lacks: module jdk.incubator.vector is not loaded | "
                + "start java with --add-modules jdk.incubator.vector\n");
    }

    @ParameterizedTest
    @CsvSource({"FFTW, pfm.fftw, libfftw3-single3", "OpenBLAS, pfm.openblas, libopenblas0-pthread"})
    void withoutALibraryNativeSaysHowToGetIt(String library, String property, String pack) {
        String flag = "-D" + property + "=/nowhere/lib.so";
        String reason = library + ": /nowhere/lib.so was not found";
        String out = choose(VECTOR, NATIVE, flag);
        assertContains(out, "native lacks: " + reason + " | apt install " + pack);
        assertContains(out, "or name its file with -D" + property + "=PATH\n");
        assertContains(out, "chose vector: the most preferred backend that is available\n");
        assertContains(choose(VECTOR, NATIVE, flag, "-Dpfm.backend=native"),
                "refused: backend 'native' is unavailable: " + reason + "; apt install " + pack);
        ForkedJvm verb = ForkedJvm.run(List.of(VECTOR, NATIVE, flag), Map.of(), Main.class, "backends");
        assertTrue(verb.out().lines().anyMatch(line -> line.startsWith(
                "native             80  unavailable: " + reason + "; apt install " + pack)), verb.out());
        assertEquals("", verb.err());
    }

    @ParameterizedTest
    @CsvSource({"FFTW, pfm.fftw, void fftwf_plan_many_dft(void) {}",
        "OpenBLAS, pfm.openblas, const char *openblas_get_config(void) { return \"OpenBLAS 0.1\"; }"})
    void ofAnOldVersionNativeSaysWhatItLacks(String library, String property, String source, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path code = Files.writeString(folder.resolve("old.c"), source + "\n");
        Path old = folder.resolve("libold.so");
        assertEquals(0, new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", old.toString(), code.toString())
                .inheritIO().start().waitFor());
        assertContains(choose(VECTOR, NATIVE, "-D" + property + "=" + old), "native lacks: " + library + ": " + old
                + " (named by -D" + property + ") has no function ");
    }

    @Test
    void withoutTheFlightRecorderKernelsRun() {
        ForkedJvm run = ForkedJvm.run(List.of(VECTOR, NATIVE, "--limit-modules=java.desktop,java.logging,"
                + "java.management,jdk.incubator.vector,jdk.unsupported"), Map.of(), Main.class, "validate",
                "--backend", "vector", "--only", "angular-spectrum/exact/7x9/forward");
        assertEquals(0, run.exit(), run.out() + run.err());
        assertContains(run.out(), "angular-spectrum/exact/7x9");
    }

    @Test
    void nativeComputesWhereItsLibrariesAre() {
        assertContains(choose(VECTOR, NATIVE, "-Dpfm.backend=native"), "chose native: asked for by -Dpfm.backend\n");
    }

    @Test
    void withoutAnOpenClLoaderNothingIsPrintedButTheAnswer(@TempDir Path libraries) throws IOException {
        Files.writeString(libraries.resolve("libOpenCL.so.1"), "no library");
        String out = choose(Map.of("LD_LIBRARY_PATH", libraries.toString()), VECTOR, NATIVE);
        assertContains(out, "opencl lacks: this machine has no OpenCL loader | apt install ocl-icd-libopencl1, and "
                + "install the driver of your device; ");
    }

    @Test
    void withoutAnOpenClDriverNothingIsPrintedButTheAnswer(@TempDir Path empty) {
        String out = choose(Map.of("OCL_ICD_VENDORS", empty.toString()), VECTOR, NATIVE);
        assertTrue(out.contains("opencl lacks: this machine has no OpenCL loader | ")
                || out.contains("opencl lacks: this machine has no OpenCL driver | "), out);
    }

    @Test
    void aLibraryThatCannotBeUnpackedIsOneLineToo() {
        String out = choose(VECTOR, NATIVE, "-Djava.io.tmpdir=/proc"); // where nobody may write
        assertTrue(out.contains("opencl lacks: JOCL does not load: ")
                || out.contains("opencl lacks: this machine has no OpenCL loader | "), out);
    }

    @Test
    void anOpenClDeviceThatDoesNotExistIsRefused() {
        String out = choose(VECTOR, NATIVE, "-Dpfm.opencl.device=abacus", "-Dpfm.backend=opencl");
        assertTrue(out.contains("refused: backend 'opencl' is unavailable: -Dpfm.opencl.device=abacus names none of [")
                || out.contains("refused: backend 'opencl' is unavailable: this machine has no OpenCL "), out);
    }

    private static String choose(String... flags) {
        return choose(Map.of(), flags);
    }

    private static String choose(Map<String, String> environment, String... flags) {
        ForkedJvm run = ForkedJvm.run(List.of(flags), environment, Chooser.class);
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        run.out().lines().forEach(line ->
                assertTrue(line.matches("(\\w+ lacks: |backend '|chose |refused: ).*"),
                () -> "unexpected line: " + line));
        return run.out();
    }

    private static void assertContains(String out, String expected) {
        assertTrue(out.contains(expected), () -> "expected: " + expected + "\nin: " + out);
    }
}
