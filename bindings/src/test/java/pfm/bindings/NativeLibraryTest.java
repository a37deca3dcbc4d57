package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability.Available;
import pfm.Availability.Unavailable;

/** A library that is missing, is none, or is another is an answer with reason and remedy. */
class NativeLibraryTest {
    private static final String REMEDY = "apt install libx, or name its file with -Dpfm.x=PATH";

    @TempDir
    private Path folder;

    @Test
    void aLibraryThatIsMissingIsToldWithItsRemedy() {
        assertUnavailable("libx.so.0 was not found", library("libx.so.0", "x"));
        String path = folder.resolve("libx.so.0").toString();
        assertUnavailable(path + " was not found", library(path, "x"));
    }

    @Test
    void aFileThatIsNoLibraryIsTold() throws IOException {
        Path text = Files.writeString(folder.resolve("libx.so.0"), "no library");
        assertUnavailable(text + " is no library that loads here", library(text.toString(), "x"));
        assertUnavailable(folder + " is no library that loads here", library(folder.toString(), "x"));
    }

    @Test
    void aFileThatCannotBeReadIsTold() {
        // the memory of this process has nothing at address 0: whoever reads there, root too, gets an error
        assertUnavailable("/proc/self/mem is no library that loads here", library("/proc/self/mem", "x"));
    }

    @Test
    void aLibraryForAnotherMachineIsTold() throws IOException {
        byte[] head = new byte[64];
        System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}, 0, head, 0, 7);
        head[18] = (byte) 243;
        Path foreign = Files.write(folder.resolve("libx.so.0"), head);
        String own = System.getProperty("os.arch").equals("amd64") ? "x86-64" : "AArch64";
        assertUnavailable(foreign + " is a library for RISC-V, this machine runs " + own,
                library(foreign.toString(), "x"));
    }

    @Test
    void anotherLibraryIsTold() {
        assertUnavailable("libm.so.6 (found by the dynamic linker) has no function cblas_sgemm",
                library("libm.so.6", "cblas_sgemm"));
    }

    @Test
    void aFunctionThatIsMissingIsToldWhereItIsAskedFor() {
        NativeLibrary math = library("libm.so.6", "cosf");
        String found = ((Available) math.availability()).device();
        assertTrue(found.matches("libm\\.so\\.6 \\(found by the dynamic linker at /.*/libm[^/]*\\)"), found);
        assertEquals(1, math.load().function("cosf", Cosine.class).of(0));
        assertEquals("X is unavailable: " + found + " has no function sgemm_; " + REMEDY,
                assertThrows(LibraryUnavailableException.class,
                        () -> math.load().function("sgemm_", Cosine.class)).getMessage());
    }

    private static void assertUnavailable(String reason, NativeLibrary library) {
        assertEquals(new Unavailable(reason, REMEDY), library.availability());
        assertEquals("X is unavailable: " + reason + "; " + REMEDY,
                assertThrows(LibraryUnavailableException.class, library::load).getMessage());
    }

    private static NativeLibrary library(String file, String symbol) {
        return new NativeLibrary("X", "pfm.x", file, "apt install libx", symbol, List.of(), null);
    }

    /** A function of one number. */
    public interface Cosine {
        /** Its value. */
        float of(float x);
    }
}
