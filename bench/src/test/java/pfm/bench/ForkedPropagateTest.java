package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.bench.ForkedJvm.NATIVE;
import static pfm.bench.ForkedJvm.VECTOR;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What only a JVM of its own can show: a medium that is lost, a full heap, an end by Ctrl-C.
 */
class ForkedPropagateTest {
    private static final List<String> FLAGS = List.of(VECTOR, NATIVE);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("pfm.bench.PropagateTest#backends")
    void aVolumeThatIsCutShortWhileMappedIsAnErrorAndTheJvmLives(String backend) throws IOException {
        Path volume = Plane.write(directory.resolve("n.npy"), "<f4", "(64, 64, 64)", new byte[4 << 18]);
        ForkedJvm ran = ForkedJvm.run(FLAGS, Map.of(), LostMedium.class, backend, volume.toString());
        assertEquals("lost: " + volume + " can no longer be read: the file became shorter or its disk failed while it"
                + " was mapped; restore the file and run again\nalive\n", ran.out());
        assertEquals("", ran.err());
        assertEquals(0, ran.exit());
    }

    @Test
    void aFullHeapIsOneLine() throws IOException {
        Path in = Plane.write(directory.resolve("u.npy"), "<c8", "(1024, 1024)", new byte[8 << 20]);
        ForkedJvm ran = ForkedJvm.run(List.of(VECTOR, NATIVE, "-Xmx16m"), Map.of(), Main.class, propagate(in));
        assertTrue(ran.err().matches("pfm: (a|the) .* heap .*; .*-Xmx.*"), ran.err()); // no '.' is a line end
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertNothingWritten();
    }

    @Test
    void endedWhileItRunsItLeavesNothing() throws IOException, InterruptedException {
        Path in = Plane.write(directory.resolve("u.npy"), "<c8", "(2048, 2048)", new byte[32 << 20]); // takes seconds
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = new ProcessBuilder(ForkedJvm.command(FLAGS, Main.class, propagate(in)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                var key = watch.poll(60, TimeUnit.SECONDS);
                assertTrue(key != null && key.pollEvents().getFirst().context().toString().startsWith(".v.npy."),
                        "the temporary file was made before the computation");
                process.destroy(); // SIGTERM, which the JVM treats as it does Ctrl-C
                assertEquals(143, process.waitFor());
            } finally {
                process.destroyForcibly();
            }
        }
        assertNothingWritten();
    }

    @Test
    void backendsAreListedInAJvmOfItsOwn() {
        ForkedJvm ran = ForkedJvm.run(FLAGS, Map.of(), Main.class, "backends");
        assertEquals(0, ran.exit());
        assertEquals("", ran.err());
        assertEquals(Ran.pfm("backends").out(), ran.out());
    }

    private String[] propagate(Path in) {
        return new String[] {"propagate", "--backend", "reference", "--in", in.toString(), "--wavelength", "532nm",
            "--pitch", "8um", "--distance", "30mm", "--out", directory.resolve("v.npy").toString()};
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of("u.npy"), files.map(f -> f.getFileName().toString()).toList());
        }
    }
}
