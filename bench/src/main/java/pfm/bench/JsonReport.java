package pfm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --json}, the same for every verb: the report as JSON, to a file or to stdout. */
final class JsonReport {
    /** Options that name files to write. */
    private static final Set<String> WRITTEN = Set.of("--out", "--json", "--picture", "--plot", "--checkpoint",
            "--html", "--junit", "--resume");

    @Option(names = "--json", paramLabel = "FILE", arity = "0..1", fallbackValue = Report.STDOUT,
            description = "Write the report as JSON to FILE; without FILE to stdout, and the text to stderr.")
    private String target;

    /** Starts the report of a verb; a file that cannot be written, or is to be two things at once, is refused here. */
    Report open(CommandSpec spec) throws IOException {
        requireDistinct(spec);
        return Report.open(spec, target);
    }

    private static void requireDistinct(CommandSpec spec) {
        Map<Path, String> written = new HashMap<>();
        for (OptionSpec option : spec.options()) {
            String name = option.longestName();
            Object file = WRITTEN.contains(name) ? option.getValue() : null;
            if (file == null || file.equals(Report.STDOUT)) {
                continue;
            }
            String other = written.put(Path.of(file.toString()).toAbsolutePath().normalize(), name);
            if (other != null) {
                throw new ParameterException(spec.commandLine(),
                        other + " and " + name + " must name different files, both were '" + file + "'");
            }
        }
    }
}
