package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import pfm.io.AtomicFile;
import pfm.io.Json;

/** The option {@code --json}, the same for every verb: the report as JSON, to a file or to stdout. */
final class JsonReport {
    private static final String STDOUT = "-";

    @Option(names = "--json", paramLabel = "FILE", arity = "0..1", fallbackValue = STDOUT,
            description = "Write the report as JSON to FILE; without FILE to stdout, and the text to stderr.")
    private String target;

    /** Where the text for people goes: stdout, unless JSON goes there. */
    PrintWriter text(CommandSpec spec) {
        return STDOUT.equals(target) ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    /** Writes the report where it was asked for, if it was. Values are numbers, strings, booleans, lists and maps. */
    void write(CommandSpec spec, Map<String, ?> report) throws IOException {
        if (target == null) {
            return;
        }
        String text = Json.write(report) + "\n";
        if (STDOUT.equals(target)) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            AtomicFile.write(Path.of(target), text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
