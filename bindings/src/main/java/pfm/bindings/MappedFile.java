package pfm.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Which file lies at an address of this process. */
final class MappedFile {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private MappedFile() {
    }

    /** The file that {@code address} lies in; empty where it lies in none, or the system does not tell. */
    static Optional<Path> at(MemorySegment address) {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.indexOf('/') > 0 && contains(line, address.address())).findFirst()
                    .map(line -> Path.of(line.substring(line.indexOf('/'))));
        } catch (IOException | UncheckedIOException untold) {
            return Optional.empty();
        }
    }

    /** A line begins with {@code first-end}, hexadecimal. */
    private static boolean contains(String line, long address) {
        int dash = line.indexOf('-');
        long first = Long.parseUnsignedLong(line, 0, dash, 16);
        long end = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16);
        return Long.compareUnsigned(first, address) <= 0 && Long.compareUnsigned(address, end) < 0;
    }
}
