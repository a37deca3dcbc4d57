package pfm.bench.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Checks in memory: all of them, or, where there is no end of them, those that fail and the worst of each kernel on
 * each backend.
 */
public final class KeptChecks {
    private static final int MOST_FAILED = 1000;

    private final boolean endless;
    private final List<Check> checks = new ArrayList<>();
    private final Map<String, Check> worst = new LinkedHashMap<>();
    private long made;
    private long failed;

    /** Keeps all checks, or of an endless run those that matter. */
    public KeptChecks(boolean endless) {
        this.endless = endless;
    }

    /** Takes a check; whether it is kept. */
    public boolean add(Check check) {
        made++;
        failed += check.passed() ? 0 : 1;
        if (!endless || !check.passed()) {
            return (!endless || checks.size() < MOST_FAILED) && checks.add(check);
        }
        String kind = check.name().replaceFirst("/seed=.*", "") + check.backend();
        Check before = worst.get(kind);
        boolean worse = before == null || check.discrepancy().ratio() > before.discrepancy().ratio();
        if (worse) {
            worst.put(kind, check);
        }
        return worse;
    }

    /** Puts a check in the place of another. */
    public void replace(Check old, Check check) {
        checks.replaceAll(c -> c == old ? check : c);
    }

    /** What is kept, in the order in which it came. */
    public List<Check> all() {
        return Stream.concat(checks.stream(), worst.values().stream()).toList();
    }

    /** What failed, as far as it is kept. */
    public List<Check> failed() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }

    /** How many were made and how many of them failed, for a sentence. */
    public String counted() {
        return made + " checks, " + failed + " failed";
    }

    /** How many were made. */
    public long made() {
        return made;
    }

    /** How many failed. */
    public long failures() {
        return failed;
    }
}
