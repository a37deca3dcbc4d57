package pfm.bench.validate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import pfm.field.Precision;
import pfm.validation.Discrepancy;
import pfm.validation.Finding;

/**
 * One case on one backend.
 *
 * @param name        of the case; {@code --only NAME} runs it again
 * @param backend     what was judged; for {@link #PAIR} the two that differ most, joined by {@code :}
 * @param device      what it computed with
 * @param precision   of the fields
 * @param judge       {@link #THEORY}, {@link #REFERENCE}, {@link #PAIR}, {@link #MUTANT} or
 *                    {@link #PUBLISHED}
 * @param discrepancy the worst of its numbers
 * @param passed      whether all were good enough
 * @param nanos       time of a run [ns]
 * @param reason      derivation of the tolerance, or what went wrong
 * @param smallest    the smallest case that fails likewise, and the command that runs it; empty if none was looked for
 * @param findings    of theory: every number, expected and got; empty for other judges
 */
public record Check(String name, String backend, String device, Precision precision, String judge,
        Discrepancy discrepancy, boolean passed, long nanos, String reason, String smallest, List<Finding> findings) {
    /** The judge of closed forms. */
    public static final String THEORY = "theory";
    /** The judge of workloads: the oracle. */
    public static final String REFERENCE = "reference";
    /** Backends against each other, the worst pair of a workload. */
    public static final String PAIR = "pair";
    /** Kernels that are wrong on purpose: the check passes where they are rejected. */
    public static final String MUTANT = "mutant";

    /** What was published: the check passes where about that is reached. */
    public static final String PUBLISHED = "published";

    /** A check that is one number. */
    public Check(String name, String backend, String device, Precision precision, String judge,
            Discrepancy discrepancy, boolean passed, long nanos, String reason, String smallest) {
        this(name, backend, device, precision, judge, discrepancy, passed, nanos, reason, smallest, List.of());
    }

    /** A backend that threw an exception. */
    static Check thrown(String name, Candidate candidate, Precision precision, String judge, RuntimeException thrown) {
        return new Check(name, candidate.label(), candidate.kernels().device(), precision, judge,
                new Discrepancy(Double.NaN, Double.NaN), false, 0, thrown.toString(), "");
    }

    /** The same, with the smallest case that fails likewise. */
    Check withSmallest(String text) {
        return new Check(name, backend, device, precision, judge, discrepancy, passed, nanos, reason, text, findings);
    }

    /** The same on a backend that has another label. */
    Check on(String label) {
        return new Check(name, label, device, precision, judge, discrepancy, passed, nanos, reason, smallest,
                findings);
    }

    /** Its kernel, or what judges all of them: the first word of its name, of a random case the second. */
    public String kind() {
        String plain = name.startsWith("random/") ? name.substring("random/".length()) : name;
        return plain.replaceFirst("/.*", "");
    }

    /** What is the same when this check is made again. */
    public String key() {
        return key(name, judge.equals(PAIR) ? PAIR : backend, precision);
    }

    /** The key of a check of this name. */
    public static String key(String name, String backend, Precision precision) {
        return name + " " + backend + " " + precision.name().toLowerCase(Locale.ROOT);
    }

    /** For a report. */
    public Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("check", name);
        fields.put("backend", backend);
        fields.put("device", device);
        fields.put("precision", precision.name().toLowerCase(Locale.ROOT));
        fields.put("judge", judge);
        fields.put("passed", passed);
        fields.put("error", discrepancy.error());
        fields.put("tolerance", discrepancy.bound());
        fields.put("ratio", discrepancy.ratio());
        fields.put("seconds", nanos / 1e9);
        fields.put("reason", reason);
        if (!smallest.isEmpty()) {
            fields.put("smallest", smallest);
        }
        if (!findings.isEmpty()) {
            fields.put("findings", findings.stream().map(Check::json).toList());
        }
        return fields;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("quantity", finding.quantity());
        fields.put("expected", finding.expected());
        fields.put("got", finding.got());
        fields.put("tolerance", finding.tolerance());
        fields.put("reason", finding.reason());
        return fields;
    }

    private static Finding finding(Object entry) {
        Map<?, ?> fields = (Map<?, ?>) entry;
        return new Finding((String) fields.get("quantity"), number(fields, "expected"), number(fields, "got"),
                number(fields, "tolerance"), (String) fields.get("reason"));
    }

    /**
     * The check of a report.
     *
     * @throws IllegalArgumentException if a field is missing or of another kind
     */
    static Check of(Map<?, ?> fields) {
        try {
            Discrepancy discrepancy = new Discrepancy(number(fields, "error"), number(fields, "tolerance"));
            return new Check((String) fields.get("check"), (String) fields.get("backend"),
                    (String) fields.get("device"),
                    Precision.valueOf(((String) fields.get("precision")).toUpperCase(Locale.ROOT)),
                    (String) fields.get("judge"), discrepancy, (Boolean) fields.get("passed"),
                    Math.round(number(fields, "seconds") * 1e9), (String) fields.get("reason"),
                    fields.get("smallest") instanceof String text ? text : "",
                    fields.get("findings") instanceof List<?> list ? list.stream().map(Check::finding).toList()
                            : List.of());
        } catch (NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException("a line must be a check as 'pfm validate --resume' writes it, was "
                    + fields, e);
        }
    }

    /** JSON has no word for what is not finite. */
    private static double number(Map<?, ?> fields, String name) {
        if (!fields.containsKey(name)) {
            throw new NullPointerException(name);
        }
        return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
