package pfm.bench;

import java.io.IOException;
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

/** {@code pfm bench suite}: all comparisons that are published, each in a JVM of its own as if it were run by hand. */
@Command(name = "suite", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Makes every comparison of the published table, a line of JSON each, appended to FILE.",
            "Each runs in a process of its own, as if its command were given by hand; one that fails is told, and the "
                + "rest goes on. About a minute for each of the 22."},
        footer = {"", "Example:", "  pfm bench suite results.jsonl"})
final class BenchSuite implements Callable<Integer> {
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

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.write(results, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND); // can it be written?
        int failed = 0;
        for (List<String> comparison : comparisons()) {
            spec.commandLine().getOut().println("\n./pfm " + String.join(" ", comparison));
            spec.commandLine().getOut().flush();
            failed += run(comparison) ? 0 : 1;
        }
        spec.commandLine().getOut().printf("%n%d comparisons, %d failed%n", comparisons().size(), failed);
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
                words.addAll(List.of("--threads", "" + count, "--peer", peers));
                comparisons.add(words);
            }
        }
        return comparisons;
    }

    private boolean run(List<String> comparison) throws IOException, InterruptedException {
        try (PeerFolder folder = new PeerFolder()) {
            Path report = folder.file("report.json");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(comparison);
            command.addAll(List.of("--json", report.toString()));
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != Exit.OK) {
                return false;
            }
            String line = Files.readString(report).strip().replaceAll("\\n *", " ") + "\n";
            Files.write(results, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
            return true;
        }
    }
}
