package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.bench.peer.MachineLimits;
import pfm.bench.peer.Peer;
import pfm.bench.peer.PeerFolder;
import pfm.bench.peer.Rounds;
import pfm.bench.peer.TransformLibrary;
import pfm.bench.peer.PeerTask;
import pfm.quantity.Require;
import pfm.validation.Discrepancy;

/** A kernel against its peers: judged first, then timed in turns. */
abstract class KernelComparison implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--peer", paramLabel = "NAME", split = ",", defaultValue = "fftw",
            description = "Peers: fftw, fftw-avx512, mkl, mkl-2025, several with commas, or all that are installed "
                    + "(default: ${DEFAULT-VALUE}).")
    private List<String> peers;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "21",
            description = "Timed runs of each, at most; at least 5 are made (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "25",
            description = "No further round begins after this time (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "4",
            description = "Seconds that pfm runs first (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    /** Plans and fills what is compared. */
    abstract PeerTask prepare(Kernels kernels, Arena arena);

    /** Prints and records what is compared. */
    abstract void describe(Report report);

    /** What times are given for. */
    abstract String unit();

    /** Units of a run. */
    abstract int runs();

    @Override
    public final Integer call() throws IOException, InterruptedException {
        Require.inRange("--rounds", 5, 1 << 20, rounds);
        Require.inRange("--seconds", 0, 1e6, "s", seconds);
        Require.inRange("--warm-up", 0, 1e6, "s", warmUp);
        Backends.Choice choice = selection.choose();
        List<Peer> started = new ArrayList<>();
        try (Report report = json.open(spec);
                Kernels kernels = selection.open(choice.backend(), report);
                Arena arena = Arena.ofShared();
                PeerFolder folder = new PeerFolder()) {
            List<TransformLibrary> wanted = wanted(report);
            report.backend(choice, kernels);
            describe(report);
            PeerTask task = prepare(kernels, arena);
            start(started, wanted, task, folder);
            boolean agree = compare(report, task, started);
            report.finish();
            return agree ? Exit.OK : Exit.CHECK_FAILED;
        } finally {
            started.forEach(Peer::close);
        }
    }

    /** The peers asked for; one that lacks is an error, unless all are asked for. */
    private List<TransformLibrary> wanted(Report report) {
        boolean all = peers.equals(List.of(ALL));
        List<TransformLibrary> wanted = new ArrayList<>();
        for (TransformLibrary library : all ? List.of(TransformLibrary.values())
                : peers.stream().map(TransformLibrary::named).distinct().toList()) {
            Optional<String> lack = library.lack(TransformLibrary.installed());
            if (lack.isEmpty()) {
                wanted.add(library);
            } else if (all) {
                report.warn(lack.get());
            } else {
                throw new IllegalArgumentException(lack.get());
            }
        }
        return wanted;
    }

    private void start(List<Peer> started, List<TransformLibrary> wanted, PeerTask task, PeerFolder folder)
            throws IOException, InterruptedException {
        Path data = folder.file("data");
        task.write(data);
        for (TransformLibrary library : wanted) {
            started.add(Peer.start(library, task, selection.threads(), data, folder,
                    TransformLibrary.installed()));
        }
    }

    /** Judges, and times where all agree. */
    private boolean compare(Report report, PeerTask task, List<Peer> started)
            throws IOException, InterruptedException {
        task.run();
        List<Discrepancy> found = new ArrayList<>();
        for (Peer peer : started) {
            peer.run();
            found.add(task.judge(peer.answer()));
            report.line("judged", String.format(Locale.ROOT, "%s differs by %.1e of at most %.1e (relative L2)%s",
                    peer.library().label(), found.getLast().error(), found.getLast().bound(),
                    found.getLast().passes() ? "" : ": not the same computation, nothing is timed"));
        }
        if (!found.stream().allMatch(Discrepancy::passes)) {
            return false;
        }
        int threads = selection.threads();
        MachineLimits limits = MachineLimits.measure(threads, 2 * task.fieldBytes());
        Rounds played = Rounds.play(task, started, rounds, seconds, warmUp);
        new ComparisonReport(report, unit(), runs(), task).tell(played, started, found, limits);
        report.put("threads", threads);
        report.put("machine", Machine.describe());
        report.put("command", command());
        return true;
    }

    /** The command line that repeats this comparison. */
    private String command() {
        List<String> words = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        words.removeIf(word -> word.startsWith("--json="));
        int at = words.indexOf("--json");
        if (at >= 0) {
            words.remove(at);
            if (at < words.size() && !words.get(at).startsWith("--")) {
                words.remove(at);
            }
        }
        return "./pfm " + String.join(" ", words);
    }
}
