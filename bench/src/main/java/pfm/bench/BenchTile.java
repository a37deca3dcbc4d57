package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.bench.peer.Timings;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.tuning.Family;
import pfm.tuning.Tuning;
import pfm.validation.Discrepancy;
import pfm.validation.Output;
import pfm.validation.Seeded;

/** {@code pfm bench tile}. */
@Command(name = "tile", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"What converters, noise and voltage drops of a crossbar's tiles cost: each case and the ideal "
                + "product of the same size in turns, and the ratio of their times.",
            "The first two vectors of each case must agree with the reference before anything is timed."},
        footer = {"", "Examples:", "  pfm bench tile --size 1024 --batch 64 --threads 1",
            "  pfm bench tile --cases lines --size 512"})
final class BenchTile implements Callable<Integer> {
    /** Vectors that are compared with the reference. */
    private static final int JUDGED = 2;
    /**
     * Largest relative L2 difference: sums so near a tie that an ADC rounds them the other way, one in a hundred of
     * them, differ by a code, which is 0.6 % of a typical result. Noise that differs is ten times as much.
     */
    private static final double TOLERANCE = 1e-3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--size", paramLabel = "N", defaultValue = "1024",
            description = "Outputs, and as many inputs (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "64",
            description = "Vectors (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--tile", paramLabel = "N", defaultValue = "512",
            description = "Outputs and inputs of a tile at most (default: ${DEFAULT-VALUE}).")
    private int side;

    @Option(names = "--cases", paramLabel = "CASE", split = ",", defaultValue = "default-once,default,realistic",
            description = "Any of default-once (nothing repeats), default (ADCs clip, passes repeat), realistic "
                    + "(voltage drop and read noise), sar and pipeline (ADCs with errors), lines (exact line "
                    + "resistance, which takes long to program): "
                    + "default ${DEFAULT-VALUE}.")
    private List<String> cases;

    @Option(names = "--segment", paramLabel = "R", defaultValue = "1e-4",
            description = "Resistance of a line from cell to cell in case lines, in R_min (default: ${DEFAULT-VALUE}).")
    private double segment;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20",
            description = "Seconds to measure, of which the first quarter does not count (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--size", 1, 1 << 14, size);
        Require.inRange("--batch", 1, 1 << 16, batch);
        Require.inRange("--tile", 1, 1 << 14, side);
        Require.inRange("--seconds", 1, 3600, seconds);
        List<TileCase> chosen = cases.stream().map(BenchTile::named).distinct().toList();
        Backends.Choice choice = selection.choose(Family.CROSSBAR, (long) size * size);
        try (Report report = json.open(spec); Arena arena = Arena.ofShared();
                Kernels kernels = selection.open(choice.backend(), report);
                Kernels reference = Backends.require("reference", "it judges").backend().open(Tuning.defaults())) {
            report.backend(choice, kernels);
            report.line("kernel", size + " outputs x " + size + " inputs, tiles of " + side + ", " + batch
                    + " vectors, float32");
            report.put("size", size);
            report.put("batch", batch);
            report.put("tile", side);
            report.put("threads", selection.threads());
            Matrix x = Seeded.matrix(batch, size, -1, 1, Precision.FLOAT32, 2, arena);
            Matrix y = Matrix.zeros(batch, size, arena);
            Matrix w = Seeded.matrix(size, size, -1, 1, Precision.FLOAT32, 1, arena);
            MatVec ideal = kernels.crossbar(Crossbar.ideal(w));
            List<MatVec> plans = new ArrayList<>();
            double worst = 0;
            for (TileCase c : chosen) {
                Matrix scaled = Seeded.matrix(size, size, -c.weight(), c.weight(), Precision.FLOAT32, 1, arena);
                Crossbar crossbar = c.of(scaled, side, segment);
                MatVec plan = kernels.crossbar(crossbar);
                plan.multiply(x, y);
                worst = Math.max(worst, judge(c, crossbar, reference, x, y, report));
                plans.add(plan);
            }
            boolean agree = worst <= TOLERANCE;
            if (agree) {
                time(chosen, ideal, plans, x, y, report);
            }
            report.put("machine", Machine.describe());
            report.finish();
            return agree ? Exit.OK : Exit.CHECK_FAILED;
        }
    }

    private static TileCase named(String key) {
        return Arrays.stream(TileCase.values()).filter(c -> c.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--cases must be of "
                        + Arrays.stream(TileCase.values()).map(TileCase::key).toList() + ", was '" + key + "'"));
    }

    /** How far the first vectors are from the reference. */
    private double judge(TileCase c, Crossbar crossbar, Kernels reference, Matrix x, Matrix y, Report report) {
        try (Arena own = Arena.ofShared()) {
            int rows = Math.min(JUDGED, batch);
            Matrix in = Matrix.zeros(rows, size, own);
            Matrix got = Matrix.zeros(rows, size, own);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < size; i++) {
                    in.set(r, i, x.get(r, i));
                    got.set(r, i, y.get(r, i));
                }
            }
            Matrix expected = Matrix.zeros(rows, size, own);
            reference.crossbar(judged(crossbar, own)).multiply(in, expected);
            double difference = Discrepancy.relativeL2(Output.of("reference", expected), Output.of("pfm", got));
            report.line("judged", String.format(Locale.ROOT, "%s differs by %.1e of at most %.1e (relative L2)%s",
                    c.title(), difference, TOLERANCE, difference <= TOLERANCE ? "" : ": nothing is timed"));
            return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }
    }

    /** What the reference computes: where cells were programmed, the product of their effective weights. */
    private Crossbar judged(Crossbar crossbar, Arena own) {
        if (crossbar.cells().isEmpty()) {
            return crossbar;
        }
        Matrix effective = Matrix.zeros(size, size, own);
        crossbar.cells().get().program(crossbar.weights(), side, side, crossbar.seed(), selection.threads())
                .write(0, effective);
        return Crossbar.ideal(effective);
    }

    private void time(List<TileCase> chosen, MatVec ideal, List<MatVec> plans, Matrix x, Matrix y, Report report) {
        List<Runnable> runs = new ArrayList<>();
        runs.add(() -> ideal.multiply(x, y));
        plans.forEach(plan -> runs.add(() -> plan.multiply(x, y)));
        Contest contest = new Contest(System::nanoTime);
        contest.run(runs, seconds * 250_000_000L);
        long[][] times = contest.run(runs, seconds * 750_000_000L);
        Timings least = timings(times[0]);
        report.line("ideal", String.format(Locale.ROOT, "%.4g ms (%.4g to %.4g), %.1f GFLOP/s, %d rounds",
                least.median(), least.quantile(0.1), least.quantile(0.9), 2.0 * size * size * batch / least.median()
                        / 1e6, times[0].length));
        report.put("ideal", facts(least));
        report.put("rounds", times[0].length);
        for (int i = 0; i < plans.size(); i++) {
            MatVec plan = plans.get(i);
            long before = plan.repetitions();
            plan.multiply(x, y);
            double repeated = (double) (plan.repetitions() - before) / batch / Math.ceilDiv(size, side)
                    / Math.ceilDiv(size, side);
            Timings own = timings(times[i + 1]);
            Timings ratios = own.over(least);
            report.line(chosen.get(i).key(), String.format(Locale.ROOT, "%.4g ms (%.4g to %.4g), %.3f x ideal (rounds: "
                    + "%.3f, %.3f to %.3f), %.3g repetitions per vector and tile", own.median(), own.quantile(0.1),
                    own.quantile(0.9), own.median() / least.median(), ratios.median(), ratios.quantile(0.1),
                    ratios.quantile(0.9), repeated));
            Map<String, Object> facts = facts(own);
            facts.put("ratio", own.median() / least.median());
            facts.put("ratioOfRounds", ratios.median());
            facts.put("ratioLow", ratios.quantile(0.1));
            facts.put("ratioHigh", ratios.quantile(0.9));
            facts.put("repetitions", repeated);
            report.put(chosen.get(i).key(), facts);
        }
    }

    private static Map<String, Object> facts(Timings times) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ms", times.median());
        facts.put("msLow", times.quantile(0.1));
        facts.put("msHigh", times.quantile(0.9));
        return facts;
    }

    private static Timings timings(long[] nanos) {
        return new Timings(Arrays.stream(nanos).mapToObj(n -> n / 1e6).toList());
    }
}
