package pfm.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import pfm.Availability;
import pfm.Backend;
import pfm.tuning.Family;
import pfm.tuning.Speeds;
import pfm.tuning.StoredTuning;
import pfm.tuning.Tuning;
import pfm.tuning.TuningStore;

/** The part of {@code pfm tune} that measures the backends of this machine against each other. */
final class TuneBackends {
    private static final List<Integer> WEIGHTS = List.of(256, 1024, 4096);
    private static final List<Integer> MODES = List.of(16, 64, 256);

    private final TuningStore store;
    private final int threads;
    private final Report report;
    private final Map<String, String> devices = new TreeMap<>();
    private final Map<Speeds.Problem, Map<String, Double>> medians = new HashMap<>();

    /** Will keep its figures beside the tunings of {@code store}. */
    TuneBackends(TuningStore store, int threads, Report report) {
        this.store = store;
        this.threads = threads;
        this.report = report;
    }

    /**
     * Measures in about {@code nanos} and stores what was found.
     *
     * @param sides of the grids for waves
     * @return whether all backends agreed
     */
    boolean run(List<Backend> backends, Collection<Integer> sides, long nanos, Contest clock) throws IOException {
        backends.forEach(b -> devices.put(b.name(), ((Availability.Available) b.availability()).device()));
        BackendContest contest = new BackendContest(backends, this::tuning, clock);
        List<Map<String, Object>> rows = new ArrayList<>();
        long problems = Stream.of(Family.values()).mapToLong(family -> sides(family, sides).size()).sum();
        long each = nanos / problems;
        try (Progress progress = new Progress("comparing", "problems", problems)) {
            for (Family family : Family.values()) {
                for (int side : sides(family, sides)) {
                    progress.done(rows.size(), family.label() + " " + side + "x" + side);
                    rows.add(told(family, side, contest.run(family, side, each)));
                }
            }
        }
        contest.wrong().forEach(wrong -> report.warn(wrong
                + ", which is not timed; please report it, 'pfm validate' helps"));
        report.put("backends", rows);
        report.put("disagreements", contest.wrong());
        if (!medians.isEmpty()) {
            Speeds found = new Speeds("today", threads, devices, medians);
            found.over(Speeds.find(store, ignored -> report.warn(ignored.line()))).write(store).ifPresent(file -> {
                report.put("backendsFile", file.toString());
                report.line("stored", file + ": by these times a backend is chosen");
            });
        }
        return contest.wrong().isEmpty();
    }

    /** Sides of the problems of a family. */
    static Collection<Integer> sides(Family family, Collection<Integer> ofGrids) {
        return switch (family) {
            case ANGULAR_SPECTRUM, SPLIT_STEP -> ofGrids;
            case CROSSBAR, OPTICAL_PRODUCT -> WEIGHTS;
            case MZI_MESH -> MODES;
        };
    }

    private Map<String, Object> told(Family family, int side, Map<String, Double> times) {
        String size = side + "x" + side;
        String all = String.join(", ", times.entrySet().stream()
                .map(e -> e.getKey() + String.format(Locale.ROOT, " %.4g ms", e.getValue())).toList());
        report.text().printf("%-16s %-11s %s%n", family.label(), size,
                times.isEmpty() ? "not timed: in this time no two backends can be compared" : all);
        report.text().flush();
        if (!times.isEmpty()) {
            medians.put(new Speeds.Problem(family, (long) side * side), times);
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("family", family.label());
        row.put("size", size);
        row.put("ms", new TreeMap<>(times));
        return row;
    }

    /** As it is opened by whoever uses what is stored. */
    private Tuning tuning(Backend backend) {
        return new Tuning(threads, backend.stored(store) instanceof StoredTuning.Found found ? found.values()
                : Map.of());
    }
}
