package pfm.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import pfm.Kernels;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.bench.validate.CheckLines;
import pfm.bench.validate.JUnitReport;
import pfm.io.AtomicFile;
import pfm.io.UserCache;

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

    private final List<Check> checks = new ArrayList<>();
    private final Set<String> before = new HashSet<>();
    private final Map<String, Double> worst = new HashMap<>();
    private AtomicFile junitFile;
    private AtomicFile htmlFile;

    /** Reads what an earlier run has found; a file that cannot be written is refused here. */
    void open() throws IOException {
        if (resume != null) {
            CheckLines.repair(resume);
            for (Check check : CheckLines.read(resume)) {
                checks.add(check);
                before.add(check.key());
            }
            CheckLines.append(resume, List.of());
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

    /** Keeps a check, unless an earlier run has it. */
    boolean add(Check check) {
        if (has(check.key())) {
            return false;
        }
        checks.add(check);
        if (resume != null) {
            CheckLines.append(resume, List.of(check));
        }
        return true;
    }

    /** Puts a check in the place of another. */
    void replace(Check old, Check check) {
        checks.replaceAll(c -> c == old ? check : c);
    }

    /** Whether a check uses more of its tolerance than those before, of its kernel and backend. */
    boolean isWorst(Check check) {
        String kind = check.name().replaceFirst("/seed=.*", "") + check.backend();
        double ratio = check.discrepancy().ratio();
        return ratio > worst.getOrDefault(kind, -1.0) && worst.merge(kind, ratio, Math::max) == ratio;
    }

    /** All checks, those of an earlier run first. */
    List<Check> checks() {
        return checks;
    }

    List<Check> failed() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }

    /** Writes the files that were asked for; a page shows fields, which {@code oracle} and candidates compute anew. */
    void write(Kernels oracle, List<Candidate> candidates) throws IOException {
        if (junitFile != null) {
            junitFile.write(ByteBuffer.wrap(JUnitReport.of(checks)));
            junitFile.commit();
        }
        if (htmlFile != null) {
            new ValidationPage(checks, oracle, candidates).page().write(htmlFile);
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
            CheckLines.append(file, checks);
        }
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        String arguments = String.join(" ", given.stream().map(a -> a.matches("[\\w./=,-]+") ? a : "'" + a + "'")
                .toList());
        return checks.size() + " checks are kept in " + file + "; to go on: ./pfm " + arguments
                + (resume == null ? " --resume " + file : "");
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
