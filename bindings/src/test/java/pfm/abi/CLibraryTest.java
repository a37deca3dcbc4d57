package pfm.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Backends;
import pfm.Kernels;
import pfm.io.Idx;
import pfm.model.Inference;
import pfm.model.LabelledImages;
import pfm.model.NetworkFile;
import pfm.model.Readings;

/** Programs in C that link the library: they get what Java gets, and are refused what Java refuses. */
class CLibraryTest {
    private static final Path SHIPPED = Path.of("..", "bench", "src", "main", "resources", "pfm", "bench");
    private static final Path NETWORK = SHIPPED.resolve("diffractive-mnist.safetensors");
    private static final Path EXAMPLES = Path.of("examples");
    private static final int IMAGES = 1000;

    @TempDir
    private static Path folder;
    private static Compiled library;

    @BeforeAll
    static void build() throws Exception {
        Compiled.assumeCompiler("gcc");
        library = Compiled.library(folder).withJars().withFaultyBackend();
    }

    @Test
    void theLibraryKeepsWhatTheHeaderSays() throws Exception {
        Path program = library.program(Path.of("src", "test", "c", "contract.c"));
        Path broken = Files.writeString(folder.resolve("broken.safetensors"), "no network");
        Map<String, String> withoutFftw = Map.of("PFM_JVM_ARGS", "-Xmx512m -Dpfm.tuning=none -Dpfm.fftw=/nowhere");
        assertEquals(new Compiled.Ran(0, "kept\n", ""), library.run(program, withoutFftw, NETWORK, broken));
    }

    @Test
    void theHeaderIsCPlusPlusToo() throws Exception {
        Compiled.assumeCompiler("g++");
        Path source = Files.writeString(folder.resolve("program.cpp"), """
                #include <pfm.h>
                int main() {
                    pfm_error error;
                    pfm_kernels kernels;
                    return pfm_open("auto", 1, &kernels, &error) + pfm_close(kernels, &error);
                }
                """);
        Path program = folder.resolve("program");
        library.compile("g++", "-std=c++11", "-I" + HeaderTest.HEADER.getParent(), source.toString(), "-L" + folder,
                "-lpfm", "-Wl,-rpath," + folder, "-o", program.toString());
        assertEquals(new Compiled.Ran(0, "", ""), library.run(program, Map.of()));
    }

    @Test
    void theClassifierDecidesAsJavaDoes() throws Exception {
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");
        Files.write(images, first(SHIPPED.resolve("mnist", "t10k-images-idx3-ubyte.gz"), 16, IMAGES * 28 * 28));
        Files.write(labels, first(SHIPPED.resolve("mnist", "t10k-labels-idx1-ubyte.gz"), 8, IMAGES));
        Path decisions = folder.resolve("decisions");
        Compiled.Ran ran = library.run(library.program(EXAMPLES.resolve("classify.c")), Map.of(), NETWORK, images,
                labels, decisions);
        assertEquals("", ran.err());
        try (Arena arena = Arena.ofShared(); Kernels kernels = Backends.choose().backend().open()) {
            LabelledImages all = LabelledImages.of(Idx.images(images), Idx.labels(labels), 10);
            Readings readings = new Inference(NetworkFile.load(NETWORK, arena).network(), kernels, arena).run(all);
            assertEquals(IntStream.range(0, IMAGES).mapToObj(i -> "" + readings.decision(i)).toList(),
                    Files.readAllLines(decisions));
            assertEquals(List.of("device     " + kernels.device(), "images     1000 of 28x28 pixels, 10 classes",
                    "accuracy   %.2f %%".formatted(100 * readings.accuracy(all))), ran.out().lines().toList());
        }
    }

    /** The begin of an IDX file, with the count of its items set to {@link #IMAGES}. */
    private static byte[] first(Path gzip, int head, int values) throws Exception {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(gzip))) {
            byte[] begin = in.readNBytes(head);
            ByteBuffer.wrap(begin).putInt(4, IMAGES);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.write(begin);
            file.write(in.readNBytes(values));
            return file.toByteArray();
        }
    }

    @Test
    void theSplitStepHasTheBitsOfJava() throws Exception {
        Path program = library.program(EXAMPLES.resolve("split_step.c"));
        for (String backend : List.of("vector", "reference")) {
            Path field = folder.resolve("field");
            Compiled.Ran ran = library.run(program, Map.of(), backend, field);
            assertEquals("", ran.err());
            assertTrue(ran.out().startsWith("device     " + backend), ran.out());
            MemorySegment written = MemorySegment.ofArray(Files.readAllBytes(field));
            assertEquals(-1, BeamThroughGlass.field(backend).mismatch(written));
        }
    }

    @Test
    void whatIsMissingIsSaidWithItsRemedy(@TempDir Path empty) throws Exception {
        Path program = library.program(EXAMPLES.resolve("split_step.c"));
        assertRefused("PFM_JAVA must name a folder with Java 25, was '/nowhere'; get it from https://adoptium.net",
                library.run(program, Map.of("PFM_JAVA", "/nowhere")));
        assertRefused(empty + " must hold the jars of pfm beside libpfm.so, has none;"
                + " make the folder with ./pfm c-library, or name it in PFM_HOME",
                library.run(program, Map.of("PFM_HOME", empty.toString())));
        Files.writeString(empty.resolve("bindings-0.jar"), "");
        assertTrue(library.run(program, Map.of("PFM_HOME", empty.toString())).err().contains(" has only some; make"));
        Files.writeString(empty.resolve("kernels-java-0.jar"), "");
        assertRefused("Java must give the kernels, threw java.lang.ClassNotFoundException: pfm.abi.FunctionTable;"
                + " are the jars of one version of pfm on its class path?",
                library.run(program, Map.of("PFM_HOME", empty.toString())));
        Compiled.Ran ran = library.run(program, Map.of("PFM_JVM_ARGS", "-Xmx512m --no-such-option"));
        assertTrue(ran.err().contains(" must start, answered ") && ran.err().contains("--no-such-option"), ran.err());
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
    }

    private static void assertRefused(String message, Compiled.Ran ran) {
        assertEquals(new Compiled.Ran(2, "", "split_step: code 2: " + message), ran);
    }

    @Test
    @SuppressWarnings("restricted")
    void aVirtualMachineThatRunsIsJoined() throws Throwable {
        SymbolLookup symbols = SymbolLookup.libraryLookup(folder.resolve("libpfm.so"), Arena.global());
        MemorySegment error = Arena.global().allocate(1024, 4);
        MemorySegment table = (MemorySegment) Linker.nativeLinker().downcallHandle(
                symbols.find("pfm_load").orElseThrow(), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                .invokeExact(error);
        assertEquals(FunctionTable.address(), table.address(), () -> error.getString(4));
    }
}
