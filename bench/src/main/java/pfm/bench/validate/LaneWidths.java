package pfm.bench.validate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** SIMD registers narrower than the machine's own, each in a JVM of its own: the width is fixed when a JVM starts. */
public final class LaneWidths {
    /** System property of the backend {@code vector} that forces a width [bit]. */
    static final String PROPERTY = "pfm.vector.bits";
    private static final Pattern LANES = Pattern.compile("([0-9]+) lanes of float32");

    private LaneWidths() {
    }

    /** The widths below that of a candidate [bit]; none where it has no lanes, or a width is forced. */
    public static List<Integer> below(Candidate candidate) {
        Matcher lanes = LANES.matcher(candidate.kernels().device());
        if (System.getProperty(PROPERTY) != null || !lanes.find()) {
            return List.of();
        }
        int bits = 32 * Integer.parseInt(lanes.group(1));
        return Stream.of(128, 256, 512).filter(narrower -> narrower < bits).toList();
    }

    /**
     * Judges quick cases with registers of {@code bits}.
     *
     * @param program   class with the command line
     * @param candidate the backend with the registers that the machine prefers
     * @throws IOException if the other JVM cannot be run, or says something else than checks
     */
    public static List<Check> judge(Class<?> program, Candidate candidate, int bits, List<String> arguments)
            throws IOException {
        Path folder = Files.createTempDirectory("pfm");
        Path lines = folder.resolve("checks.jsonl");
        Path said = folder.resolve("said.txt");
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-D" + PROPERTY + "=" + bits, "-cp", System.getProperty("java.class.path"),
                    program.getName(), "validate", "--quick", "--backend", candidate.label(), "--resume",
                    lines.toString()));
            command.addAll(arguments);
            int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start()
                    .waitFor();
            List<Check> checks = CheckLines.read(lines);
            if (checks.isEmpty() || exit > 1) {
                throw new IOException("a JVM with registers of " + bits + " bits must judge, ended with " + exit + ": "
                        + Files.readString(said));
            }
            return checks.stream().map(check -> check.on(candidate.label() + "/" + bits)).toList();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(lines);
            Files.deleteIfExists(said);
            Files.delete(folder);
        }
    }
}
