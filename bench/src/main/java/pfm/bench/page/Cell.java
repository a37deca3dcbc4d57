package pfm.bench.page;

import java.util.Locale;
import java.util.Optional;

import pfm.quantity.Require;

/**
 * A cell of a {@link Table}.
 *
 * @param text shown
 * @param key  what the column is sorted by; without one, the text
 * @param tone how it looks
 */
public record Cell(String text, Optional<Double> key, Tone tone) {
    /** How a cell looks. */
    public enum Tone {
        /** As all others. */
        PLAIN,
        /** A check that passed. */
        GOOD,
        /** A check that failed. */
        BAD,
        /** What is absent or skipped. */
        FAINT
    }

    /** Checks that there is a text. */
    public Cell {
        Require.given("text of a cell", text);
        Require.given("key of a cell", key);
        Require.given("tone of a cell", tone);
    }

    /** A cell of this text. */
    public static Cell text(String text) {
        return new Cell(text, Optional.empty(), Tone.PLAIN);
    }

    /** A text in this tone. */
    public static Cell text(String text, Tone tone) {
        return new Cell(text, Optional.empty(), tone);
    }

    /** A number in a format of {@link String#format}, sorted by its value. */
    public static Cell number(String format, double value) {
        return new Cell(String.format(Locale.ROOT, format, value), Optional.of(value), Tone.PLAIN);
    }

    /** What is absent, and why. */
    public static Cell absent(String why) {
        return text(why, Tone.FAINT);
    }

    /** The same in another tone. */
    public Cell in(Tone other) {
        return new Cell(text, key, other);
    }
}
