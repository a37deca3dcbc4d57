package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability;
import pfm.bindings.CarriedLibrary.Unpacked;

/** What a jar carries is unpacked once, whole or not at all; what is wrong with it is told. */
class CarriedLibraryTest {
    private static final CarriedLibrary LIBRARY =
            new CarriedLibrary("org.x:x:1.2", "org/x", List.of("libneeded.so.5", "libx.so.0"));
    private static final String PLATFORM = LIBRARY.coordinates().substring("org.x:x:1.2:".length());
    private static final String NEEDED = "org/x/" + PLATFORM + "/libneeded.so.5";
    private static final String X = "org/x/" + PLATFORM + "/libx.so.0";

    @TempDir
    private Path folder;
    private Path cache;
    private Path jar;
    private final Map<String, String> content = new TreeMap<>(Map.of(NEEDED, "what it needs", X, "the library"));

    @BeforeEach
    void name() {
        cache = folder.resolve("cache");
        jar = folder.resolve("x-1.2.jar");
    }

    @Test
    void filesAreUnpackedOnceIntoAFolderNamedForTheJar() throws IOException {
        pack();
        Path needed = cache.resolve("x-1.2/libneeded.so.5");
        Path x = cache.resolve("x-1.2/libx.so.0");
        assertEquals(Optional.of(new Unpacked(List.of(needed, x), "x-1.2.jar")), find());
        assertEquals("what it needs", Files.readString(needed));
        assertEquals("the library", Files.readString(x));
        FileTime longAgo = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(x, longAgo);
        find();
        assertEquals(longAgo, Files.getLastModifiedTime(x), "written again");
    }

    @Test
    void aFileThatWasChangedIsUnpackedAgain() throws IOException {
        pack();
        Path x = find().orElseThrow().files().getLast();
        for (String other : List.of("the Library", "the lib", "")) {
            Files.writeString(x, other);
            find();
            assertEquals("the library", Files.readString(x), "after '" + other + "'");
        }
        content.put(X, "the newer library"); // in a jar of the same name
        pack();
        find();
        assertEquals("the newer library", Files.readString(x));
    }

