package pfm.bench.published;

import static pfm.quantity.Units.mm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.model.Encoding;
import pfm.model.Evaluation;
import pfm.model.Layer;
import pfm.model.Network;
import pfm.model.Readout;
import pfm.model.Region;
import pfm.model.Schedule;
import pfm.model.Training;
import pfm.model.TrainingCheckpoint;
import pfm.optics.AbsorbingFrame;
import pfm.validation.Finding;

/**
 * Five phase masks of 200×200 pixels of 0.4 mm, 30 mm apart, at 0.4 THz, padded to 400×400. An image is 14×14 means of
 * 2×2 pixels, each a square of 14×14 samples with the mean as its amplitude; light is linear, so that 196 modes are
 * propagated instead of the images.
 */
final class DiffractiveStudy {
    static final String MENGU = "Mengu, Luo, Rivenson, Ozcan, \"Analysis of diffractive optical neural networks and"
            + " their integration with electronic neural networks\", IEEE JSTQE 26, 3700114 (2020): 97.18 % with"
            + " cross-entropy, 5 phase masks; Lin et al., Science 361, 1004 (2018): 91.75 % with squared error";
    static final String LI = "Li, Mengu, Luo, Rivenson, Ozcan, \"Class-specific differential detection in diffractive"
            + " optical neural networks improves inference accuracy\", Adv. Photonics 1, 046001 (2019): 98.54 %";
    private static final int SIZE = 200;
    private static final int PADDED = 2 * SIZE;
    private static final int MASKS = 5;
    /** Samples along one side of a detector, 4.8 mm. */
    private static final int DETECTOR = 12;
    private static final int STEPS = 300;
    private static final int BATCH = 4000;
    private static final int CHECKPOINT_EVERY = 10;

    private DiffractiveStudy() {
    }

    /** One detector for each class, in rows of three, four and three. */
    static Optional<List<Finding>> intensity(Means means) throws IOException {
        List<Region> regions = new ArrayList<>();
        row(regions, 3, -1);
        row(regions, 4, 0);
        row(regions, 3, 1);
        return train(means, new Layer.Detectors(regions, Readout.INTENSITY, 20), 0.9718);
    }

    /** Two detectors for each class, side by side, four rows of five. */
    static Optional<List<Finding>> differential(Means means) throws IOException {
        List<Region> regions = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            row(regions, 5, row - 1.5);
        }
        List<Region> pairs = new ArrayList<>();
        for (int k = 0; k < 10; k++) { // the negative one of each pair stands below the positive one
            pairs.add(regions.get(k / 5 * 10 + k % 5));
            pairs.add(regions.get(k / 5 * 10 + 5 + k % 5));
        }
        return train(means, new Layer.Detectors(pairs, Readout.DIFFERENTIAL, 5), 0.9854);
    }

    /** A row of detectors, 40 samples from one to the next, so many rows below the centre. */
    private static void row(List<Region> regions, int count, double below) {
        int period = SIZE / 5;
        for (int i = 0; i < count; i++) {
            int x = PADDED / 2 + (int) Math.round((i - (count - 1) / 2.0) * period) - DETECTOR / 2;
            int y = PADDED / 2 + (int) Math.round(below * period) - DETECTOR / 2;
            regions.add(new Region(x, y, DETECTOR, DETECTOR));
        }
    }

    private static Network network(Means means, Layer.Detectors detectors, Arena arena) {
        List<Layer> layers = new ArrayList<>();
        for (int m = 0; m < MASKS; m++) {
            layers.add(new Layer.FreeSpace(mm(30)));
            layers.add(new Layer.PhaseMask(SIZE, SIZE, Samples.zeros(Precision.FLOAT32, SIZE * SIZE, arena)));
        }
        layers.add(new Layer.FreeSpace(mm(30)));
        layers.add(detectors);
        Encoding encoding = new Encoding(means.learned().columns(), means.learned().rows(), 2, 14);
        return new Network(Grid.square(PADDED, mm(0.4)), mm(0.75), 1, AbsorbingFrame.NONE, encoding, layers);
    }

    private static Optional<List<Finding>> train(Means means, Layer.Detectors detectors, double published)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Training training = new Training(network(means, detectors, arena), means.kernels(), means.learned(),
                    new Schedule(means.steps(STEPS), BATCH, 0.1, 0, 1), arena);
            if (Files.exists(means.checkpoint())) {
                TrainingCheckpoint.resume(training, means.checkpoint());
            }
            while (!training.finished()) {
                Evaluation found = training.step();
                boolean more = means.watcher().step(training.iteration(), means.steps(STEPS), String.format(Locale.ROOT,
                        "loss %.4f, accuracy %.2f %%", found.loss(), 100 * found.accuracy()));
                if (!training.finished() && (!more || training.iteration() % CHECKPOINT_EVERY == 0)) {
                    TrainingCheckpoint.save(training, means.checkpoint());
                }
                if (!more) {
                    return Optional.empty();
                }
            }
            Evaluation tested = training.basis().evaluate(training.basis().plan(means.test()));
            Files.deleteIfExists(means.checkpoint());
            return Optional.of(List.of(means.accuracy("part of the test images recognised", published,
                    tested.accuracy(), 0.015, STEPS, String.format(Locale.ROOT, "1.5 points: images of 14x14 means, %d"
                    + " epochs; %.1f %% of the light falls on detectors", STEPS * BATCH / means.learned().count(),
                    100 * tested.light()))));
        }
    }
}
