package pfm.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A library of Fourier transforms that the peer in C is built on. */
public enum TransformLibrary {
    /** As the distribution ships it: what users have. */
    FFTW("fftw", "", List.of("-lfftw3f_omp", "-lfftw3f")),
    /** The distribution's source of FFTW, built here for this processor with AVX-512. */
    FFTW_AVX512("fftw-avx512", "lib/libfftw3f_omp.a", List.of("-lfftw3f_omp", "-lfftw3f")),
    /** The last MKL whose AVX-512 code also runs on processors of other makers. */
    MKL("mkl", "lib/libmkl_core.so", List.of("-lmkl_intel_lp64", "-lmkl_gnu_thread", "-lmkl_core")),
    /** A current MKL. */
    MKL_2025("mkl-2025", "lib/libmkl_core.so", List.of("-lmkl_intel_lp64", "-lmkl_gnu_thread", "-lmkl_core"));

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private final String label;
    private final String marker;
    private final List<String> libraries;

    TransformLibrary(String label, String marker, List<String> libraries) {
        this.label = label;
        this.marker = marker;
        this.libraries = libraries;
    }

    /**
     * The library with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TransformLibrary named(String name) {
        return Arrays.stream(values()).filter(l -> l.label.equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("--peer must be all, or some of " + names() + ", was '" + name + "'"));
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(TransformLibrary::label).toList();
    }

    /** Its name on the command line and in reports. */
    public String label() {
        return label;
    }

    /** What is missing in the folder of installed peers, with the remedy; nothing if the compiler may try. */
    public Optional<String> lack(Path installed) {
        return marker.isEmpty() || Files.exists(installed.resolve(label, marker)) ? Optional.empty()
                : Optional.of("peer " + label + " is not installed; fetch and build it: ./pfm bench install");
    }

    /** Where {@code ./pfm bench install} puts libraries: in the cache of the user. */
    public static Path installed() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
                .resolve("pfm", "peers");
    }

    /** The arguments by which a compiler finds and links it. */
    List<String> arguments(Path installed) {
        List<String> arguments = new ArrayList<>();
        if (!marker.isEmpty()) {
            Path folder = installed.resolve(label);
            arguments.addAll(List.of("-I" + folder.resolve("include"), "-L" + folder.resolve("lib"),
                    "-Wl,-rpath," + folder.resolve("lib"), "-Wl,--no-as-needed"));
        }
        if (this == MKL || this == MKL_2025) {
            arguments.add("-DPEER_MKL");
        }
        arguments.addAll(libraries);
        arguments.addAll(List.of("-lm", "-ldl", "-lpthread"));
        return arguments;
    }

    /** Environment variables that it needs for its best. */
    Map<String, String> environment() {
        if (this != MKL) {
            return Map.of();
        }
        String processor;
        try {
            processor = Files.readString(PROCESSORS);
        } catch (IOException notLinux) {
            return Map.of();
        }
        // On AMD it takes its slowest path unless it is told which one the processor understands.
        return processor.contains("AuthenticAMD")
                ? Map.of("MKL_DEBUG_CPU_TYPE", processor.contains("avx512f") ? "7" : "5") : Map.of();
    }
}
