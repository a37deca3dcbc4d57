package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.analog.network.ResistiveNetwork;
import pfm.bench.peer.Timings;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.validation.Seeded;

/** {@code pfm bench line-resistance}. */
@Command(name = "line-resistance", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"The exact IR drop of an array of random conductances: its effective matrix, once, and the "
                + "currents for one vector without that matrix.",
            "Both must agree to 1e-9 of all currents before anything is told."},
        footer = {"", "Example:", "  pfm bench line-resistance --size 1024 --segment 1e-4 --rounds 1"})
final class BenchLineResistance implements Callable<Integer> {
    /** What {@link ResistiveNetwork#currents} promises, and rounding errors of the product. */
    private static final double TOLERANCE = 1.001e-9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonReport json;

    @Option(names = "--size", paramLabel = "N", defaultValue = "256",
            description = "Output lines, and as many input lines (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--segment", paramLabel = "R", defaultValue = "1e-4",
            description = "Resistance of a line from cell to cell, in R_min (default: ${DEFAULT-VALUE}).")
    private double segment;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to use; default: one per processor.")
    private Integer threads;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "Timed effective matrices; there are ten times as many vectors, 40 at least, of which the "
                    + "first quarter does not count (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--size", 1, 1 << 13, size);
        Require.inRange("--rounds", 1, 1 << 20, rounds);
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        Require.inRange("--threads", 1, Short.MAX_VALUE, workers);
        try (Report report = json.open(spec); Arena arena = Arena.ofShared()) {
            Matrix conductances = Seeded.matrix(size, size, 0, 1, Precision.FLOAT64, 1, arena);
            ResistiveNetwork network = ResistiveNetwork.of(conductances, segment);
            double[] v = new double[size];
            Matrix seeded = Seeded.matrix(1, size, 0, 1, Precision.FLOAT64, 2, arena);
            for (int j = 0; j < size; j++) {
                v[j] = seeded.get(0, j);
            }
            report.line("network", size + " x " + size + " cells, R_p " + segment + " R_min, " + workers + " threads");
            List<Double> vectors = new ArrayList<>();
            double[] currents = new double[size];
            int count = Math.max(40, 10 * rounds);
            for (int round = 0; round < count; round++) {
                long start = System.nanoTime();
                currents = network.currents(v, workers);
                vectors.add((System.nanoTime() - start) / 1e6);
            }
            List<Double> matrices = new ArrayList<>();
            double difference = 0;
            for (int round = 0; round < rounds; round++) {
                try (Arena own = Arena.ofShared()) {
                    long start = System.nanoTime();
                    Matrix effective = network.effectiveMatrix(workers, own);
                    matrices.add((System.nanoTime() - start) / 1e6);
                    difference = difference(effective, v, currents);
                }
            }
            boolean agree = difference <= TOLERANCE;
            report.line("judged", String.format(Locale.ROOT, "matrix and vector differ by %.1e of at most %.1e "
                    + "(relative L1)%s", difference, TOLERANCE, agree ? "" : ": one of them is wrong"));
            report.put("size", size);
            report.put("segment", segment);
            report.put("threads", workers);
            report.put("difference", difference);
            if (agree) {
                tell(report, "matrix", matrices, matrices);
                tell(report, "vector", vectors, vectors.subList(count / 4, count));
            }
            report.put("machine", Machine.describe());
            report.finish();
            return agree ? Exit.OK : Exit.CHECK_FAILED;
        }
    }

    private static void tell(Report report, String name, List<Double> all, List<Double> counted) {
        Timings times = new Timings(counted);
        report.line(name, String.format(Locale.ROOT, "%.4g ms (%.4g to %.4g), the first one %.4g ms", times.median(),
                times.quantile(0.1), times.quantile(0.9), all.getFirst()));
        report.put(name + "Ms", times.median());
        report.put(name + "FirstMs", all.getFirst());
    }

    private static double difference(Matrix effective, double[] v, double[] currents) {
        double difference = 0;
        double sum = 0;
        for (int i = 0; i < currents.length; i++) {
            double y = 0;
            for (int j = 0; j < v.length; j++) {
                y = Math.fma(effective.get(i, j), v[j], y);
            }
            difference += Math.abs(y - currents[i]);
            sum += Math.abs(y);
        }
        return difference / sum;
    }
}
