package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import pfm.Kernels;
import pfm.model.AnalogRanges;
import pfm.model.CrossbarDevice;
import pfm.model.LabelledImages;
import pfm.model.Perceptron;
import pfm.model.PerceptronInference;
import pfm.model.PerceptronTraining;
import pfm.model.RobustnessTable;
import pfm.model.Schedule;

/**
 * {@code pfm train --crossbar}: a perceptron is trained plainly, then again with noisy weights and converters in the
 * loop ("hardware-aware"), and both are judged on noisy crossbars.
 */
final class CrossbarTraining {
    /** Images that calibrate the ADCs. */
    private static final int CALIBRATION = 2000;

    private final PerceptronSelection options;
    private final LabelledImages learned;
    private final LabelledImages test;
    private final Schedule schedule;
    private final Kernels kernels;
    private final Arena arena;
    private final Report report;

    CrossbarTraining(PerceptronSelection options, LabelledImages learned, LabelledImages test, Schedule schedule,
            Kernels kernels, Arena arena, Report report) {
        this.options = options;
        this.learned = learned;
        this.test = test;
        this.schedule = schedule;
        this.kernels = kernels;
        this.arena = arena;
        this.report = report;
    }

    /** Trains, judges, and writes the network that was trained with its hardware. */
    void run(int classes, Path out) throws IOException {
        List<Integer> sizes = options.sizes(learned.rows() * learned.columns(), classes);
        report.line("network", "perceptron " + sizes + ", weights up to " + options.clip() + " deviations");
        report.line("images", learned.count() + " to learn, " + test.count() + " to test");
        int layers = sizes.size() - 1;
        Perceptron plain = Perceptron.random(sizes, options.clip(), schedule.seed(), arena);
        train("plain", plain, Collections.nCopies(layers, CrossbarDevice.IDEAL), 0, schedule);
        Perceptron aware = plain.copy(arena);
        Schedule again = new Schedule(schedule.iterations(), schedule.batch(), schedule.rate() / 2, 0,
                schedule.seed() + 1);
        train("hardware", aware, RobustnessTable.devices(ranges(plain), options.trainBits()), options.weightNoise(),
                again);
        Map<String, RobustnessTable> tables = new LinkedHashMap<>();
        tables.put("plain", table("plain", plain));
        tables.put("hardware", table("hardware", aware));
        report.line("", "accuracy on the test images, % (+- deviation over " + options.draws() + " programmings):");
        tables.forEach(this::print);
        aware.save(out, Map.of("trained", String.format(Locale.ROOT,
                "%d steps plainly, then %d with noise %s on the weights and %d-bit ADCs, %d images a step, seed %d",
                schedule.iterations(), again.iterations(), options.weightNoise(), options.trainBits(),
                schedule.batch(), schedule.seed())));
        report.line("written", out.toString());
    }

    private List<Double> ranges(Perceptron network) {
        return AnalogRanges.calibrate(network, learned.first(CALIBRATION), options.range(), kernels);
    }

    private void train(String name, Perceptron network, List<CrossbarDevice> devices, double noise, Schedule steps) {
        PerceptronTraining training =
                new PerceptronTraining(network, devices, noise, learned, steps, kernels, arena);
        long start = System.nanoTime();
        double loss = 0;
        try (Progress progress = new Progress(name, "steps", steps.iterations())) {
            while (!training.finished()) {
                loss = training.step();
                progress.done(training.iteration(), String.format(Locale.ROOT, "loss %.4f", loss));
            }
        }
        double accuracy;
        try (Arena passing = Arena.ofShared()) {
            List<CrossbarDevice> ideal = Collections.nCopies(network.layers().size(), CrossbarDevice.IDEAL);
            accuracy = new PerceptronInference(network, ideal, kernels, passing).accuracy(test);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report.line(name, String.format(Locale.ROOT, "%d steps in %.1f s, loss %.4f, without noise and converters "
                + "%.2f %% of the test images", steps.iterations(), seconds, loss, 100 * accuracy));
        report.put(name + "Loss", loss);
        report.put(name + "Accuracy", accuracy);
        report.put(name + "Seconds", seconds);
    }

    private RobustnessTable table(String name, Perceptron network) {
        List<Double> noises = options.noises();
        List<Integer> bits = options.bits();
        try (Progress progress = new Progress(name, "entries", (long) noises.size() * bits.size())) {
            return RobustnessTable.of(network, ranges(network), test, noises, bits, options.draws(),
                    schedule.seed() + 2, kernels, progress::done);
        }
    }

    private void print(String name, RobustnessTable table) {
        PrintWriter text = report.text();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-10s noise", name));
        table.bits().forEach(b -> head.append(String.format(Locale.ROOT, "%10d bits", b)));
        text.println(head);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int n = 0; n < table.noises().size(); n++) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%16s", table.noises().get(n)));
            for (int b = 0; b < table.bits().size(); b++) {
                double mean = 100 * table.means()[n][b];
                double spread = 100 * table.spread()[n][b];
                row.append(String.format(Locale.ROOT, spread == 0 ? "%9.2f      " : "%9.2f+-%-4.2f", mean, spread));
                rows.add(new LinkedHashMap<>(Map.of("noise", table.noises().get(n), "adcBits", table.bits().get(b),
                        "accuracy", mean / 100, "deviation", spread / 100)));
            }
            text.println(row.toString().stripTrailing());
        }
        report.put(name + "Table", rows);
    }
}
