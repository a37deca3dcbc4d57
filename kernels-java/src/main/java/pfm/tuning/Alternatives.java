package pfm.tuning;

import java.util.List;

/**
 * Values of a parameter that make plans for a grid differ, so that a tuner has something to compare.
 *
 * @param name    of the parameter
 * @param values  to try beside the one that is in force
 * @param batch   fields of a run in which the difference shows
 * @param sharing whether it decides how threads share work: to be measured only where no other program needs them
 */
public record Alternatives(String name, List<String> values, int batch, boolean sharing) {
    /** Copies the values. */
    public Alternatives {
        values = List.copyOf(values);
    }
}
