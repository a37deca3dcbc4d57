package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import pfm.bench.peer.PeerFolder;
import pfm.quantity.Require;

/** {@code pfm bench suite}: all comparisons that are published, each in a JVM of its own as if it were run by hand. */
@Command(name = "suite", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Makes every comparison of the published table, a line of JSON each, appended to FILE.",
            "Each runs in a process of its own, as if its command were given by hand; one that fails is told, and the "
                + "rest goes on. About a minute for each."},
        footer = {"", "Example:", "  pfm bench suite results.jsonl"})
final class BenchSuite implements Callable<Integer> {
    private static final String INCUBATING = "WARNING: Using incubator modules";
    private static final List<Integer> GRIDS = List.of(200, 256, 384, 512, 1000, 1024, 1536, 2048, 4096);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "JSON lines are appended to this file.")
    private Path results;

    @Option(names = "--threads", paramLabel = "N", split = ",", defaultValue = "1,2",
            description = "Counts of threads, with commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads;

    @Option(names = "--peer", paramLabel = "NAME", defaultValue = "all",
            description = "Peers, as for a comparison (default: ${DEFAULT-VALUE}).")
    private String peers;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "25",
            description = "Time for the rounds of each (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--only", paramLabel = "TEXT", defaultValue = "",
            description = "Only comparisons whose command has this in it, for example '--grid 2048' or d2nn.")
    private String only;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<List<String>> wanted = comparisons().stream().filter(words -> String.join(" ", words).contains(only))
                .toList();
        Require.inRange("count of comparisons that --only leaves", 1, Integer.MAX_VALUE, wanted.size());
        Files.write(results, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND); // can it be written?
        int failed = 0;
        for (List<String> comparison : wanted) {
            out.println("./pfm " + String.join(" ", comparison));
            failed += run(comparison, out) ? 0 : 1;
        }
        out.println(wanted.size() + " comparisons, " + failed + " failed");
        return failed == 0 ? Exit.OK : Exit.CHECK_FAILED;
    }

    private List<List<String>> comparisons() {
        List<List<String>> kernels = new ArrayList<>();
        GRIDS.forEach(grid -> kernels.add(List.of("split-step", "--grid", "" + grid)));
        kernels.add(List.of("angular-spectrum", "--grid", "512", "--batch", "16"));
        kernels.add(List.of("d2nn", "--layers", "5", "--batch", "32"));
        List<List<String>> comparisons = new ArrayList<>();
        for (List<String> kernel : kernels) {
            for (int count : threads) {
                List<String> words = new ArrayList<>(List.of("bench"));
                words.addAll(kernel);
                words.addAll(List.of("--threads", "" + count, "--peer", peers, "--seconds", "" + seconds));
                comparisons.add(words);
            }
        }
        return comparisons;
    }

    /** Runs a comparison, shows what it prints, and keeps its report. */
    private boolean run(List<String> comparison, PrintWriter out) throws IOException, InterruptedException {
        try (PeerFolder folder = new PeerFolder()) {
            Path report = folder.file("report.json");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(comparison);
            command.addAll(List.of("--json", report.toString()));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.inputReader().lines().filter(line -> !line.startsWith(INCUBATING)).forEach(out::println);
            if (process.waitFor() != Exit.OK) {
                return false;
            }
            String line = Files.readString(report).strip().replaceAll("\\n *", " ") + "\n";
            Files.write(results, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
            return true;
        }
    }
}
