package pfm.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import pfm.Kernels;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.bench.validate.CheckLines;
import pfm.bench.validate.History;
import pfm.bench.validate.JUnitReport;
import pfm.bench.validate.KeptChecks;
import pfm.io.AtomicFile;
import pfm.io.JsonLines;
import pfm.io.UserCache;
import pfm.tuning.Device;
import pfm.validation.RandomCase;

/** What {@code pfm validate} has found, and the files that keep it. */
final class ValidationReports {
    @Option(names = "--junit", paramLabel = "FILE", description = "Write the checks as JUnit XML, for CI.")
    private Path junit;

    @Option(names = "--html", paramLabel = "FILE", description = "Write one page with all checks, the machine, and the"
            + " fields of the worst cases, for a browser.")
    private Path html;

    @Option(names = "--resume", paramLabel = "FILE", description = "Keep each check in FILE as soon as it is made, as a"
            + " line of JSON, and skip those that FILE has from a run that was stopped.")
    private Path resume;

    @Option(names = "--history", paramLabel = "FILE", description = "Append the worst error over tolerance of each"
            + " kernel and backend to FILE, a line of JSON for each run; --html draws them.")
    private Path history;

    private final Set<String> before = new HashSet<>();
    private KeptChecks checks;
    private boolean endless;
    private long lastSeed = Long.MIN_VALUE;
    private final List<History.Run> runs = new ArrayList<>();
    private AtomicFile junitFile;
    private AtomicFile htmlFile;

    /**
     * Reads what an earlier run has found; a file that cannot be written is refused here.
     *
     * @param random whether cases are random and without end: seeds then tell which were judged, not names
     */
    void open(boolean random) throws IOException {
        endless = random;
        checks = new KeptChecks(random);
        if (resume != null) {
            CheckLines.read(resume, check -> {
                checks.add(check);
                if (endless) {
                    RandomCase.named(check.name()).ifPresent(c -> lastSeed = Math.max(lastSeed, c.seed()));
                } else {
                    before.add(check.key());
                }
            });
            CheckLines.append(resume, List.of());
        }
        if (history != null) {
            runs.addAll(History.read(history));
            JsonLines.append(history, List.of());
        }
        if (junit != null) {
            junitFile = AtomicFile.create(junit);
        }
        if (html != null) {
            htmlFile = AtomicFile.create(html);
        }
    }

    /** Whether a check was made by an earlier run. */
    boolean has(String key) {
        return before.contains(key);
    }

    /** The first seed of random cases: the one given, or that behind those of an earlier run. */
    long firstSeed(long given) {
        return Math.max(given, lastSeed == Long.MIN_VALUE ? given : lastSeed + 1);
    }

    /** Keeps a check, unless an earlier run has it; whether people are to see it. */
    boolean add(Check check) {
        if (has(check.key())) {
            return false;
        }
        if (resume != null) {
            CheckLines.append(resume, List.of(check));
        }
        return checks.add(check);
    }

    /** All checks, those of an earlier run first. */
    KeptChecks checks() {
        return checks;
    }

    /**
     * Writes the files that were asked for; a page shows fields, which {@code oracle} and candidates compute anew.
     *
     * @param mode what was judged, in a word
     */
    void write(String mode, Kernels oracle, List<Candidate> candidates) throws IOException {
        if (history != null) {
            runs.add(new History.Run(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), Revision.version(),
                    Revision.commit().orElse(""), Device.processorName(), mode, checks.made(), checks.failures(),
                    History.worst(checks.all())));
            History.append(history, runs.getLast());
        }
        if (junitFile != null) {
            junitFile.write(ByteBuffer.wrap(JUnitReport.of(checks.all())));
            junitFile.commit();
        }
        if (htmlFile != null) {
            new ValidationPage(checks, runs, oracle, candidates).page().write(htmlFile);
        }
    }

    /** Says how a run that was stopped goes on; keeps what it has found. */
    String howToResume(CommandSpec spec) throws IOException {
        Path file = resume;
        if (file == null) {
            Path folder = UserCache.folder("validation").orElse(Path.of(System.getProperty("java.io.tmpdir")));
            Files.createDirectories(folder);
            file = folder.resolve("stopped.jsonl");
            Files.deleteIfExists(file);
            CheckLines.append(file, checks.all());
        }
        return checks.made() + " checks are kept in " + file + "; to go on: "
                + Resumption.command(spec, file, resume != null);
    }

    /** Gives up files that were not written. */
    void close() throws IOException {
        if (junitFile != null) {
            junitFile.close();
        }
        if (htmlFile != null) {
            htmlFile.close();
        }
    }
}
