package pfm.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory of a process of Linux. */
public final class Memory {
    private Memory() {
    }

    /** The most memory that this process has had resident [byte]; empty where the system does not tell. */
    public static OptionalLong peak() {
        return value(Path.of("/proc/self/status"), "VmHWM:");
    }

    /** The memory of this machine [byte]; empty where the system does not tell. */
    public static OptionalLong ofMachine() {
        return value(Path.of("/proc/meminfo"), "MemTotal:");
    }

    /** The value in kB behind a key. */
    static OptionalLong value(Path file, String key) {
        try {
            return Files.readString(file).lines().filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst();
        } catch (IOException | NumberFormatException notLinux) {
            return OptionalLong.empty();
        }
    }
}
