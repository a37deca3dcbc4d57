package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Map;
import java.util.stream.Collectors;

/** Which native libraries this machine has. */
final class NativeLibraries {
    /** Name for people, name for the dynamic linker. */
    private static final Map<String,
            String> LIBRARIES = Map.of("FFTW", "libfftw3f.so.3", "OpenBLAS", "libopenblas.so.0");

    private NativeLibraries() {
    }

    /** The libraries found, in a few words. */
    static String describe() {
        if (!NativeLibraries.class.getModule().isNativeAccessEnabled()) {
            return "nor is native access enabled, which --enable-native-access=ALL-UNNAMED does";
        }
        return LIBRARIES.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(library -> library.getKey() + (loads(library.getValue()) ? " found" : " not found"))
                .collect(Collectors.joining(", "));
    }

    @SuppressWarnings("restricted") // loads nothing that is called
    private static boolean loads(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException notFound) {
            return false;
        }
    }
}
