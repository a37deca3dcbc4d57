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

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.bench.peer.Timings;
import pfm.bindings.Cblas;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.bindings.Cblas.Threads;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.simd.Workers;
import pfm.tuning.Family;
import pfm.validation.Discrepancy;
import pfm.validation.Output;
import pfm.validation.Seeded;
import pfm.validation.Tolerance;

/** {@code pfm bench product}. */
@Command(name = "product", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Vectors through a crossbar without converters, against OpenBLAS called with the same numbers.",
            "Both run in turns in this process, on as many threads. Needs 'apt install libopenblas0-pthread'.",
            "One vector is also compared with reading the weights once."},
        footer = {"", "Example:", "  pfm bench product --backend native --weights 1024 --batch 64 --threads 1"})
final class BenchProduct implements Callable<Integer> {
    /** Looks at the next loop before a worker that reads parks: as many as the backends' workers take. */
    private static final int SPINS = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--weights", paramLabel = "N", defaultValue = "1024",
            description = "Outputs, and as many inputs (default: ${DEFAULT-VALUE}).")
    private int side;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "64",
            description = "Vectors (default: ${DEFAULT-VALUE}); one is a product of a matrix and a vector.")
    private int batch;

    @Option(names = "--integers",
            description = "8-bit integers, which the crossbar keeps as bytes; OpenBLAS gets them as float32.")
    private boolean integers;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20",
            description = "Seconds to measure, of which the first quarter does not count (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--weights", 1, 1 << 15, side);
        Require.inRange("--batch", 1, 1 << 20, batch);
        Require.inRange("--seconds", 1, 3600, seconds);
        if (Cblas.Library.OPENBLAS.availability() instanceof Availability.Unavailable lack) {
            throw new IllegalArgumentException("OpenBLAS must be here to compare with, but " + lack.reason() + "; "
                    + lack.remedy());
        }
        Backends.Choice choice = selection.choose(Family.CROSSBAR, (long) side * side);
        Cblas blas = Cblas.Library.OPENBLAS.open();
        try (Report report = json.open(spec); Arena arena = Arena.ofShared();
                Kernels kernels = selection.open(choice.backend(), report);
                Workers workers = new Workers(selection.threads(), SPINS);
                Threads _ = blas.threads(selection.threads())) {
            report.backend(choice, kernels);
            report.line("kernel", side + " outputs x " + side + " inputs, " + batch + " vectors, "
                    + (integers ? "8-bit integers" : "float32"));
            report.line("peer", blas.version());
            Matrix w = numbers(side, 1, 1, arena);
            Matrix x = numbers(batch, 2, 2, arena);
            Matrix ours = Matrix.zeros(batch, side, arena);
            Matrix theirs = Matrix.zeros(batch, side, arena);
            MatVec plan = kernels.crossbar(integers ? Crossbar.integer(w) : Crossbar.ideal(w));
            List<Runnable> runs = new ArrayList<>(List.of(
                    () -> plan.multiply(x, ours), product(blas, w, x, theirs)));
            if (batch == 1) {
                runs.add(new ArrayRead(w.values(), workers));
            }
            boolean agree = compare(runs, ours, theirs, report);
            report.put("peer", blas.version());
            report.put("weights", side);
            report.put("batch", batch);
            report.put("integers", integers);
            report.put("threads", selection.threads());
            report.put("machine", Machine.describe());
            report.finish();
            return agree ? Exit.OK : Exit.CHECK_FAILED;
        }
    }

    /** Up to {@code largest}, or all integers of 8 bits. */
    private Matrix numbers(int rows, double largest, int seed, Arena arena) {
        double most = integers ? -Arithmetic.LOWEST : largest;
        Matrix numbers = Seeded.matrix(rows, side, -most, most, Precision.FLOAT32, seed, arena);
        for (int i = 0; integers && i < rows; i++) {
            for (int j = 0; j < side; j++) {
                numbers.set(i, j, Math.min(Math.floor(numbers.get(i, j)), Arithmetic.HIGHEST));
            }
        }
        return numbers;
    }

    private static Runnable product(Cblas blas, Matrix w, Matrix x, Matrix y) {
        Operand weights = operand(w);
        Operand in = operand(x);
        Operand out = operand(y);
        return x.rows() == 1
                ? () -> blas.multiply(1, weights, Form.PLAIN, in.values(), 0, out.values())
                : () -> blas.multiply(1, in, Form.PLAIN, weights, Form.TRANSPOSED, 0, out);
    }

    private static Operand operand(Matrix matrix) {
        return new Operand(matrix.values(), matrix.rows(), matrix.columns());
    }

    /** Judges, and times where both agree; each may be off by the tolerance. */
    private boolean compare(List<Runnable> runs, Matrix ours, Matrix theirs, Report report) {
        runs.forEach(Runnable::run);
        Discrepancy found = new Tolerance.DotProducts(side).judge(
                Output.of("openblas", theirs), Output.of("pfm", ours), Precision.FLOAT32);
        double difference = found.error();
        double bound = 2 * found.bound();
        boolean agree = difference <= bound;
        report.line("judged", String.format(Locale.ROOT, "openblas differs by %.1e of at most %.1e (relative L2)%s",
                difference, bound, agree ? "" : ": not the same computation, nothing is timed"));
        report.put("difference", difference);
        report.put("tolerance", bound);
        if (agree) {
            Contest contest = new Contest(System::nanoTime);
            contest.run(runs, seconds * 250_000_000L);
            long[][] times = contest.run(runs, seconds * 750_000_000L);
            tell(timings(times[0]), timings(times[1]), report);
            if (batch == 1) {
                tellRead(timings(times[0]), timings(times[2]), report);
            }
        }
        return agree;
    }

    private void tell(Timings pfm, Timings openblas, Report report) {
        Timings ratios = openblas.over(pfm);
        report.line("pfm", told(pfm));
        report.line("openblas", told(openblas));
        report.line("ratio", told("openblas", openblas, pfm));
        report.put("pfm", facts(pfm));
        report.put("openblas", facts(openblas));
        report.put("ratio", openblas.median() / pfm.median());
        report.put("ratioOfRounds", ratios.median());
    }

    /** What reading the weights alone takes, for one vector, which can hardly be faster. */
    private void tellRead(Timings pfm, Timings read, Report report) {
        double gigabytes = 4.0 * side * side / read.median() / 1e6;
        report.line("read", String.format(Locale.ROOT, "%.4g ms (%.4g to %.4g), %.1f GB/s: the weights, read once",
                read.median(), read.quantile(0.1), read.quantile(0.9), gigabytes));
        report.line("of read", told("read", read, pfm));
        report.put("readMs", read.median());
        report.put("readGigabytes", gigabytes);
        report.put("ofRead", read.median() / pfm.median());
        report.put("ofReadOfRounds", read.over(pfm).median());
    }

    private static String told(String name, Timings peer, Timings pfm) {
        Timings ratios = peer.over(pfm);
        return String.format(Locale.ROOT, "%.3f, median of %s / median of pfm (rounds: %.3f, %.3f to %.3f, %d of them)",
                peer.median() / pfm.median(), name, ratios.median(), ratios.quantile(0.1), ratios.quantile(0.9),
                ratios.values().size());
    }

    private String told(Timings times) {
        return String.format(Locale.ROOT, "%.4g ms (%.4g to %.4g), %.1f GFLOP/s", times.median(), times.quantile(0.1),
                times.quantile(0.9), gigaflops(times));
    }

    private Map<String, Object> facts(Timings times) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ms", times.median());
        facts.put("msLow", times.quantile(0.1));
        facts.put("msHigh", times.quantile(0.9));
        facts.put("gigaflops", gigaflops(times));
        return facts;
    }

    private double gigaflops(Timings times) {
        return 2.0 * side * side * batch / times.median() / 1e6;
    }

    private static Timings timings(long[] nanos) {
        return new Timings(Arrays.stream(nanos).mapToObj(n -> n / 1e6).toList());
    }
}
