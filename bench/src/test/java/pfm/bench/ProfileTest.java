package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static pfm.bench.ForkedJvm.NATIVE;
import static pfm.bench.ForkedJvm.VECTOR;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability;
import pfm.Backends;
import pfm.bench.page.Browser;
import pfm.bench.peer.MachineLimits;
import pfm.bench.profile.MachineFigures;
import pfm.bench.profile.Roof;
import pfm.io.Json;

/** {@code pfm profile} in a process with a cache of its own, in which the figures of the machine are kept. */
class ProfileTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void keepFigures() throws IOException {
        Roof roof = new Roof(1, new MachineLimits(10, 5), new MachineLimits(10, 50));
        Path kept = folder.resolve("pfm/machine").resolve(MachineFigures.file().orElseThrow().getFileName());
        new MachineFigures("2026-01-02", roof, roof, Map.of("vector: CPU, 16 lanes of float32, 1 thread", 5e8))
                .write(kept);
    }

    @Test
    void aNetworkIsProfiledLayerByLayer() throws IOException {
        Path html = folder.resolve("page.html");
        ForkedJvm run = run("profile", "--backend", "vector", "--images", "2", "--seconds", "0.01", "--html",
                html.toString(), "--json");
        assertEquals(Exit.OK, run.exit(), run.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(run.out(), "profile");
        assertEquals(6, ((List<?>) facts.get("parts")).size());
        assertEquals(true, facts.get("complete"));
        assertEquals("2026-01-02", ((Map<?, ?>) facts.get("machine")).get("date"));
        Map<?, ?> whole = (Map<?, ?>) facts.get("run");
        double ms = (double) whole.get("ms");
        assertEquals((double) whole.get("flops") / ms / 1e6, (double) whole.get("gigaflops"), 1e-6);
        Map<?, ?> device = (Map<?, ?>) facts.get("simulatedDevice");
        assertEquals(3920, ((Number) device.get("equivalentMacs")).doubleValue());
        assertEquals(128 * 128 * 5, ((Number) device.get("simulatedVoxelUpdates")).doubleValue());
        assertEquals(2, ((Map<?, ?>) facts.get("simulatorEnergy")).size());
        assertEquals("Profile of diffractive-mnist.safetensors", Browser.xml(Files.readString(html))
                .getElementsByTagName("h1").item(0).getTextContent());
    }

    @Test
    void aKernelIsProfiledByNameOrWorkload() {
        ForkedJvm kernel = run("profile", "--kernel", "crossbar", "--size", "32", "--seconds", "0.01");
        assertEquals(Exit.OK, kernel.exit(), kernel.err());
        assertTrue(kernel.out().contains("subject    crossbar/ideal/32x32/batch64"), kernel.out());
        ForkedJvm workload = run("profile", "--workload", "angular-spectrum/exact/7x9/forward", "--backend",
                "reference", "--seconds", "0.01");
        assertEquals(Exit.OK, workload.exit(), workload.err());
        assertTrue(workload.out().contains("subject    angular-spectrum/exact/7x9"), workload.out());
    }

    @Test
    void twoSubjectsAreRefused() {
        Ran ran = Ran.pfm("profile", "--kernel", "crossbar", "--workload", "angular-spectrum/exact/7x9");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertTrue(ran.err().contains("one of --model, --workload and --kernel may be given"), ran.err());
        Ran unknown = Ran.pfm("profile", "--kernel", "abacus");
        assertEquals(Exit.BAD_INPUT, unknown.exit());
        assertTrue(unknown.err().contains("split-step"), unknown.err());
    }

    @Test
    void aPlanUsesWhatIsKept() {
        ForkedJvm run = run("plan", "--parameters", "1e6", "--backend", "vector", "--threads", "1");
        assertEquals(Exit.OK, run.exit(), run.err());
        assertTrue(!run.out().contains("16 lanes") || run.out().contains("5.00e+08 voxel-field updates/s at 512 x 512"
                + " on 2026-01-02, kept by 'pfm profile --machine'"), run.out());
    }

    @Test
    void interruptedItWritesWhatIsFinished() throws IOException, InterruptedException {
        Path html = folder.resolve("page.html");
        Path told = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(ForkedJvm.command(List.of(VECTOR, NATIVE), Main.class, "profile",
                "--backend", "vector", "--images", "1", "--seconds", "20", "--html", html.toString()));
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(told.toFile()).start();
        for (boolean started = false; !started && !process.waitFor(20, TimeUnit.MILLISECONDS);) {
            started = Files.readString(told).contains("backend    vector");
        }
        process.destroy(); // SIGTERM, which the JVM treats as Ctrl-C
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String out = Files.readString(told);
        assertTrue(out.contains("interrupted after "), out);
        assertTrue(out.contains("whole run"), out);
        assertTrue(Files.readString(html).contains("Interrupted: "), out);
    }

    @Test
    void whatWasStoppedGoesOnByTheCommandThatItNames() throws IOException, InterruptedException {
        Path told = folder.resolve("out");
        Path html = folder.resolve("page.html");
        ProcessBuilder builder = new ProcessBuilder(ForkedJvm.command(List.of(VECTOR, NATIVE), Main.class, "profile",
                "--backend", "vector", "--images", "1", "--seconds", "0.5", "--html", html.toString()));
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(told.toFile()).start();
        while (!process.waitFor(5, TimeUnit.MILLISECONDS) && kept().lines().count() < 2) {
            // until the whole and a part are finished
        }
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String out = Files.readString(told);
        Matcher command = Pattern.compile("to go on: ./pfm (profile .* --resume .*)").matcher(out);
        assertTrue(command.find(), out);
        List<String> before = kept().lines().toList();
        ForkedJvm again = run((command.group(1) + " --json").split(" "));
        assertEquals(Exit.OK, again.exit(), again.err());
        assertEquals(true, ((Map<?, ?>) Json.parse(again.out(), "profile")).get("complete"));
        assertEquals(before, kept().lines().limit(before.size()).toList());
        assertEquals(7, kept().lines().count(), "the whole and six parts, each once");
    }

    /** What profiles in this cache have kept. */
    private String kept() throws IOException {
        Path profile = folder.resolve("pfm/profile");
        if (!Files.exists(profile)) {
            return "";
        }
        try (Stream<Path> files = Files.list(profile)) {
            Optional<Path> file = files.findFirst();
            return file.isPresent() ? Files.readString(file.get()) : "";
        }
    }

    @Test
    void timeOnTheDeviceStandsBesideTheWholeTime() throws IOException {
        assumeTrue(Backends.named("opencl").availability() instanceof Availability.Available, "OpenCL is not there");
        Path html = folder.resolve("page.html");
        Path json = folder.resolve("profile.json");
        ForkedJvm run = run("profile", "--backend", "opencl", "--kernel", "split-step", "--size", "128", "--seconds",
                "0.1", "--html", html.toString(), "--json", json.toString());
        assertEquals(Exit.OK, run.exit(), run.err());
        assertTrue(run.out().contains("on device"), run.out());
        Map<?, ?> whole = (Map<?, ?>) ((Map<?, ?>) Json.parse(Files.readString(json), "profile")).get("run");
        double onDevice = (double) whole.get("deviceMs");
        assertTrue(onDevice > 0 && onDevice < (double) whole.get("msHigh"), whole.toString());
        assertTrue(Browser.xml(Files.readString(html)).getElementsByTagName("table").item(0).getTextContent()
                .contains("on the device [ms]"));
    }

    private ForkedJvm run(String... arguments) {
        return ForkedJvm.run(List.of(VECTOR, NATIVE), Map.of("XDG_CACHE_HOME", folder.toString()), Main.class,
                arguments);
    }
}
