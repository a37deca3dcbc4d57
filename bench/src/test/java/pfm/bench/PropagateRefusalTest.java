package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong with a propagation is one line on stderr, exit code 2, and no output: nothing whole, nothing
 * partial.
 */
class PropagateRefusalTest {
    private static final String SEE_HELP = "; see 'pfm propagate --help'";

    @TempDir
    private Path directory;

    private Path in;
    private Path volume;

    @BeforeEach
    void writeWhatIsRight() {
        in = Plane.write(directory.resolve("u.npy"), "<c8", "(4, 6)", Plane.random(4, 6, 1));
        volume = Plane.write(directory.resolve("n.npy"), "|u1", "(2, 4, 6)", new byte[48]);
    }

    /** The command line that works, with options replaced by, or added from, {@code changes}; null takes one away. */
    private Ran run(String... changes) {
        List<String> arguments = new ArrayList<>(List.of("--backend", "reference", "--in", in.toString(), "--out",
                out().toString(), "--wavelength", "532nm", "--pitch", "1um", "--distance", "1um"));
        for (int i = 0; i < changes.length; i += 2) {
            int at = arguments.indexOf(changes[i]);
            if (at >= 0) {
                arguments.subList(at, at + 2).clear();
            }
            if (changes[i + 1] != null) {
                arguments.addAll(List.of(changes[i], changes[i + 1]));
            }
        }
        arguments.addFirst("propagate");
        return Ran.pfm(arguments.toArray(String[]::new));
    }

    private Path out() {
        return directory.resolve("v.npy");
    }

    private void assertRefused(String line, String... changes) throws IOException {
        Ran ran = run(changes);
        assertEquals("pfm: " + line + System.lineSeparator(), ran.err());
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertNoOutput();
    }

