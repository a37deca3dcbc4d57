package pfm.bench;

import java.io.IOException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --json}, the same for every verb: the report as JSON, to a file or to stdout. */
final class JsonReport {
    @Option(names = "--json", paramLabel = "FILE", arity = "0..1", fallbackValue = Report.STDOUT,
            description = "Write the report as JSON to FILE; without FILE to stdout, and the text to stderr.")
    private String target;

    /** Starts the report of a verb; a file that cannot be written is refused here. */
    Report open(CommandSpec spec) throws IOException {
        return Report.open(spec, target);
    }
}
