package pfm.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

import pfm.bench.validate.Check;
import pfm.bench.validate.KeptChecks;
import pfm.bench.validate.SelfTest;
import pfm.validation.Finding;

/** Checks as lines for people: as wide as the terminal, coloured only there. */
final class ValidationTable {
    private static final int NAME = 56;
    private static final int LEAST_NAME = 16;
    private static final String NUMBERS = " %-14s %-8s %10s %10s %7s %10s";
    private static final int WIDTH_OF_NUMBERS = String.format(NUMBERS, "", "", "", "", "", "").length();
    private static final String CLEARED = "\r\u001b[K"; // what is left of a progress bar

    private final PrintWriter out;
    private final Ansi ansi;
    private final boolean barBelow;
    private final int nameWidth;

    /** A table of this width [characters]. */
    ValidationTable(PrintWriter out, Ansi ansi, boolean barBelow, int width) {
        this.out = out;
        this.ansi = ansi;
        this.barBelow = barBelow;
        nameWidth = Math.clamp(width - WIDTH_OF_NUMBERS, LEAST_NAME, NAME);
    }

    /** Columns of the terminal: what COLUMNS says, else the terminal; as many as a line needs where there is none. */
    static int width(CommandSpec spec, String columns) {
        if (columns != null && columns.matches("[1-9][0-9]{0,4}")) {
            return Integer.parseInt(columns);
        }
        if (System.console() == null || !System.console().isTerminal()) {
            return Integer.MAX_VALUE;
        }
        return spec.usageMessage().autoWidth(true).width();
    }

    void head() {
        line(String.format("%-" + nameWidth + "s" + NUMBERS, "check", "backend", "numbers", "error", "tolerance",
                "ratio", "time [ms]"));
    }

    void row(Check check) {
        String row = String.format(Locale.ROOT, "%-" + nameWidth + "s" + NUMBERS, shortened(check.name(), nameWidth),
                check.backend(), check.precision().name().toLowerCase(Locale.ROOT),
                number("%.2e", check.discrepancy().error()), number("%.2e", check.discrepancy().bound()),
                number("%.3f", check.discrepancy().ratio()), number("%.2f", check.nanos() / 1e6));
        if (check.judge().equals(Check.MUTANT)) {
            line((check.passed() ? row : coloured("red", row)) + "  " + check.reason());
        } else if (check.passed()) {
            line(check.discrepancy().ratio() > 0.5 ? coloured("yellow", row) : row);
        } else {
            line(coloured("red", row) + "  FAILED: " + check.reason());
        }
    }

    /** A check, and below it every number that theory gives, with what the backend got. */
    void rowWithFindings(Check check) {
        row(check);
        for (Finding finding : check.findings()) {
            String line = "    " + finding;
            line(finding.passes() ? line : coloured("red", line));
        }
        if (check.judge().equals(Check.PUBLISHED)) {
            line("    source: " + check.reason());
        }
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A text of at most {@code width} characters: what is too much goes from its middle. */
    static String shortened(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int head = (width - 1) / 2;
        return text.substring(0, head) + "~" + text.substring(text.length() - (width - 1 - head));
    }

    void line(String text) {
        out.println((barBelow ? CLEARED : "") + text);
        out.flush();
    }

    /** How many passed, and the worst of them; or those that failed, with the smallest case of each. */
    void conclude(KeptChecks kept) {
        List<Check> failed = kept.failed();
        if (kept.all().getFirst().judge().equals(Check.MUTANT)) {
            line(coloured(failed.isEmpty() ? "green" : "red", SelfTest.summary(kept.all())));
            failed.forEach(check -> line("  " + check.name() + " on " + check.backend() + ": " + check.reason()));
            return;
        }
        Check worst = worst(kept.all());
        if (failed.isEmpty()) {
            line(coloured("green", kept.counted())
                    + String.format(Locale.ROOT, "; the worst used %.3f of its tolerance: %s on %s",
                    worst.discrepancy().ratio(), worst.name(), worst.backend()));
            return;
        }
        line(coloured("red", kept.counted() + ":"));
        for (Check check : failed) {
            line("  " + check.name() + " on " + check.backend());
            if (!check.smallest().isEmpty()) {
                line("    smallest that fails: " + check.smallest());
            }
        }
    }

    static Check worst(List<Check> checks) {
        return checks.stream().reduce((a, b) ->
                a.discrepancy().worse(b.discrepancy()) == a.discrepancy() ? a : b).orElseThrow();
    }

    private String coloured(String colour, String text) {
        return ansi.enabled() ? ansi.string("@|" + colour + " " + text.replace("|@", "|") + "|@") : text;
    }
}
