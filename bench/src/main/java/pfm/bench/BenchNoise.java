package pfm.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.bench.peer.Timings;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;
import pfm.quantity.Require;
import pfm.simd.Lanes;
import pfm.simd.SimdAvailability;
import pfm.simd.SimdNoise;

/** {@code pfm bench noise}. */
@Command(name = "noise", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Normal numbers per second on one core: registers of SIMD lanes, the same numbers one by one, "
                + "and those of java.util.random (L64X128MixRandom), in turns.",
            "Registers and one by one must give the same bits before anything is timed."},
        footer = {"", "Examples:", "  pfm bench noise", "  pfm -Dpfm.vector.bits=128 bench noise"})
final class BenchNoise implements Callable<Integer> {
    /** Numbers of a run of what is slow, as a share of those of a run of what is fast. */
    private static final int SLOW = 16;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonReport json;

    @Option(names = "--row", paramLabel = "N", defaultValue = "4096",
            description = "Numbers of a row: those of one vector (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "256",
            description = "Rows of a run; a sixteenth of them where numbers are made one by one "
                    + "(default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10",
            description = "Seconds to measure, of which the first quarter does not count (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--row", 1, 1 << 24, length);
        Require.inRange("--rows", 1, 1 << 20, rows);
        Require.inRange("--seconds", 1, 3600, seconds);
        if (SimdAvailability.here() instanceof Availability.Unavailable lack) {
            throw new IllegalArgumentException("registers of SIMD lanes must be here to be timed, but "
                    + lack.reason() + "; " + lack.remedy());
        }
        try (Report report = json.open(spec)) {
            float[] to = new float[length];
            float[] single = new float[length];
            NoiseRow first = row(0);
            new SimdNoise().normals(first, 0, length, to, 0);
            oneByOne(first, single);
            boolean agree = Arrays.equals(to, single);
            report.line("kernel", length + " standard normal numbers in a row, one thread, registers of "
                    + Lanes.COUNT + " lanes");
            report.line("judged", agree ? "the same bits as one by one" : "not the bits of one by one: nothing is "
                    + "timed");
            report.put("lanes", Lanes.COUNT);
            report.put("row", length);
            report.put("rows", rows);
            report.put("agree", agree);
            if (agree) {
                time(to, report);
            }
            report.put("machine", Machine.describe());
            report.finish();
            return agree ? Exit.OK : Exit.CHECK_FAILED;
        }
    }

    private void time(float[] to, Report report) {
        int fewer = Math.max(1, rows / SLOW);
        RandomGenerator java = RandomGenerator.of("L64X128MixRandom");
        SimdNoise registers = new SimdNoise();
        List<Runnable> runs = List.of(() -> {
            for (int r = 0; r < rows; r++) {
                registers.normals(row(r), 0, length, to, 0);
            }
        }, () -> {
            for (int r = 0; r < fewer; r++) {
                oneByOne(row(r), to);
            }
        }, () -> {
            for (int r = 0; r < fewer; r++) {
                for (int i = 0; i < length; i++) {
                    to[i] = (float) java.nextGaussian();
                }
            }
        });
        Contest contest = new Contest(System::nanoTime);
        contest.run(runs, seconds * 250_000_000L);
        long[][] times = contest.run(runs, seconds * 750_000_000L);
        double fast = tell("registers", "registers", times[0], rows, report);
        double single = tell("one by one", "oneByOne", times[1], fewer, report);
        double random = tell("java.util", "javaUtilRandom", times[2], fewer, report);
        report.line("ratio", String.format(Locale.ROOT, "%.1f x one by one, %.1f x java.util.random",
                fast / single, fast / random));
        report.put("overOneByOne", fast / single);
        report.put("overJavaUtilRandom", fast / random);
    }

    /** Tells a rate; returns it [1e6/s]. */
    private double tell(String label, String key, long[] nanos, int count, Report report) {
        double numbers = (double) count * length;
        Timings rates = new Timings(Arrays.stream(nanos).mapToObj(n -> numbers / n * 1e3).toList());
        report.line(label, String.format(Locale.ROOT, "%.0f million per second (%.0f to %.0f, %d rounds)",
                rates.median(), rates.quantile(0.1), rates.quantile(0.9), nanos.length));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("millionsPerSecond", rates.median());
        facts.put("low", rates.quantile(0.1));
        facts.put("high", rates.quantile(0.9));
        report.put(key, facts);
        return rates.median();
    }

    private static NoiseRow row(long number) {
        return new NoiseRow(1, NoiseStream.OUTPUT_NOISE, 0, 0, number);
    }

    private static void oneByOne(NoiseRow row, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = row.normal(i);
        }
    }
}
