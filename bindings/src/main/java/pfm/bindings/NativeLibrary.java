package pfm.bindings;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import pfm.Availability;

/**
 * A native library that this machine may have: the file that a system property names, else what the dynamic linker
 * finds.
 *
 * @param name       for people
 * @param property   system property that names its file
 * @param file       its name for the dynamic linker
 * @param remedy     how to get it
 * @param symbol     one of its functions: the file might be another library
 * @param companions libraries beside it that add functions; the first that is there is used
 */
record NativeLibrary(
        String name, String property, String file, String remedy, String symbol, List<String> companions) {
    private static final byte[] ELF = {0x7F, 'E', 'L', 'F'};

    /** Whether it loads here. Nothing is called, and nothing stays loaded. */
    Availability availability() {
        try (Arena arena = Arena.ofConfined()) {
            symbols(arena);
            return new Availability.Available(location());
        } catch (LibraryUnavailableException e) {
            return e.why();
        }
    }

    /**
     * Loads it for good: the threads of a library must not lose their code.
     *
     * @throws LibraryUnavailableException with reason and remedy if it does not load
     */
    Functions load() {
        SymbolLookup symbols = symbols(Arena.global());
        return new Functions(this, companions.stream()
                .flatMap(companion -> lookup(beside(companion), Arena.global()).stream()).findFirst()
                .map(symbols::or).orElse(symbols));
    }

    /** What a user hears where {@code reason} keeps this library from being used. */
    LibraryUnavailableException unavailable(String reason) {
        return refusal(reason, remedy + ", or name its file with -D" + property + "=PATH");
    }

    private SymbolLookup symbols(Arena arena) {
        if (!NativeLibrary.class.getModule().isNativeAccessEnabled()) {
            throw refusal("native access is not enabled", "start java with --enable-native-access=ALL-UNNAMED");
        }
        SymbolLookup symbols = lookup(location(), arena).orElseThrow(() -> unavailable(location()
                + (Files.exists(Path.of(location())) ? " is no library that loads here" : " was not found")));
        if (symbols.find(symbol).isEmpty()) {
            throw unavailable(location() + " has no function " + symbol);
        }
        return symbols;
    }

    private LibraryUnavailableException refusal(String reason, String what) {
        return new LibraryUnavailableException(name, new Availability.Unavailable(reason, what));
    }

    private String location() {
        return System.getProperty(property, file);
    }

    private String beside(String companion) {
        Path folder = Path.of(location()).getParent();
        return folder == null ? companion : folder.resolve(companion).toString();
    }

    /** The symbols of a library, if it loads. A name without a folder is one for the dynamic linker. */
    @SuppressWarnings("restricted") // what is called by these symbols stands in this package, argument by argument
    private static Optional<SymbolLookup> lookup(String library, Arena arena) {
        Path path = Path.of(library);
        try {
            if (path.getParent() == null) {
                return Optional.of(SymbolLookup.libraryLookup(library, arena));
            }
            return isElf(path) ? Optional.of(SymbolLookup.libraryLookup(path, arena)) : Optional.empty();
        } catch (IllegalArgumentException notLoaded) {
            return Optional.empty();
        }
    }

    /** Another file would make the JVM print a warning about its stack. */
    private static boolean isElf(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            return Arrays.equals(file.readNBytes(ELF.length), ELF);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
