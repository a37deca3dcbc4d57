package pfm.tuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How long the backends of this machine take for the same problems, as {@code pfm tune} measured them in turns: one
 * file beside the tunings, under the same rules ({@link TuningStore}).
 *
 * @param date    when they were measured, as {@code 2026-11-22}
 * @param threads that ran
 * @param devices what each backend ran on
 * @param medians time of each backend that was measured, by problem [ms]
 */
public record Speeds(String date, int threads, Map<String, String> devices,
        Map<Problem, Map<String, Double>> medians) {
    /** Nothing was measured. */
    public static final Speeds NONE = new Speeds("never", 1, Map.of(), Map.of());

    private static final String DEVICE = "device";
    /** Figures say nothing about problems that are more than so many times as large, or as small. */
    private static final int REACH = 16;

    /** Copies the figures. */
    public Speeds {
        devices = Map.copyOf(devices);
        Map<Problem, Map<String, Double>> copy = new HashMap<>();
        medians.forEach((problem, times) -> copy.put(problem, Map.copyOf(times)));
        medians = Map.copyOf(copy);
    }

    /**
     * What was computed.
     *
     * @param family which kernel
     * @param size   samples or weights
     */
    public record Problem(Family family, long size) {
        private double distance(long other) {
            return Math.abs(Math.log((double) size / other));
        }
    }

    /**
     * Backends compared.
     *
     * @param subject for people: on what, by which figures
     * @param times   of each backend
     * @param unit    of the times
     */
    public record Figures(String subject, Map<String, Double> times, String unit) {
    }

    /** What is stored; nothing if it cannot be used, which {@code refused} is told. Never throws. */
    public static Speeds find(TuningStore store, Consumer<StoredTuning.Ignored> refused) {
        TuningStore own = own(store);
        Optional<Path> file = own.file(machine());
        if (file.isEmpty() || !Files.exists(file.get())) {
            return NONE;
        }
        return switch (own.find(machine())) {
            case StoredTuning.Found found -> parsed(found).orElseGet(() -> {
                refused.accept(new StoredTuning.Ignored(found.file(), "its values must be devices and times"
                        + TuningStore.REMEDY));
                return NONE;
            });
            case StoredTuning.Ignored ignored -> {
                refused.accept(ignored);
                yield NONE;
            }
            case StoredTuning.Absent _ -> NONE;
        };
    }

    /**
     * Stores these figures. The date is today's.
     *
     * @return where they stand; empty where nothing is to be stored
     */
    public Optional<Path> write(TuningStore store) throws IOException {
        TuningStore own = own(store);
        if (own.file(machine()).isPresent()) {
            Map<String, String> values = new TreeMap<>();
            devices.forEach((backend, device) -> values.put(DEVICE + "." + backend, device));
            medians.forEach((problem, times) -> times.forEach((backend, time) -> values.put(
                    problem.family().label() + "." + problem.size() + "." + backend, time.toString())));
            own.write(machine(), threads, values);
        }
        return own.file(machine());
    }

    /** These figures and those of {@code older} that they leave open and that were made in the same way. */
    public Speeds over(Speeds older) {
        if (older.threads != threads || !older.devices.equals(devices)) {
            return this;
        }
        Map<Problem, Map<String, Double>> all = new HashMap<>(older.medians);
        all.putAll(medians);
        return new Speeds(date, threads, devices, all);
    }

    /** The figures for the problem that is nearest to a size, if one is near. */
    public Optional<Figures> at(Family family, long size) {
        return medians.keySet().stream().filter(problem -> problem.family() == family)
                .min(Comparator.comparingDouble(problem -> problem.distance(size)))
                .filter(problem -> problem.distance(size) <= Math.log(REACH))
                .map(problem -> new Figures(family.label() + " of " + problem.size() + " " + family.unit() + source(),
                        medians.get(problem), "ms"));
    }

    /**
     * All families together, if there are figures for each: of the backends that were measured on every problem, the
     * mean factor by which they are slower than the fastest, each family counting as much as the other.
     */
    public Optional<Figures> overall() {
        Map<String, Double> exponents = new HashMap<>();
        devices.keySet().stream().filter(b -> medians.values().stream().allMatch(times -> times.containsKey(b)))
                .forEach(backend -> exponents.put(backend, 0.0));
        for (Family family : Family.values()) {
            List<Map<String, Double>> problems = medians.entrySet().stream()
                    .filter(e -> e.getKey().family() == family).map(Map.Entry::getValue).toList();
            if (problems.isEmpty()) {
                return Optional.empty();
            }
            exponents.replaceAll((backend, sum) -> sum + problems.stream().mapToDouble(times -> Math.log(
                    times.get(backend) / times.values().stream().min(Double::compare).orElseThrow()))
                    .average().orElseThrow());
        }
        exponents.replaceAll((backend, sum) -> Math.exp(sum / Family.values().length));
        return exponents.isEmpty() ? Optional.empty()
                : Optional.of(new Figures("all kernels together" + source(), exponents, "x"));
    }

    private String source() {
        return " by the figures of " + date + " on " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static Optional<Speeds> parsed(StoredTuning.Found found) {
        Map<String, String> devices = new HashMap<>();
        Map<Problem, Map<String, Double>> medians = new HashMap<>();
        try {
            found.values().forEach((name, value) -> {
                String[] words = name.split("\\.", 3);
                if (words[0].equals(DEVICE) && words.length == 2) {
                    devices.put(words[1], value);
                } else {
                    double time = Double.parseDouble(value);
                    long size = Long.parseLong(words[1]);
                    if (!(time > 0 && time < Double.POSITIVE_INFINITY && size > 0)) {
                        throw new NumberFormatException();
                    }
                    medians.computeIfAbsent(new Problem(Family.labelled(words[0]).orElseThrow(
                            NumberFormatException::new), size), p -> new HashMap<>()).put(words[2], time);
                }
            });
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            return Optional.empty();
        }
        boolean complete = medians.values().stream().allMatch(times -> devices.keySet().containsAll(times.keySet()));
        return complete ? Optional.of(new Speeds(found.date(), found.threads(), devices, medians)) : Optional.empty();
    }

    private static TuningStore own(TuningStore store) {
        return store.beside("backends");
    }

    /** Stands for the machine, all of its backends. */
    private static Device machine() {
        return Device.here("backends", "all");
    }
}
