package pfm.tuning;

import java.nio.file.Path;
import java.util.Map;

/** What a {@link TuningStore} has for a device. */
public sealed interface StoredTuning {
    /**
     * Values to use.
     *
     * @param file    where they stand
     * @param date    when they were measured, as {@code 2026-11-22}
     * @param threads that ran then
     * @param values  see {@link Tuning#values}
     */
    record Found(Path file, String date, int threads, Map<String, String> values) implements StoredTuning {
        /** Copies the values. */
        public Found {
            values = Map.copyOf(values);
        }
    }

    /**
     * A file that is not used.
     *
     * @param file   which
     * @param reason why, and what to do
     */
    record Ignored(Path file, String reason) implements StoredTuning {
        /** Keeps the reason to one line, whatever a file brought into it. */
        public Ignored {
            reason = reason.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        }

        /** One line that says which file, why, and what to do. */
        public String line() {
            return "tuning " + file + " is ignored: " + reason;
        }
    }

    /**
     * Nothing.
     *
     * @param reason why
     */
    record Absent(String reason) implements StoredTuning {
    }
}
