package pfm.bench;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Option;

import pfm.quantity.Require;

/** The options of {@code pfm train --crossbar}. */
final class PerceptronSelection {
    @Option(names = "--crossbar",
            description = "Train a perceptron on crossbars instead: plainly, then with its hardware in the loop, and "
                    + "print how accurate both are with noisy weights and few ADC bits. --iterations (default 6000), "
                    + "--batch (100), --rate (0.005) and --seed hold for it; of the other options about light none "
                    + "does.")
    private boolean crossbar;

    @Option(names = "--hidden", split = ",", defaultValue = "100,100", paramLabel = "N",
            description = "Outputs of the hidden layers (default: ${DEFAULT-VALUE}).")
    private List<Integer> hidden;

    @Option(names = "--weight-noise", defaultValue = "0.15", paramLabel = "X",
            description = "Noise on the weights in the second training, as a part of the largest weight that a cell "
                    + "holds (default: ${DEFAULT-VALUE}).")
    private double weightNoise;

    @Option(names = "--clip", defaultValue = "4", paramLabel = "X",
            description = "Largest weight that a cell holds, in units of the first weights' deviation "
                    + "(default: ${DEFAULT-VALUE}).")
    private double clip;

    @Option(names = "--train-bits", defaultValue = "8", paramLabel = "N",
            description = "Bits of the ADC in the second training (default: ${DEFAULT-VALUE}).")
    private int trainBits;

    @Option(names = "--range", defaultValue = "0.9999", paramLabel = "X",
            description = "Part of the outputs that the calibrated range of an ADC holds (default: ${DEFAULT-VALUE}).")
    private double range;

    @Option(names = "--noises", split = ",", defaultValue = "0,0.02,0.05,0.1,0.15,0.2", paramLabel = "X",
            description = "Noises on the weights in the table (default: ${DEFAULT-VALUE}).")
    private List<Double> noises;

    @Option(names = "--adc-bits", split = ",", defaultValue = "8,6,5,4,3", paramLabel = "N",
            description = "Bits of the ADC in the table (default: ${DEFAULT-VALUE}).")
    private List<Integer> bits;

    @Option(names = "--draws", defaultValue = "5", paramLabel = "N",
            description = "Programmings of each network for a noise (default: ${DEFAULT-VALUE}).")
    private int draws;

    /** Refuses what the table could not be made of, before the work. */
    void check() {
        noises.forEach(noise -> Require.inRange("--noises", 0, 10, "", noise));
        bits.forEach(b -> Require.inRange("--adc-bits", 2, 24, b));
        Require.inRange("--draws", 1, 10_000, draws);
        Require.inRange("--train-bits", 2, 24, trainBits);
        Require.inRange("--weight-noise", 0, 10, "", weightNoise);
        Require.inRange("--range", 1e-3, 1, "", range);
    }

    /** Whether crossbars are trained. */
    boolean isAskedFor() {
        return crossbar;
    }

    /** Inputs, then outputs of every layer. */
    List<Integer> sizes(int inputs, int classes) {
        List<Integer> sizes = new ArrayList<>(List.of(inputs));
        sizes.addAll(hidden);
        sizes.add(classes);
        return sizes;
    }

    double weightNoise() {
        return weightNoise;
    }

    double clip() {
        return clip;
    }

    int trainBits() {
        return trainBits;
    }

    double range() {
        return range;
    }

    List<Double> noises() {
        return noises;
    }

    List<Integer> bits() {
        return bits;
    }

    int draws() {
        return draws;
    }
}
