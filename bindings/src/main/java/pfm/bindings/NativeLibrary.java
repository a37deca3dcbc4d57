package pfm.bindings;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import pfm.Availability;
import pfm.io.UserCache;

/**
 * A native library that this machine may have: the file that a system property names, else what the dynamic linker
 * finds, else what a jar on the class path carries.
 *
 * @param name       for people
 * @param property   system property that names its file
 * @param file       its name for the dynamic linker
 * @param remedy     how to get it
 * @param symbol     one of its functions: the file might be another library
 * @param companions libraries beside it that add functions; the first that is there is used
 * @param carried    what a jar carries of it, or null if there is none
 */
record NativeLibrary(String name, String property, String file, String remedy, String symbol, List<String> companions,
        CarriedLibrary carried) {
    /** Where libraries of jars are unpacked. */
    private static final Optional<Path> CACHE = UserCache.folder("libraries");

    /**
     * A library that was found.
     *
     * @param location its file, or its name for the dynamic linker
     * @param origin   who named or brought it
     */
    private record Found(SymbolLookup symbols, String location, String origin) {
        @Override
        public String toString() {
            return location + " (" + origin + ")";
        }
    }

    /** Whether it loads here. Nothing is called, and nothing stays loaded. */
    Availability availability() {
        try (Arena arena = Arena.ofConfined()) {
            return new Availability.Available(find(arena).toString());
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
        Found found = find(Arena.global());
        SymbolLookup symbols = companions.stream()
                .flatMap(companion -> lookup(beside(found.location, companion), Arena.global()).stream()).findFirst()
                .map(found.symbols::or).orElse(found.symbols);
        return new Functions(this, found.toString(), symbols);
    }

    /** What a user hears where {@code reason} keeps this library from being used. */
    LibraryUnavailableException unavailable(String reason) {
        String jar = carried == null ? "" : ", or put " + carried.coordinates() + " on the class path";
        return refusal(reason, remedy + jar + ", or name its file with -D" + property + "=PATH");
    }

    private Found find(Arena arena) {
        if (!NativeLibrary.class.getModule().isNativeAccessEnabled()) {
            throw refusal("native access is not enabled", "start java with --enable-native-access=ALL-UNNAMED");
        }
        Found found = locate(arena);
        if (found.symbols.find(symbol).isEmpty()) {
            throw unavailable(found + " has no function " + symbol);
        }
        return found;
    }

    private Found locate(Arena arena) {
        String named = System.getProperty(property);
        if (named != null) {
            return new Found(loaded(named, arena), named, "named by -D" + property);
        }
        Optional<SymbolLookup> ofSystem = lookup(file, arena);
        return ofSystem.map(this::linked).or(() -> carried(arena))
                .orElseThrow(() -> unavailable(file + " " + objection(file)));
    }

    /** What the dynamic linker found: if a jar's library is loaded already, it is the one with this name. */
    private Found linked(SymbolLookup symbols) {
        Optional<Path> at = symbols.find(symbol).flatMap(MappedFile::at);
        Optional<Path> unpacked = at.filter(path -> CACHE.filter(cache -> isWithin(cache, path)).isPresent());
        return unpacked.map(path -> new Found(symbols, path.toString(), "from " + path.getName(path.getNameCount() - 2)
                        + ".jar"))
                .orElseGet(() -> new Found(symbols, file,
                        "found by the dynamic linker" + at.map(path -> " at " + path).orElse("")));
    }

    private static boolean isWithin(Path cache, Path path) {
        try {
            return path.startsWith(cache.toRealPath());
        } catch (IOException absent) {
            return false;
        }
    }

    private Optional<Found> carried(Arena arena) {
        if (carried == null) {
            return Optional.empty();
        }
        try {
            Optional<CarriedLibrary.Unpacked> unpacked =
                    carried.find(NativeLibrary.class.getClassLoader(), CACHE);
            if (unpacked.isEmpty()) {
                return Optional.empty();
            }
            Found last = null;
            for (Path part : unpacked.get().files()) { // those that it needs are found by their names once loaded
                last = new Found(loaded(part.toString(), arena), part.toString(), "from " + unpacked.get().origin());
            }
            return Optional.of(last);
        } catch (IOException e) {
            throw unavailable(e.getMessage());
        }
    }

    private SymbolLookup loaded(String location, Arena arena) {
        return lookup(location, arena).orElseThrow(() -> unavailable(location + " " + objection(location)));
    }

    private static String objection(String location) {
        Path path = Path.of(location);
        if (!Files.exists(path)) {
            return "was not found";
        }
        String objection = Elf.objection(path);
        return objection.isEmpty() ? "is no library that loads here" : objection;
    }

    private LibraryUnavailableException refusal(String reason, String what) {
        return new LibraryUnavailableException(name, new Availability.Unavailable(reason, what));
    }

    private static String beside(String location, String companion) {
        Path folder = Path.of(location).getParent();
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
            return Elf.objection(path).isEmpty() // another file would make the JVM print a warning about its stack
                    ? Optional.of(SymbolLookup.libraryLookup(path, arena)) : Optional.empty();
        } catch (IllegalArgumentException notLoaded) {
            return Optional.empty();
        }
    }
}
