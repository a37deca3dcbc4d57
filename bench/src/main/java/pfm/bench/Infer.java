package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
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
import pfm.io.AtomicFile;
import pfm.model.Inference;
import pfm.model.LabelledImages;
import pfm.model.Network;
import pfm.model.NetworkFile;
import pfm.model.Readings;
import pfm.quantity.Units;
import pfm.tuning.Family;

/** {@code pfm infer}: a physical neural network classifies images by the propagation of light. */
@Command(name = "infer", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = {"Classifies images with a physical neural network: every image is encoded as light and "
            + "propagated through all layers of the network. Without options the diffractive network that comes with "
            + "pfm reads the 10 000 MNIST test images.",
            "The first " + ReferenceCheck.SAMPLE + " images are computed by the reference in float64 too; exit code 1 "
            + "if the powers on the detectors differ by more than rounding explains."},
        footer = {"", "Keys of --json: backend, why, device; model, parameters, images; seconds, imagesPerSecond, "
            + "voxelUpdatesPerSecond (samples in x and y times masks and slices times images, per second); accuracy; "
            + "light (part of the incident power that falls on detectors, mean); differenceToReference and tolerance "
            + "(relative L2 of the powers on the detectors), sample, sameDecisions (images of the sample that get the "
            + "same class).",
            "", "Examples:", "  pfm infer", "  pfm infer --backend reference --limit 100 --json -",
            "  pfm infer --limit 1000 --picture digit.png"})
final class Infer implements Callable<Integer> {
    private static final long WARM_UP_NANOS = 1_500_000_000;

    @Option(names = "--model", paramLabel = "FILE",
            description = "Network from 'pfm train' (default: the shipped one).")
    private Path model;

    @Option(names = "--images", paramLabel = "FILE",
            description = "Images: IDX, plain or gzip (default: MNIST test set).")
    private Path images;

    @Option(names = "--labels", paramLabel = "FILE", description = "Their labels: IDX, plain or gzip.")
    private Path labels;

    @Option(names = "--limit", paramLabel = "N", description = "Take the first N images only.")
    private Integer limit;

    @Option(names = "--picture", paramLabel = "FILE.png",
            description = "Draw the first image on its way through the layers, as intensities.")
    private Path picture;

    @Mixin
    private BackendSelection backend;

    @Mixin
    private JsonReport json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Fonts.requireIf(picture != null, "--picture");
        try (Report report = json.open(spec); AtomicFile drawing = picture == null ? null : AtomicFile.create(picture);
                Arena arena = Arena.ofShared()) {
            NetworkFile file = ShippedData.model(model, arena);
            Backends.Choice choice = backend.choose(Family.SPLIT_STEP, file.network().grid().samples());
            try (Kernels kernels = backend.open(choice.backend(), report)) {
                report.backend(choice, kernels);
                boolean agrees = infer(file, kernels, drawing, report, arena);
                report.finish();
                return agrees ? Exit.OK : Exit.CHECK_FAILED;
            }
        }
    }

    /** Returns whether the reference agrees. */
    private boolean infer(NetworkFile file, Kernels kernels, AtomicFile drawing, Report report, Arena arena)
            throws IOException {
        Network network = file.network();
        LabelledImages all = ShippedData.images(spec, images, labels, network.classes());
        LabelledImages taken = limit == null ? all : all.first(limit);
        describe(file, taken, report);
        Readings readings = run(network, kernels, taken, report, arena);
        report.line("accuracy", String.format(Locale.ROOT, "%.2f %%", 100 * readings.accuracy(taken)));
        report.line("light", String.format(Locale.ROOT, "%.1f %% of the incident power falls on detectors",
                100 * readings.light()));
        report.put("accuracy", readings.accuracy(taken));
        report.put("light", readings.light());
        boolean agrees = compare(network, taken, readings, report);
        if (drawing != null) {
            new TravelPicture(network, new Travel(network, kernels, taken, 0, arena), readings, taken).write(drawing);
            report.line("picture", picture.toString());
        }
        return agrees;
    }

    private void describe(NetworkFile file, LabelledImages taken, Report report) {
        Network network = file.network();
        String name = model == null ? ShippedData.MODEL + " (shipped)" : model.toString();
        report.line("model", String.format(Locale.ROOT, "%s: %d layers, %,d trained values, %d input modes, "
                + "light of %s on %s samples", name, network.layers().size(), network.parameters(),
                network.encoding().modes(), Units.format(network.wavelength()),
                network.grid().nx() + "x" + network.grid().ny()));
        for (Map.Entry<String, String> note : file.notes().entrySet()) {
            report.line("", note.getKey() + ": " + note.getValue());
        }
        report.line("images", taken.count() + (images == null ? " of the MNIST test set (shipped)" : " of " + images));
        report.put("model", name);
        report.put("parameters", network.parameters());
        report.put("images", taken.count());
    }

    private static Readings run(
            Network network, Kernels kernels, LabelledImages taken, Report report, Arena arena) {
        Inference inference = new Inference(network, kernels, arena);
        LabelledImages first = taken.first(ReferenceCheck.SAMPLE);
        long start = System.nanoTime();
        do {
            inference.run(first);
        } while (System.nanoTime() - start < WARM_UP_NANOS);
        Readings readings;
        try (Progress progress = new Progress("infer", "images", taken.count())) {
            start = System.nanoTime();
            readings = inference.run(taken, progress::done);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = taken.count() / seconds;
        double updates = rate * inference.voxelUpdatesPerImage();
        report.line("speed", String.format(Locale.ROOT, "%.0f images/s, %.3g voxel-field updates/s (%.2f s, after a "
                + "warm-up)", rate, updates, seconds));
        report.put("seconds", seconds);
        report.put("imagesPerSecond", rate);
        report.put("voxelUpdatesPerSecond", updates);
        return readings;
    }

    private static boolean compare(Network network, LabelledImages taken, Readings readings, Report report) {
        ReferenceCheck check = ReferenceCheck.of(network, taken, readings);
        double error = check.discrepancy().error();
        double bound = check.discrepancy().bound();
        report.line("reference", String.format(Locale.ROOT, "difference %.2g of at most %.2g (powers on the "
                + "detectors, relative L2, %d images), %s; same class for %d of %d", error, bound, check.images(),
                check.discrepancy().passes() ? "passes" : "FAILS", check.sameDecisions(), check.images()));
        report.put("differenceToReference", error);
        report.put("tolerance", bound);
        report.put("sample", check.images());
        report.put("sameDecisions", check.sameDecisions());
        return check.discrepancy().passes();
    }
}