    @Test
    void aDamagedJarIsToldAndLeavesNothing() throws IOException {
        pack();
        byte[] bytes = Files.readAllBytes(jar);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("the library");
        bytes[at] ^= 1;
        Files.write(jar, bytes);
        assertEquals("libx.so.0 in " + jar + " is damaged (the checksum differs); fetch that jar again", refusal());
        try (Stream<Path> files = Files.list(cache.resolve("x-1.2"))) {
            assertEquals(List.of("libneeded.so.5"), files.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void aJarForAnotherMachineIsTold() throws IOException {
        String other = PLATFORM.equals("linux-arm64") ? "linux-x86_64" : "linux-arm64";
        content.clear();
        content.put("org/x/" + other + "/libx.so.0", "the library");
        pack();
        assertEquals("the class path carries it for " + other + ", this machine is " + PLATFORM, refusal());
    }

    @Test
    void aJarWithoutWhatTheLibraryNeedsIsTold() throws IOException {
        content.remove(NEEDED);
        pack();
        assertEquals("the jar that carries libx.so.0 has no libneeded.so.5", refusal());
    }

    @Test
    void aJarWithoutTheLibraryIsNone() throws IOException {
        content.clear();
        content.put("org/x/readme", "nothing");
        pack();
        assertEquals(Optional.empty(), find());
    }

    @Test
    void aUserWithoutAFolderForItHearsHowToNameOne() throws IOException {
        pack();
        assertEquals("there is no folder to unpack it into: neither XDG_CACHE_HOME nor user.home names one",
                refusal(Optional.empty()));
        Files.writeString(cache, "a file in its place");
        String message = refusal();
        String folderOfJar = cache.resolve("x-1.2").toString();
        assertEquals(folderOfJar + " cannot be used to unpack libneeded.so.5 (",
                message.substring(0, message.indexOf('(') + 1));
        assertEquals("; name another place in XDG_CACHE_HOME", message.substring(message.lastIndexOf(')') + 1));
    }

    @Test
    void aFolderOnTheClassPathIsUsedInPlace() throws IOException {
        Path classes = folder.resolve("classes with a space");
        for (Map.Entry<String, String> file : content.entrySet()) {
            Path path = classes.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        jar = classes;
        assertEquals(Optional.of(new Unpacked(List.of(classes.resolve(NEEDED), classes.resolve(X)), "the class path")),
                find());
        assertEquals(false, Files.exists(cache));
    }

    /** The jar that Maven brings carries what {@link Cblas} looks for, in the version that its remedy names. */
    @Test
    void theOpenBlasOfTheClassPathIsTheOneThatTheRemedyNames() throws IOException {
        CarriedLibrary openBlas = Cblas.Library.OPENBLAS.file().carried();
        Unpacked found = openBlas.find(Cblas.class.getClassLoader(), Optional.of(cache)).orElseThrow();
        String[] named = openBlas.coordinates().split(":");
        assertEquals(named[1] + "-" + named[2] + "-" + named[3] + ".jar", found.origin());
        for (Path file : found.files()) {
            assertEquals("", Elf.objection(file), file.toString());
        }
    }

    /** Where the dynamic linker finds none: another name for it stands for a machine without OpenBLAS. */
    static final class WithoutOpenBlas {
        private WithoutOpenBlas() {
        }

        /** Prints what is available, and what was loaded. */
        public static void main(String[] arguments) {
            NativeLibrary here = Cblas.Library.OPENBLAS.file();
            NativeLibrary absent = new NativeLibrary(here.name(), here.property(), "libabsent.so.0", here.remedy(),
                    here.symbol(), here.companions(), here.carried());
            System.out.println(absent.availability());
            absent.load();
            System.out.println(here.availability());
            System.out.println(Functions.text(absent.load().function(here.symbol(), Text.class).call()));
        }
    }

    /** A function that gives a text. */
    public interface Text {
        /** Its address. */
        MemorySegment call();
    }

    @Test
    void onAMachineWithoutTheLibraryTheJarsIsLoaded() throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                WithoutOpenBlas.class.getName()).redirectErrorStream(true);
        java.environment().put("XDG_CACHE_HOME", folder.toString());
        Process process = java.start();
        List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
        assertEquals(0, process.waitFor(), lines::toString);
        CarriedLibrary openBlas = Cblas.Library.OPENBLAS.file().carried();
        String jar = openBlas.coordinates().substring("org.bytedeco:".length()).replace(':', '-');
        Path unpacked = folder.resolve("pfm/libraries").resolve(jar).resolve("libopenblas.so.0");
        String found = new Availability.Available(unpacked + " (from " + jar + ".jar)").toString();
        assertEquals(List.of(found, found), lines.subList(0, 2),
                "at first, and by the name of the library once it is loaded");
        String version = openBlas.coordinates().split("[:-]")[2];
        assertTrue(lines.getLast().startsWith("OpenBLAS " + version), lines::toString);
    }

    /** Stored without compression, so that a byte of it can be changed. */
    private void pack() throws IOException {
        try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> each : content.entrySet()) {
                byte[] bytes = each.getValue().getBytes(StandardCharsets.UTF_8);
                CRC32 sum = new CRC32();
                sum.update(bytes);
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
            }
        }
    }

    private Optional<Unpacked> find() throws IOException {
        return find(Optional.of(cache));
    }

    private Optional<Unpacked> find(Optional<Path> place) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return LIBRARY.find(loader, place);
        }
    }

    private String refusal() {
        return refusal(Optional.of(cache));
    }

    private String refusal(Optional<Path> place) {
        return assertThrows(IOException.class, () -> find(place)).getMessage();
    }
}
