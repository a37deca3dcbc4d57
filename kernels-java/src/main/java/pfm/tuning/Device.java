package pfm.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a tuning is measured on and good for.
 *
 * @param backend   name of the backend
 * @param device    what it runs on in its own words, lane width included
 * @param processor name of the processor
 */
public record Device(String backend, String device, String processor) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final int LONGEST_NAME = 150;

    /** A device of this machine. */
    public static Device here(String backend, String device) {
        return new Device(backend, device, processorName());
    }

    /** The name of this machine's processor, or of its architecture where the system does not tell. */
    public static String processorName() {
        String architecture = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(architecture);
        } catch (IOException | UncheckedIOException notLinux) {
            return architecture;
        }
    }

    /** A name for its file. */
    String fileName() {
        String plain = (backend + "-" + device + "-" + processor).toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return plain.substring(0, Math.min(LONGEST_NAME, plain.length())) + ".json";
    }
}
