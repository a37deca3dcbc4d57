package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
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
import pfm.MeshProduct;
import pfm.analog.MatrixMesh;
import pfm.analog.MeshImperfections;
import pfm.analog.MeshLayout;
import pfm.analog.MeshTransfer;
import pfm.analog.MziMesh;
import pfm.bench.peer.Timings;
import pfm.bindings.Cblas;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.bindings.Cblas.Threads;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.tuning.Family;
import pfm.validation.Discrepancy;
import pfm.validation.Output;
import pfm.validation.Seeded;
import pfm.validation.Tolerance;

/** {@code pfm bench mesh}. */
@Command(name = "mesh", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Vectors through a lossy mesh of interferometers with errors, against the ideal complex "
                + "product: OpenBLAS multiplying real parts beside imaginary parts by the mesh's matrix, twice as "
                + "wide.",
            "Both run in turns in this process, on as many threads. Needs 'apt install libopenblas0-pthread'."},
        footer = {"", "Example:", "  pfm bench mesh --backend native --modes 256 --batch 64 --threads 1"})
final class BenchMesh implements Callable<Integer> {
    private static final MeshImperfections REAL = new MeshImperfections(0.01, 0.01, 0.01, 8);

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--modes", paramLabel = "N", defaultValue = "64",
            description = "Modes of the mesh (default: ${DEFAULT-VALUE}).")
    private int modes;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "64",
            description = "Vectors (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20",
            description = "Seconds to measure, of which the first quarter does not count (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--modes", 1, 1024, modes);
        Require.inRange("--batch", 2, 1 << 20, batch);
        Require.inRange("--seconds", 1, 3600, seconds);
        if (Cblas.Library.OPENBLAS.availability() instanceof Availability.Unavailable lack) {
            throw new IllegalArgumentException("OpenBLAS must be here to compare with, but " + lack.reason() + "; "
                    + lack.remedy());
        }
        Backends.Choice choice = selection.choose(Family.MZI_MESH, (long) modes * modes);
        Cblas blas = Cblas.Library.OPENBLAS.open();
        try (Report report = json.open(spec); Arena arena = Arena.ofShared();
                Kernels kernels = selection.open(choice.backend(), report);
                Threads _ = blas.threads(selection.threads())) {
            report.backend(choice, kernels);
            report.line("kernel", modes + " modes, " + batch + " complex vectors, float32");
            report.line("peer", blas.version());
            MziMesh mesh = mesh(report, arena);
            long start = System.nanoTime();
            MeshProduct plan = kernels.mziMesh(mesh);
            tell(report, "plan", start);
            ComplexMatrix x = new ComplexMatrix(Seeded.matrix(batch, modes, -1, 1, Precision.FLOAT32, 2, arena),
                    Seeded.matrix(batch, modes, -1, 1, Precision.FLOAT32, 3, arena));
            ComplexMatrix ours = ComplexMatrix.zeros(batch, modes, Precision.FLOAT32, arena);
            Matrix theirs = Matrix.zeros(batch, 2 * modes, arena);
            Operand w = operand(stacked(mesh, arena));
            Operand in = operand(beside(x, arena));
            Operand out = operand(theirs);
            boolean agree = compare(() -> plan.multiply(x, ours),
                    () -> blas.multiply(1, in, Form.PLAIN, w, Form.TRANSPOSED, 0, out), ours, theirs, report, arena);
            report.put("modes", modes);
            report.put("batch", batch);
            report.put("threads", selection.threads());
            report.put("machine", Machine.describe());
            report.finish();
            return agree ? Exit.OK : Exit.CHECK_FAILED;
        }
    }

    /** The first mesh of a random matrix, whose decomposition is timed, too. */
    private MziMesh mesh(Report report, Arena arena) {
        Matrix random = Seeded.matrix(modes, modes, -1, 1, Precision.FLOAT64, 1, arena);
        long start = System.nanoTime();
        MatrixMesh meshes = MatrixMesh.of(random, MeshLayout.RECTANGLE, arena);
        tell(report, "decomposition", start);
        return meshes.first().with(REAL, 1);
    }

    private static void tell(Report report, String what, long start) {
        double milliseconds = (System.nanoTime() - start) / 1e6;
        report.line(what, String.format(Locale.ROOT, "%.4g ms, once, not warmed up", milliseconds));
        report.put(what + "Ms", milliseconds);
    }

    private Matrix stacked(MziMesh mesh, Arena arena) {
        MeshTransfer m = new MeshTransfer(mesh);
        Matrix w = Matrix.zeros(2 * modes, 2 * modes, arena);
        for (int i = 0; i < modes; i++) {
            for (int j = 0; j < modes; j++) {
                w.set(i, j, m.re(i, j));
                w.set(i, modes + j, -m.im(i, j));
                w.set(modes + i, j, m.im(i, j));
                w.set(modes + i, modes + j, m.re(i, j));
            }
        }
        return w;
    }

    /** Real parts beside imaginary parts. */
    private static Matrix beside(ComplexMatrix x, Arena arena) {
        Matrix both = Matrix.zeros(x.rows(), 2 * x.columns(), arena);
        for (int b = 0; b < x.rows(); b++) {
            for (int j = 0; j < x.columns(); j++) {
                both.set(b, j, x.re().get(b, j));
                both.set(b, x.columns() + j, x.im().get(b, j));
            }
        }
        return both;
    }

    private static Operand operand(Matrix matrix) {
        return new Operand(matrix.values(), matrix.rows(), matrix.columns());
    }

    /** Judges, and times where both agree; each may be off by the tolerance. */
    private boolean compare(Runnable pfm, Runnable openblas, ComplexMatrix ours, Matrix theirs, Report report,
            Arena arena) {
        pfm.run();
        openblas.run();
        Discrepancy found = new Tolerance.DotProducts(2L * modes).judge(Output.of("openblas", theirs),
                Output.of("pfm", beside(ours, arena)), Precision.FLOAT32);
        double bound = 2 * found.bound();
        boolean agree = found.error() <= bound;
        report.line("judged", String.format(Locale.ROOT, "openblas differs by %.1e of at most %.1e (relative L2)%s",
                found.error(), bound, agree ? "" : ": not the same computation, nothing is timed"));
        report.put("difference", found.error());
        report.put("tolerance", bound);
        if (agree) {
            Contest contest = new Contest(System::nanoTime);
            contest.run(List.of(pfm, openblas), seconds * 250_000_000L);
            long[][] times = contest.run(List.of(pfm, openblas), seconds * 750_000_000L);
            Timings mesh = timings(times[0]);
            Timings ideal = timings(times[1]);
            report.line("pfm", told(mesh));
            report.line("openblas", told(ideal));
            report.line("ratio", String.format(Locale.ROOT, "%.3f, median of openblas / median of pfm (rounds: %.3f)",
                    ideal.median() / mesh.median(), ideal.over(mesh).median()));
            report.put("pfm", facts(mesh));
            report.put("openblas", facts(ideal));
            report.put("ratio", ideal.median() / mesh.median());
            report.put("ratioOfRounds", ideal.over(mesh).median());
        }
        return agree;
    }

    private static String told(Timings times) {
        return String.format(Locale.ROOT, "%.4g ms (%.4g to %.4g)", times.median(), times.quantile(0.1),
                times.quantile(0.9));
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
