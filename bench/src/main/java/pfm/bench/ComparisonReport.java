package pfm.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import pfm.bench.peer.MachineLimits;
import pfm.bench.peer.Peer;
import pfm.bench.peer.Rounds;
import pfm.bench.peer.Timings;
import pfm.bench.peer.PeerTask;
import pfm.validation.Discrepancy;

/**
 * What is told of a comparison: times of both sides, their ratios, and how near ours comes to the machine's limits.
 *
 * @param report where to
 * @param unit   what times are given for
 * @param units  of a run
 * @param task   what was compared
 */
record ComparisonReport(Report report, String unit, int units, PeerTask task) {
    /** The part of the rounds that a spread shows: the middle eight tenths. */
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    /** Prints and records everything. */
    void tell(Rounds rounds, List<Peer> peers, List<Discrepancy> found, MachineLimits limits) {
        Timings ours = rounds.ours().dividedBy(units);
        report.put("unit", unit);
        report.put("flops", task.flops() / units);
        report.put("bytes", task.bytes() / units);
        report.put("pfm", times(ours));
        report.line("pfm", told(ours));
        List<Object> facts = new ArrayList<>();
        int best = 0;
        for (int p = 0; p < peers.size(); p++) {
            facts.add(tell(peers.get(p), rounds.peers().get(p).dividedBy(units), ours, found.get(p)));
            best = rounds.peers().get(p).median() < rounds.peers().get(best).median() ? p : best;
        }
        report.put("peers", facts);
        report.put("best", peers.get(best).library().label());
        report.line("ratio", String.format(Locale.ROOT, "%.2f, median of %s / median of pfm in %d rounds%s",
                rounds.peers().get(best).median() / rounds.ours().median(), peers.get(best).library().label(),
                rounds.ours().values().size(), peers.size() > 1 ? "; the fastest peer" : ""));
        tell(limits, ours.median());
    }

    private Map<String, Object> tell(Peer peer, Timings theirs, Timings ours, Discrepancy discrepancy) {
        String name = peer.library().label();
        Timings ratios = theirs.over(ours);
        double ratio = theirs.median() / ours.median();
        report.line("peer", String.format(Locale.ROOT, "%s: %s, ratio %.2f (rounds: %.2f, %.2f to %.2f)", name,
                told(theirs), ratio, ratios.median(), ratios.quantile(LOW), ratios.quantile(HIGH)));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("difference", discrepancy.error());
        facts.put("tolerance", discrepancy.bound());
        facts.put("ratio", ratio);
        facts.put("ratioOfRounds", ratios.median());
        facts.put("ratioLow", ratios.quantile(LOW));
        facts.put("ratioHigh", ratios.quantile(HIGH));
        facts.putAll(times(theirs));
        return facts;
    }

    private void tell(MachineLimits limits, double milliseconds) {
        double flops = task.flops() / units;
        double bytes = task.bytes() / units;
        double least = limits.milliseconds(flops, bytes);
        report.line("limit", String.format(Locale.ROOT, "%s ms per %s: %.3g flop at %.0f GFLOP/s (FMA), "
                + "%.3g bytes at %.1f GB/s (copy); pfm reaches %.0f %%", short3(least), unit, flops,
                limits.gigaflops(), bytes, limits.gigabytes(), 100 * least / milliseconds));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("gigaflops", limits.gigaflops());
        facts.put("gigabytesPerSecond", limits.gigabytes());
        facts.put("ms", least);
        facts.put("reached", least / milliseconds);
        report.put("limit", facts);
    }

    private String told(Timings times) {
        return String.format(Locale.ROOT, "%s ms per %s (%s to %s), %.1f GFLOP/s", short3(times.median()), unit,
                short3(times.quantile(LOW)), short3(times.quantile(HIGH)),
                task.flops() / units / times.median() / 1e6);
    }

    private Map<String, Object> times(Timings times) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ms", times.median());
        facts.put("msLow", times.quantile(LOW));
        facts.put("msHigh", times.quantile(HIGH));
        facts.put("gigaflops", task.flops() / units / times.median() / 1e6);
        facts.put("msOfRounds", times.values());
        return facts;
    }

    /** Three digits, which is more than a shared machine repeats. */
    static String short3(double value) {
        String format = value < 0.9995 ? "%.3f" : value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
