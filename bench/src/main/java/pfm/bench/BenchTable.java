package pfm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import pfm.io.Json;

/** {@code pfm bench table}: the published table, from reports. */
@Command(name = "table", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Prints comparisons as a table in Markdown, one row for each kernel and size.",
            "'distro' is the ratio to fftw, 'best native' that to the fastest peer of the comparison, and 'of limit' "
                + "the part of the machine's limit that pfm reaches. Of several runs of a comparison the last counts."},
        footer = {"", "Example:", "  pfm bench table bench/results/*.jsonl"})
final class BenchTable implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of reports, one line of JSON for each.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        List<Map<?, ?>> comparisons = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    comparisons.add(comparison(line, file + ", line " + number));
                }
            }
        }
        PerformanceTable.of(comparisons).lines().forEach(spec.commandLine().getOut()::println);
        return Exit.OK;
    }

    private static Map<?, ?> comparison(String line, String source) throws IOException {
        if (Json.parse(line, source) instanceof Map<?, ?> map && map.get("kernel") instanceof String
                && map.get("grid") instanceof Long && map.get("threads") instanceof Long
                && map.get("pfm") instanceof Map && map.get("limit") instanceof Map
                && map.get("best") instanceof String && map.get("peers") instanceof List) {
            return map;
        }
        throw new IllegalArgumentException(source + " must be the report of a comparison, was something else;"
                + " make one with ./pfm bench suite");
    }
}