    private void assertNoOutput() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.filter(f -> f.getFileName().toString().contains("v.npy")).toList());
        }
    }

    private String[] throughVolume(String... changes) {
        List<String> all = new ArrayList<>(Arrays.asList("--distance", null, "--volume", volume.toString(),
                "--slice-thickness", "1um", "--levels", "0:0.01"));
        all.addAll(Arrays.asList(changes));
        return all.toArray(String[]::new);
    }

    @Test
    void theCommandLinesThatTheCasesStartFromWork() {
        assertEquals(Exit.OK, run().exit());
        assertEquals(Exit.OK, run(throughVolume()).exit());
    }

    @Test
    void optionsThatDoNotGoTogether() throws IOException {
        assertRefused("one of --distance (free space) and --volume must be given, none was" + SEE_HELP, "--distance",
                null);
        assertRefused("one of --distance (free space) and --volume must be given, both were" + SEE_HELP,
                throughVolume("--distance", "1um"));
        assertRefused("--slice-thickness must be given with --volume" + SEE_HELP,
                throughVolume("--slice-thickness", null));
        assertRefused("--frame belongs to --volume, which was not given" + SEE_HELP, "--frame", "3");
        assertRefused("--levels belongs to --volume, which was not given" + SEE_HELP, "--levels", "0:1");
        String twice = directory.resolve("v.npy").toString();
        Ran ran = run("--out", twice, "--json", twice);
        assertTrue(ran.err().matches("pfm: --\\w+ and --\\w+ must name different files, both were '\\Q" + twice
                + "\\E'; .*\\R"), ran.err());
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertNoOutput();
        assertRefused("Missing required option: '--wavelength=LENGTH'" + SEE_HELP, "--wavelength", null);
        assertRefused("Invalid value for option '--index': 'glass' is not a double" + SEE_HELP, "--index", "glass");
    }

    @Test
    void quantitiesInAMistakenUnit() throws IOException {
        assertRefused("wavelength must be in [1.0E-9, 0.01] m, was 532.0", "--wavelength", "532");
        assertRefused("wavelength must be a number with a unit of length (m, cm, mm, um, nm, pm), for example 532nm,"
                + " was '532 THz'", "--wavelength", "532 THz");
        assertRefused("pitch along x must be in [1.0E-10, 1.0] m, was 8.0", "--pitch", "8");
        assertRefused("pitch along y must be in [1.0E-10, 1.0] m, was -1.0E-6", "--pitch", "1um:-1um");
        assertRefused("distance must be in [-1000000.0, 1000000.0] m, was 1.0E9", "--distance", "1e9");
        assertRefused("index must be in [0.5, 10.0], was 1450.0", "--index", "1450");
        assertRefused("index must be in [0.5, 10.0], was NaN", "--index", "NaN");
        assertRefused("slice thickness must be in [1.0E-12, 1.0] m, was -1.0E-6",
                throughVolume("--slice-thickness", "-1um"));
        assertRefused("threads must be in [1, 4096], was 0", "--threads", "0");
    }

    @Test
    void backends() throws IOException {
        assertRefused("backend must be one of [vector, native, opencl, reference], was 'gpu'", "--backend", "gpu");
    }

    @Test
    void inputThatIsNotThereOrNotNpy() throws IOException {
        assertRefused(directory.resolve("no.npy") + ": no such file; check the path", "--in",
                directory.resolve("no.npy").toString());
        assertRefused(directory + ": is not a regular file; check the path and the disk", "--in", directory.toString());
        Path text = Files.writeString(directory.resolve("text"), "hello, world");
        assertRefused(text + ": file (byte 0) must be in NPY format, beginning with \\x93NUMPY, was 'hello,';"
                + " write it with numpy.save", "--in", text.toString());
        Path cut = Files.write(directory.resolve("cut.npy"), Arrays.copyOf(Files.readAllBytes(in), 200));
        assertRefused(cut + ": file (byte 200) must be 320 bytes long (<c8 [4, 6] from byte 128), was 200 bytes long;"
                + " it is cut short; copy or save it again", "--in", cut.toString());
    }

    @Test
    void inputOfAnotherTypeOrShape() throws IOException {
        Path other = directory.resolve("other.npy");
        Plane.write(other, "<f4", "(4, 6)", new byte[96]);
        assertRefused(other + ": dtype must be one of ['<c8', '<c16'], was '<f4'; save a.astype('<c8')",
                "--in", other.toString());
        Plane.write(other, ">c8", "(4, 6)", new byte[192]);
        assertRefused(other + ": dtype (byte 20) must be one of ['<f4', '<f8', '<c8', '<c16', '|u1'], was '>c8';"
                + " save a.astype('<c8') for a field, a.astype('<f4') for real numbers", "--in", other.toString());
        Plane.write(other, "<c8", "(24,)", new byte[192]);
        assertRefused(other + ": shape must be (ny, nx) or (batch, ny, nx), none of them empty, was [24];"
                + " reshape the array", "--in", other.toString());
    }

    @Test
    void valuesThatAreNotNumbersOrTooLarge() throws IOException {
        Plane plane = Plane.random(4, 6, 2);
        plane.re()[9] = Double.NaN;
        plane.im()[9] = 1;
        Plane.write(in, "<c8", "(2, 4, 6)", Plane.random(4, 6, 3), plane);
        assertRefused("field of " + in + " must be finite everywhere, was NaN + 1.0i at [1, 1, 3]");
        plane.re()[9] = 1e39;
        Plane.write(in, "<c16", "(4, 6)", plane);
        assertRefused("field of " + in + " rounded to complex64 (scale it down, or use --backend reference) must be"
                + " finite everywhere, was Infinity + 1.0i at [0, 1, 3]", "--backend", "vector");
        Plane high = new Plane(4, 6);
        Arrays.fill(high.re(), 3e38); // fits into complex64, and its sum does not
        Plane.write(in, "<c8", "(4, 6)", high);
        Ran ran = run("--backend", "vector");
        assertTrue(ran.err().startsWith("pfm: result, in complex64 (scale the input down), must be finite everywhere,"
                + " was "),
                ran.err());
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertNoOutput();
    }

    @Test
    void volumes() throws IOException {
        assertRefused("levels of " + volume + " must be given as min:max, the values of levels 0 and 255, since its"
                + " dtype is uint8", throughVolume("--levels", null));
        assertRefused("levels must be min:max, for example 0:0.05, was '0.01'", throughVolume("--levels", "0.01"));
        assertRefused("frame must be CELLS[:STRENGTH[:ORDER]], for example 16 or 16:0.5:2, was '3:x'",
                throughVolume("--frame", "3:x"));
        Path wide = Plane.write(directory.resolve("wide.npy"), "|u1", "(2, 4, 7)", new byte[56]);
        assertRefused("nx of the volume of element 0 must be 6, was 7", throughVolume("--volume", wide.toString()));
        Path flat = Plane.write(directory.resolve("flat.npy"), "|u1", "(4, 6)", new byte[24]);
        assertRefused(flat + ": shape must be (nz, ny, nx), none of them empty, was [4, 6]; reshape the array",
                throughVolume("--volume", flat.toString()));
        Path wrong = Plane.write(directory.resolve("wrong.npy"), "<f8", "(2, 4, 6)", new byte[384]);
        assertRefused(wrong + ": dtype must be one of ['<f4', '|u1'], was '<f8'; save a.astype('<f4')",
                throughVolume("--volume", wrong.toString(), "--levels", null));
    }

    @Test
    void volumesWithValuesThatCannotBe() throws IOException {
        ByteBuffer values = ByteBuffer.allocate(192).order(ByteOrder.LITTLE_ENDIAN);
        values.putFloat(4 * 13, Float.POSITIVE_INFINITY);
        Path file = Plane.write(directory.resolve("k.npy"), "<f4", "(2, 4, 6)", values.array());
        assertRefused("values of " + file + " must be finite everywhere, was Infinity at entry 13",
                throughVolume("--volume", file.toString(), "--levels", null));
        assertRefused("values of " + file + " must be finite everywhere, was Infinity at entry 13",
                throughVolume("--extinction", file.toString()));
        Plane.write(file, "<f4", "(2, 4, 6)", values.putFloat(4 * 13, -0.5f).array());
        assertRefused("extinction of " + file + " must be at least 0 everywhere, was -0.5 at its lowest; a positive"
                + " extinction absorbs", throughVolume("--extinction", file.toString()));
        Plane.write(file, "<f4", "(1, 4, 6)", Arrays.copyOf(values.array(), 96));
        assertRefused("nz of " + file + " must be 2, that of " + volume + ", was 1",
                throughVolume("--extinction", file.toString()));
    }

    @Test
    void outputThatCannotBeWritten() throws IOException {
        assertRefused(directory + ": is a directory, the name of a file is needed; check the path and the disk",
                "--out", directory.toString());
        Path none = directory.resolve("none").resolve("out.npy");
        assertRefused(none + ": cannot be written: its directory does not exist; check the path and the disk",
                "--out", none.toString());
        assertRefused(none + ": cannot be written: its directory does not exist; check the path and the disk",
                "--json", none.toString());
    }

    @Test
    void aFullDisk() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this machine has no /dev/full");
        assertRefused("/dev/full: cannot be written: No space left on device; check the path and the disk",
                "--out", "/dev/full");
    }

    @Test
    void anOlderResultStaysWhenTheNewOneFails() throws IOException {
        Files.writeString(directory.resolve("older"), "older");
        assertEquals(Exit.BAD_INPUT, run("--out", directory.resolve("older").toString(), "--wavelength", "1").exit());
        assertEquals("older", Files.readString(directory.resolve("older")));
    }

    @Test
    void aFieldForWhichThereIsNoMemory() throws IOException {
        Path huge = directory.resolve("huge.npy"); // 2^19 x 2^20 complex128: 8 TiB, sparse
        Plane.write(huge, "<c16", "(524288, 1048576)", new byte[0]);
        long header = Files.size(huge);
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(header + (1L << 43));
        } catch (IOException e) {
            assumeTrue(false, "this file system has no files of 8 TiB");
        }
        Ran ran = run("--in", huge.toString());
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertTrue(ran.err().matches("pfm: a field of 1 x 1048576x524288 at 1.0E-6 m needs \\d+ bytes of memory, but"
                + " .*; .*\\R"), ran.err());
        assertNoOutput();
    }
}
