package pfm.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README says is so. */
class ReadmeTest {
    private static final Pattern RESULT = Pattern.compile("on the axis (\\d\\.\\d\\d) times as bright");

    @Test
    void theExampleCompilesAndRuns(@TempDir Path folder) throws Exception {
        String out = run(Files.writeString(folder.resolve("Example.java"), Readme.example()));
        Matcher result = RESULT.matcher(out);
        assertTrue(result.find(), out);
        // Rayleigh-Sommerfeld, exact on the axis of a hole of radius a: |exp(ikz) - z/s exp(iks)|² with s² = z² + a²,
        // 3.9998 here. A rim of 0.5 um steps takes 2 % off, the finite window less.
        assertEquals(3.9998, Double.parseDouble(result.group(1)), 0.1);
        assertTrue(Readme.text().contains(out.strip()), "README shows another result than " + out);
    }

    @Test
    void theExampleIsShort() {
        assertTrue(Readme.example().lines().filter(line -> !line.isBlank()).count() <= 18);
    }

    @Test
    void theMapShowsEveryPackage() {
        Set<String> packages = new TreeSet<>();
        Source.all().stream().filter(Source::isMain).forEach(s -> packages.add(s.packageName()));
        packages.removeIf(name -> Readme.text().contains("`" + name + "`"));
        assertEquals(Set.of(), packages);
    }

    /** As the launcher does: {@code java} compiles and runs the file. */
    private static String run(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dpfm.tuning=")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        return out.lines().filter(line -> RESULT.matcher(line).find()).findFirst().orElse(out);
    }
}
