package pfm.bench.profile;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The processor packages of this machine, everything that runs on them counted, by the counters of Intel and AMD (RAPL)
 * that Linux shows as files.
 *
 * <p>Source: Linux, Documentation/power/powercap/powercap.rst: {@code energy_uj} counts microjoules up to
 * {@code max_energy_range_uj} and begins again at 0.
 */
public final class Rapl implements EnergyMeter {
    private static final Pattern PACKAGE = Pattern.compile("intel-rapl:\\d+");
    private static final double MICRO = 1e-6;

    private final List<Counter> counters;

    /** A file that counts and wraps around. */
    private static final class Counter {
        private final Path energy;
        private final long range;
        private long last;
        private long sum;

        Counter(Path folder) throws IOException {
            energy = folder.resolve("energy_uj");
            range = number(folder.resolve("max_energy_range_uj"));
            last = number(energy);
        }

        /** Microjoules since it was made. */
        long read() throws IOException {
            long now = number(energy);
            sum += now >= last ? now - last : now - last + range;
            last = now;
            return sum;
        }

        private static long number(Path file) throws IOException {
            String text = Files.readString(file).strip();
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IOException(file + " must hold a whole number, held '" + text + "'", e);
            }
        }
    }

    private Rapl(List<Counter> counters) {
        this.counters = counters;
    }

    /** The meter of the packages below a folder, {@code /sys/class/powercap} on Linux, that starts now. */
    public static EnergyMeter in(Path powercap) {
        String source = "processor (RAPL)";
        if (!Files.isDirectory(powercap)) {
            return new Unmetered(source, powercap + " is not there: the system, or its virtual machine, shows no RAPL");
        }
        List<Counter> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(powercap)) {
            for (Path folder : folders) {
                if (PACKAGE.matcher(folder.getFileName().toString()).matches()) {
                    found.add(new Counter(folder));
                }
            }
        } catch (AccessDeniedException e) {
            return new Unmetered(source, e.getFile() + " may be read by root alone; sudo chmod a+r " + powercap
                    + "/intel-rapl:*/energy_uj allows it until the next start");
        } catch (IOException e) {
            return new Unmetered(source, e.getMessage());
        }
        return found.isEmpty() ? new Unmetered(source, powercap + " has no folder intel-rapl:N") : new Rapl(found);
    }

    @Override
    public String source() {
        return "processor (RAPL, " + counters.size() + (counters.size() == 1 ? " package)" : " packages)");
    }

    /** Likewise; NaN from the moment when a counter cannot be read. */
    @Override
    public double joules() {
        try {
            long sum = 0;
            for (Counter counter : counters) {
                sum += counter.read();
            }
            return MICRO * sum;
        } catch (IOException gone) {
            return Double.NaN;
        }
    }
}
