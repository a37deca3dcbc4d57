package pfm.bench.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import pfm.bench.peer.MachineLimits;
import pfm.io.AtomicFile;
import pfm.io.Json;
import pfm.io.JsonSection;
import pfm.io.UserCache;
import pfm.quantity.Require;
import pfm.tuning.Device;

/**
 * What was measured of this machine, kept in the cache of its user.
 *
 * @param date  when, in UTC
 * @param one   what a thread can do
 * @param all   what as many threads can do as there are processors
 * @param rates of a split step of 512 × 512 samples by device, as {@link pfm.Kernels#device} [voxel·field updates/s]
 */
public record MachineFigures(String date, Roof one, Roof all, Map<String, Double> rates) {
    private static final double MOST = 1e18;

    /** Keeps a copy of the map. */
    public MachineFigures {
        rates = Map.copyOf(rates);
    }

    /** Measures the roofs, in about four seconds; the rates are empty. */
    public static MachineFigures measure() throws InterruptedException {
        return new MachineFigures(LocalDate.now(ZoneOffset.UTC).toString(), Roof.measure(1),
                Roof.measure(Runtime.getRuntime().availableProcessors()), Map.of());
    }

    /** The same with the rate of a device. */
    public MachineFigures with(String device, double updatesPerSecond) {
        Map<String, Double> more = new TreeMap<>(rates);
        more.put(device, updatesPerSecond);
        return new MachineFigures(date, one, all, more);
    }

    /** The roof for so many threads: that of one thread, or of all. */
    public Roof roof(int threads) {
        return threads == 1 ? one : all;
    }

    /** The file for this machine, named after its processor; empty for a user without a home. */
    public static Optional<Path> file() {
        String name = (Device.processorName() + "-" + Runtime.getRuntime().availableProcessors())
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return UserCache.folder("machine").map(folder -> folder.resolve(name + ".json"));
    }

    /** Writes a file, and its folder where there is none. */
    public void write(Path file) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("processor", Device.processorName());
        facts.put("date", date);
        facts.put("one", facts(one));
        facts.put("all", facts(all));
        facts.put("updatesPerSecond", new TreeMap<>(rates));
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, (Json.write(facts) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** As JSON shows a roof. */
    public static Map<String, Object> facts(Roof roof) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("threads", roof.threads());
        facts.put("gigaflops", roof.memory().gigaflops());
        facts.put("gigabytesPerSecond", roof.memory().gigabytes());
        facts.put("gigabytesPerSecondCached", roof.cached().gigabytes());
        return facts;
    }

    /**
     * Reads a file.
     *
     * @return what it holds; empty if it is not there, or is of another processor
     * @throws IllegalArgumentException if it is damaged
     */
    public static Optional<MachineFigures> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonSection stored = JsonSection.read(file);
        if (!Device.processorName().equals(stored.value("processor"))) {
            return Optional.empty();
        }
        Map<String, Double> rates = new TreeMap<>();
        if (stored.value("updatesPerSecond") instanceof Map<?, ?> map) {
            map.forEach((device, rate) -> {
                if (rate instanceof Number number) {
                    rates.put(device.toString(), number.doubleValue());
                }
            });
        }
        return Optional.of(new MachineFigures(String.valueOf(stored.value("date")), roof(stored.section("one")),
                roof(stored.section("all")), rates));
    }

    private static Roof roof(JsonSection section) {
        double gigaflops = rate(section, "gigaflops");
        return new Roof(section.integer("threads", 1, 1 << 20, 1),
                new MachineLimits(gigaflops, rate(section, "gigabytesPerSecond")),
                new MachineLimits(gigaflops, rate(section, "gigabytesPerSecondCached")));
    }

    private static double rate(JsonSection section, String key) {
        return Require.inRange(section.name(key), Double.MIN_NORMAL, MOST, "1e9/s",
                section.number(key, 0, MOST, Double.NaN));
    }
}
