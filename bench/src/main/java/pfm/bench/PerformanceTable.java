package pfm.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table in Markdown: a row for each kernel and size, a group of columns for each count of threads.
 *
 * @param rows by kernel in the order of the reports, then size, then threads: the report
 */
record PerformanceTable(Map<Row, Map<Long, Map<?, ?>>> rows) {
    private static final String DISTRIBUTION = "fftw";

    /** What a row stands for; kernels keep the order in which they first occur. */
    private record Row(int kernelOrder, String kernel, long grid, String unit) {
    }

    /** The table of these reports; a later one of the same row and threads replaces an earlier one. */
    static PerformanceTable of(List<Map<?, ?>> reports) {
        Map<Row, Map<Long, Map<?, ?>>> rows =
                new TreeMap<>(Comparator.comparingInt(Row::kernelOrder).thenComparingLong(Row::grid));
        List<String> kernels = new ArrayList<>();
        for (Map<?, ?> report : reports) {
            String kernel = name(report);
            if (!kernels.contains(kernel)) {
                kernels.add(kernel);
            }
            Row row = new Row(kernels.indexOf(kernel), kernel, (Long) report.get("grid"), (String) report.get("unit"));
            rows.computeIfAbsent(row, r -> new TreeMap<>()).put((Long) report.get("threads"), report);
        }
        return new PerformanceTable(rows);
    }

    /** The lines of the table. */
    List<String> lines() {
        Set<Long> threads = new TreeSet<>();
        rows.values().forEach(cells -> threads.addAll(cells.keySet()));
        StringBuilder head = new StringBuilder("| kernel | grid |");
        StringBuilder rule = new StringBuilder("|---|---|");
        for (long count : threads) {
            head.append(count == 1 ? " 1 thread: ms" : " " + count + " threads: ms")
                    .append(" | distro | best native | of limit |");
            rule.append("---|---|---|---|");
        }
        List<String> lines = new ArrayList<>(List.of(head.toString(), rule.toString()));
        rows.forEach((row, cells) -> {
            StringBuilder line = new StringBuilder("| " + row.kernel + " | " + row.grid + "² |");
            for (long count : threads) {
                line.append(' ').append(cells.containsKey(count) ? cells(cells.get(count)) : "| | |").append(" |");
            }
            lines.add(line.toString());
        });
        return lines;
    }

    private static String name(Map<?, ?> report) {
        Object batch = report.get("batch");
        return report.get("kernel") + (batch == null ? "" : ", batch " + batch) + ", per " + report.get("unit");
    }

    private static String cells(Map<?, ?> report) {
        List<?> peers = (List<?>) report.get("peers");
        double reached = number((Map<?, ?>) report.get("limit"), "reached");
        return ComparisonReport.short3(number((Map<?, ?>) report.get("pfm"), "ms"))
                + " | " + ratio(peers, DISTRIBUTION)
                + " | " + ratio(peers, (String) report.get("best")) + " " + report.get("best")
                + " | " + String.format(Locale.ROOT, "%.0f %%", 100 * reached);
    }

    private static String ratio(List<?> peers, String name) {
        for (Object peer : peers) {
            Map<?, ?> facts = (Map<?, ?>) peer;
            if (name.equals(facts.get("name"))) {
                return String.format(Locale.ROOT, "**%.2f** (%.2f–%.2f)",
                        number(facts, "ratio"), number(facts, "ratioLow"), number(facts, "ratioHigh"));
            }
        }
        return "–";
    }

    private static double number(Map<?, ?> facts, String key) {
        return ((Number) facts.get(key)).doubleValue();
    }
}
