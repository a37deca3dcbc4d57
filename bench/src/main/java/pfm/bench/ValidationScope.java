package pfm.bench;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import pfm.bench.published.Published;
import pfm.bench.validate.Selection;
import pfm.bench.validate.SelfTest;
import pfm.tuning.Family;
import pfm.validation.RandomCase;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** The options of {@code pfm validate} that say what is judged. */
final class ValidationScope {
    private static final Pattern SEEDED = Pattern.compile("(.*)/seed=(-?[0-9]{1,18})");

    @Option(names = "--only", paramLabel = "GLOB", defaultValue = "**", description = "Only checks whose name matches:"
            + " * is anything but a slash, ** anything. Closed forms then show every number, expected and got. The name"
            + " of a random case runs that case.")
    private String glob;

    @Option(names = "--quick", description = "Small cases of every kernel and direction: some seconds for a backend.")
    private boolean quick;

    @Option(names = "--long", description = "Random cases of every kernel, until stopped by Ctrl-C or --minutes; a case"
            + " that fails is made as small as fails.")
    private boolean untilStopped;

    @Option(names = "--minutes", paramLabel = "N", description = "With --long: stop after so many minutes.")
    private Double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "First seed of random cases; default: the time of day."
            + " Workloads of the catalogue have fixed input without it, else input that is drawn from it.")
    private Long seed;

    @Option(names = "--minimise", description = "Where a workload fails, look for the smallest random case of its"
            + " kernel that fails, too; --long always does.")
    private boolean minimise;

    @Option(names = "--self-test", description = "Judges the judges: kernels that are wrong on purpose, of the"
            + " reference or of --backend, must each be rejected; exit code 1 if one survives.")
    private boolean mutants;

    @Mixin
    private PublishedScope published;

    private Selection selection;
    private SelfTest selfTest;
    private Optional<RandomCase> random = Optional.empty();
    private PathMatcher matcher;
    private boolean seeded;

    /** Reads the options; refuses what matches nothing. */
    void read(CommandSpec spec) {
        if (quick && untilStopped) {
            throw new ParameterException(spec.commandLine(), "--quick and --long must not be given together");
        }
        if (mutants && (quick || untilStopped || minimise || seed != null)) {
            throw new ParameterException(spec.commandLine(),
                    "--self-test must stand without --quick, --long, --minimise and --seed");
        }
        if (minutes != null && !untilStopped) {
            throw new ParameterException(spec.commandLine(), "--minutes needs --long");
        }
        if (minutes != null && !(minutes > 0 && minutes <= 1e6)) {
            throw new ParameterException(spec.commandLine(), "--minutes must be in (0, 1e6], was " + minutes);
        }
        if (published.isAskedFor() && (mutants || quick || untilStopped || minimise || seed != null)) {
            throw new ParameterException(spec.commandLine(),
                    "--published must stand without --self-test, --quick, --long, --minimise and --seed");
        }
        if (SEEDED.matcher(glob).matches() && !glob.startsWith("random/")) { // the name of a workload with its seed
            seed = Long.parseLong(SEEDED.matcher(glob).replaceFirst("$2"));
            glob = SEEDED.matcher(glob).replaceFirst("$1");
        }
        matcher = matcher();
        published.read(spec, this::wanted);
        boolean apart = mutants || published.isAskedFor();
        selfTest = mutants ? SelfTest.of(this::wanted) : SelfTest.of(name -> false);
        random = apart ? Optional.empty() : RandomCase.named(glob).or(() -> seed == null ? Optional.empty()
                : RandomCase.named(glob + "/seed=" + seed));
        seeded = seed != null || untilStopped;
        if (seed == null) {
            seed = Instant.now().getEpochSecond();
        }
        selection = apart || untilStopped || random.isPresent() ? new Selection(List.of(), List.of())
                : Selection.of(this::wanted, quick);
        if (seeded && random.isEmpty() && !untilStopped) {
            selection = drawn(selection);
        }
        boolean some = selfTest.size() + published.size() > 0 || random.isPresent() || !selection.isEmpty()
                || untilStopped && matchesRandom();
        if (!some) {
            throw new IllegalArgumentException("--only must match a check, for example one of " + examples()
                    + ", was '" + glob + "'; 'pfm validate' lists the names of all");
        }
    }

    /** The same with input that is drawn from the seed. */
    private Selection drawn(Selection fixed) {
        if (fixed.workloads().isEmpty() && !fixed.forms().isEmpty()) {
            throw new IllegalArgumentException("--seed must go with a workload or a random case, was with '" + glob
                    + "'; closed forms have no random input, leave it out");
        }
        return new Selection(fixed.forms(), fixed.workloads().stream().map(w -> w.drawnFrom(seed)).toList());
    }

    private PathMatcher matcher() {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("--only must be a glob, was '" + glob + "': " + e.getDescription(), e);
        }
    }

    private boolean matchesRandom() {
        return Stream.of(Family.values()).anyMatch(f -> wanted(RandomCase.of(f, seed).name()));
    }

    private List<String> examples() {
        if (published.isAskedFor()) {
            return Published.all().stream().map(Published::name).toList();
        }
        if (mutants) {
            return Stream.of(Family.values()).map(f -> "mutant/" + f.label() + "/**").toList();
        }
        if (untilStopped) {
            return Stream.of(Family.values()).map(f -> "random/" + f.label() + "/**").toList();
        }
        return Stream.concat(Stream.of("closed-form"), Workloads.all().stream().map(Workload::name)
                .map(name -> name.replaceFirst("(/[^/]*)/.*", "$1"))).distinct().map(name -> name + "/**").toList();
    }

    boolean wanted(String name) {
        return matcher.matches(Path.of(name));
    }

    /** Cases of the catalogues. */
    Selection selection() {
        return selection;
    }

    /** Kernels that are wrong on purpose; none unless they were asked for. */
    SelfTest selfTest() {
        return selfTest;
    }

    /** Published results; none unless they were asked for. */
    PublishedScope published() {
        return published;
    }

    boolean isSelfTest() {
        return mutants;
    }

    /** The one random case that was asked for by name. */
    Optional<RandomCase> random() {
        return random;
    }

    boolean isLong() {
        return untilStopped && random.isEmpty();
    }

    boolean isQuick() {
        return quick;
    }

    /** Whether everything of the catalogues is judged. */
    boolean isWhole() {
        return glob.equals("**") && !quick && !untilStopped && !mutants && !published.isAskedFor();
    }

    /** Whether some names alone are wanted, so that there is room for every number of a closed form. */
    boolean isNarrowed() {
        return !glob.equals("**") || published.isAskedFor();
    }

    boolean minimises() {
        return minimise || untilStopped;
    }

    long seed() {
        return seed;
    }

    /** Whether the seed was given, or matters. */
    boolean isSeeded() {
        return seeded;
    }

    /** What another JVM is told that judges the same. */
    List<String> arguments(int threads) {
        List<String> arguments = new ArrayList<>(List.of("--threads", Integer.toString(threads)));
        if (seeded) {
            arguments.addAll(List.of("--seed", seed.toString()));
        }
        return arguments;
    }

    /** When to stop, in minutes from the start. */
    double minutes() {
        return minutes == null ? Double.POSITIVE_INFINITY : minutes;
    }

    /** In a word, for the history. */
    String mode() {
        return mutants ? "self-test" : published.isAskedFor() ? "published"
                : random.isPresent() || !glob.equals("**") ? "only " + glob
                : untilStopped ? "long" : quick ? "quick" : "default";
    }
}
