package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability.Available;
import pfm.Availability.Unavailable;

/** Files that look like a library and do not load: each is one line with the file's name and a remedy. */
class NativeFaultTest {
    @TempDir
    private Path folder;

    @Test
    void oneThatNeedsALibraryThatIsMissing() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "a C compiler makes the library");
        Files.writeString(folder.resolve("gone.c"), "int gone(void) { return 1; }\n");
        Files.writeString(folder.resolve("x.c"), "int gone(void);\nint x(void) { return gone(); }\n");
        Path gone = folder.resolve("libgone.so");
        Path needy = folder.resolve("libx.so");
        compile("-o", gone.toString(), folder.resolve("gone.c").toString());
        compile("-o", needy.toString(), folder.resolve("x.c").toString(), "-L" + folder, "-lgone",
                "-Wl,-rpath," + folder);
        assertInstanceOf(Available.class, library(needy).availability());
        Files.delete(gone);
        assertRefused(needy);
    }

    @Test
    void oneThatWasCutShort() throws IOException {
        Path whole = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        byte[] bytes = Files.readAllBytes(whole);
        assertRefused(Files.write(folder.resolve("libx.so"), Arrays.copyOf(bytes, 4000)));
    }

    @Test
    void oneWhoseLinkLeadsNowhere() throws IOException {
        assertRefused(Files.createSymbolicLink(folder.resolve("libx.so"), folder.resolve("libx.so.0")));
    }

    private static void assertRefused(Path file) {
        Unavailable why = assertInstanceOf(Unavailable.class, library(file).availability());
        assertTrue(why.reason().startsWith(file.toString()), why::reason);
        assertEquals(1, why.reason().lines().count(), why::reason);
        assertEquals("apt install libx, or name its file with -Dpfm.x=PATH", why.remedy());
    }

    private void compile(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/gcc", "-shared", "-fPIC"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    private static NativeLibrary library(Path file) {
        return new NativeLibrary("X", "pfm.x", file.toString(), "apt install libx", "x", List.of(), null);
    }
}
