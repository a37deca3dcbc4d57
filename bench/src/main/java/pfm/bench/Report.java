package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import picocli.CommandLine.Model.CommandSpec;

import pfm.Backends;
import pfm.Kernels;
import pfm.io.AtomicFile;
import pfm.io.Json;

/**
 * What a verb reports: lines for people on stdout, and the same facts as JSON where {@code --json} asks for them. The
 * JSON file appears with {@link #finish()}, or not at all.
 */
final class Report implements AutoCloseable {
    /** Stands for stdout instead of the name of a JSON file; text then goes to stderr. */
    static final String STDOUT = "-";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean jsonToStdout;
    private final AtomicFile file;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    private Report(CommandSpec spec, boolean jsonToStdout, AtomicFile file) {
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
        this.jsonToStdout = jsonToStdout;
        this.file = file;
    }

    /** Starts a report; {@code target} is the name of a file, {@link #STDOUT}, or null for no JSON. */
    static Report open(CommandSpec spec, String target) throws IOException {
        boolean toStdout = STDOUT.equals(target);
        return new Report(spec, toStdout, target == null || toStdout ? null : AtomicFile.create(Path.of(target)));
    }

    /** Where text for people goes: stdout, unless JSON goes there. */
    PrintWriter text() {
        return jsonToStdout ? err : out;
    }

    /** Prints a line {@code label  text}. */
    void line(String label, String text) {
        text().printf("%-10s %s%n", label, text);
    }

    /** Prints a warning to stderr. */
    void warn(String text) {
        err.println("pfm: warning: " + text);
    }

    /** Records a fact for JSON: a number, string, boolean, list or map. */
    void put(String key, Object value) {
        facts.put(key, value);
    }

    /** Prints and records what computes, and why. */
    void backend(Backends.Choice choice, Kernels kernels) {
        line("backend", kernels.device() + "; " + choice.why());
        put("backend", choice.backend().name());
        put("why", choice.why());
        put("device", kernels.device());
        Map<String, String> tuned = new TreeMap<>(kernels.tuning().values());
        if (!tuned.isEmpty()) {
            line("tuning", tuned.size() + " stored values, see 'pfm backends'");
            put("tuning", tuned);
        }
    }

    /** Writes the JSON, if it was asked for. */
    void finish() throws IOException {
        String json = Json.write(facts) + "\n";
        if (jsonToStdout) {
            out.print(json);
            out.flush();
        } else if (file != null) {
            file.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            file.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
