package pfm.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The sources in OpenCL C of this module, whose includes are put where they are asked for, each once. */
final class ProgramSource {
    private ProgramSource() {
    }

    /** The whole text of a file; compilers count lines as in the files. */
    static String of(String file) {
        StringBuilder text = new StringBuilder();
        append(file, text, new HashSet<>());
        return text.toString();
    }

    private static void append(String file, StringBuilder text, Set<String> included) {
        if (!included.add(file)) {
            return;
        }
        text.append("#line 1 \"").append(file).append("\"\n");
        int number = 0;
        for (String line : resource(file).lines().toList()) {
            number++;
            if (line.startsWith("#include \"")) {
                append(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')), text, included);
                text.append("#line ").append(number + 1).append(" \"").append(file).append("\"\n");
            } else {
                text.append(line).append('\n');
            }
        }
    }

    private static String resource(String file) {
        try (InputStream in = ProgramSource.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("the source " + file + " must be in the jar, was not");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
