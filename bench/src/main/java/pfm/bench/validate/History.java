package pfm.bench.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import pfm.io.JsonLines;

/** Runs in a file, a line of JSON for each: how errors change from version to version. */
public final class History {
    private History() {
    }

    /**
     * What is kept of a run.
     *
     * @param date    in UTC
     * @param version of this program
     * @param commit  of its sources; empty where it is not known
     * @param machine its processor
     * @param mode    what was judged, in a word
     * @param checks  that were made
     * @param failed  how many of them failed
     * @param worst   error over tolerance by backend and kernel; closed forms count as one; NaN is kept as none
     */
    public record Run(String date, String version, String commit, String machine, String mode, long checks,
            long failed, Map<String, Map<String, Double>> worst) {
    }

    /** The worst error over tolerance of checks, by backend and kernel; pairs of backends are left out. */
    public static Map<String, Map<String, Double>> worst(List<Check> checks) {
        Map<String, Map<String, Double>> worst = new TreeMap<>();
        for (Check check : checks) {
            if (!check.judge().equals(Check.PAIR)) {
                worst.computeIfAbsent(check.backend(), b -> new TreeMap<>())
                        .merge(check.kind(), check.discrepancy().ratio(), Math::max); // max keeps NaN
            }
        }
        return worst;
    }

    /**
     * The runs of a file, the oldest first; none if it is not there.
     *
     * @throws IllegalArgumentException if a line is not a run
     */
    public static List<Run> read(Path file) throws IOException {
        List<Run> runs = new ArrayList<>();
        JsonLines.read(file, (object, source) -> runs.add(run(object, source)));
        return runs;
    }

    /** Appends a run. */
    public static void append(Path file, Run run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("date", run.date());
        fields.put("version", run.version());
        fields.put("commit", run.commit());
        fields.put("machine", run.machine());
        fields.put("mode", run.mode());
        fields.put("checks", run.checks());
        fields.put("failed", run.failed());
        fields.put("worst", run.worst());
        JsonLines.append(file, List.of(fields));
    }

    private static Run run(Object line, String source) {
        try {
            Map<?, ?> fields = (Map<?, ?>) line;
            Map<String, Map<String, Double>> worst = new TreeMap<>();
            ((Map<?, ?>) fields.get("worst")).forEach((backend, kernels) -> {
                Map<String, Double> ratios = worst.computeIfAbsent((String) backend, b -> new TreeMap<>());
                ((Map<?, ?>) kernels).forEach((kernel, ratio) -> ratios.put((String) kernel,
                        ratio == null ? Double.NaN : ((Number) ratio).doubleValue()));
            });
            return new Run(text(fields, "date"), text(fields, "version"), text(fields, "commit"),
                    text(fields, "machine"), text(fields, "mode"), ((Number) fields.get("checks")).longValue(),
                    ((Number) fields.get("failed")).longValue(), worst);
        } catch (NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException(source + " must be a run as 'pfm validate --history' writes it, was "
                    + line, e);
        }
    }

    private static String text(Map<?, ?> fields, String name) {
        return fields.get(name).toString();
    }
}
