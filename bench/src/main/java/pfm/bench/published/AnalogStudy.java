package pfm.bench.published;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import pfm.model.AnalogRanges;
import pfm.model.CrossbarDevice;
import pfm.model.Perceptron;
import pfm.model.PerceptronTraining;
import pfm.model.RobustnessTable;
import pfm.model.Schedule;
import pfm.validation.Finding;

/**
 * A perceptron 784-100-100-10 on crossbars: how few bits its ADCs may have, and that training with noise on the weights
 * brings back what noisy weights cost. Trained as {@code pfm train --crossbar} does.
 */
final class AnalogStudy {
    static final String CITATION = "training with noise on the weights: Joshi et al., \"Accurate deep neural network"
            + " inference using computational phase-change memory\", Nat. Commun. 11, 2473 (2020); the accuracies for"
            + " 8, 6, 5, 4 and 3 bits are customary for this perceptron, of no single publication";
    private static final List<Integer> SIZES = List.of(784, 100, 100, 10);
    private static final List<Integer> BITS = List.of(8, 6, 5, 4, 3);
    private static final double[] PUBLISHED = {0.979, 0.979, 0.975, 0.959, 0.85};
    /** Half a point for seeds and schedules; more where few codes make the range of the ADC decisive. */
    private static final double[] TOLERANCES = {0.005, 0.005, 0.005, 0.01, 0.04};
    private static final List<Double> NOISES = List.of(0.0, 0.1, 0.2);
    private static final int STEPS = 6000;
    private static final int CALIBRATION = 2000;
    private static final int DRAWS = 5;

    private AnalogStudy() {
    }

    static Optional<List<Finding>> make(Means means) {
        try (Arena arena = Arena.ofShared()) {
            Perceptron plain = Perceptron.random(SIZES, 4, 1, arena);
            List<CrossbarDevice> ideal = Collections.nCopies(SIZES.size() - 1, CrossbarDevice.IDEAL);
            if (!train(means, plain, ideal, 0, new Schedule(means.steps(STEPS), 100, 0.005, 0, 1), arena)) {
                return Optional.empty();
            }
            List<Double> ranges = ranges(means, plain);
            Perceptron aware = plain.copy(arena);
            if (!train(means, aware, RobustnessTable.devices(ranges, 8), 0.15,
                    new Schedule(means.steps(STEPS), 100, 0.0025, 0, 2), arena)) {
                return Optional.empty();
            }
            return Optional.of(findings(means, table(means, plain), table(means, aware)));
        }
    }

    private static boolean train(Means means, Perceptron network, List<CrossbarDevice> devices, double noise,
            Schedule schedule, Arena arena) {
        PerceptronTraining training =
                new PerceptronTraining(network, devices, noise, means.learned(), schedule, means.kernels(), arena);
        while (!training.finished()) {
            double loss = training.step();
            if (!means.watcher().step(training.iteration(), schedule.iterations(),
                    String.format(Locale.ROOT, "loss %.4f", loss))) {
                return false;
            }
        }
        return true;
    }

    private static List<Double> ranges(Means means, Perceptron network) {
        return AnalogRanges.calibrate(network, means.learned().first(CALIBRATION), 0.9999, means.kernels());
    }

    private static RobustnessTable table(Means means, Perceptron network) {
        return RobustnessTable.of(network, ranges(means, network), means.test(), NOISES, BITS, DRAWS, 3,
                means.kernels(), done -> means.watcher().step(done, NOISES.size() * BITS.size(), "table"));
    }

    private static List<Finding> findings(Means means, RobustnessTable plain, RobustnessTable aware) {
        List<Finding> findings = new ArrayList<>();
        for (int b = 0; b < PUBLISHED.length; b++) {
            findings.add(means.accuracy("accuracy with " + BITS.get(b) + " bits", PUBLISHED[b], plain.means()[0][b],
                    TOLERANCES[b], STEPS, "seeds, schedules and how the range of the ADC is chosen"));
        }
        for (int n = 1; n < NOISES.size(); n++) {
            findings.add(means.accuracy("accuracy with 8 bits and noise " + NOISES.get(n) + ", trained with noise",
                    plain.means()[0][0], aware.means()[n][0], 0.02, STEPS, String.format(Locale.ROOT,
                    "recovers to 2 points below no noise; without such training %.4f", plain.means()[n][0])));
        }
        return findings;
    }
}
