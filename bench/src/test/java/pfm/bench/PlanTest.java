package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.io.Json;

class PlanTest {
    @TempDir
    private Path folder;

    @Test
    void theTableHasTheFourModels() {
        Ran ran = Ran.pfm("plan", "--table");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertTrue(ran.out().contains("1.0e+15    100.0 mm  4.8e-10   0.011         4.4e-06       7.1e+02"), ran.out());
        assertEquals(6, ran.out().lines().count());
    }

    @Test
    void oneModelIsToldInWordsAndAsJson() throws IOException {
        Path json = folder.resolve("plan.json");
        Ran ran = Ran.pfm("plan", "--parameters", "1e9", "--rate", "1e8", "--contrast", "0.02", "--modes", "3",
                "--steps", "10", "--json", json.toString());
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertTrue(ran.out().contains("above 3, propagation in one direction fails"), ran.out());
        assertTrue(ran.out().contains("9.60e+10 voxel-field updates (4,000^2 x 2,000 samples, 3 fields)"), ran.out());
        assertTrue(ran.out().contains("this machine: 0.267 h forward, 8.00 h to design in 10 steps"), ran.out());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(json), "plan");
        assertEquals(1e9 * 0.71e-12, (double) facts.get("digital_J"), 1e-12);
        assertEquals(1e8, ((Number) facts.get("updatesPerSecond")).doubleValue());
    }

    @Test
    void withoutARateThisMachineIsMeasured() {
        Ran ran = Ran.pfm("plan", "--parameters", "1e6");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertTrue(ran.out().lines().anyMatch(line -> line.matches("measured +\\d\\.\\d+e\\+\\d+ voxel-field .*")),
                ran.out());
    }

    @Test
    void aSweepGivesCsvAndAPlot() throws IOException {
        Path csv = folder.resolve("plan.csv");
        Path plot = folder.resolve("plan.png");
        Ran ran = Ran.pfm("plan", "--sweep", "bits=2:8:4", "--csv", csv.toString(), "--plot", plot.toString());
        assertEquals(Exit.OK, ran.exit(), ran.err());
        List<String> lines = Files.readAllLines(csv);
        assertEquals(5, lines.size());
        List<String> names = List.of(lines.getFirst().split(","));
        int photons = names.indexOf("optical_photons");
        double first = Double.parseDouble(lines.get(1).split(",")[photons]);
        double last = Double.parseDouble(lines.get(4).split(",")[photons]);
        assertEquals(Math.pow(4, 6), last / first, 1e-6);
        assertEquals(1000, ImageIO.read(plot.toFile()).getWidth());
        Ran stdout = Ran.pfm("plan", "--sweep", "pitch=1e-7:1e-6:3");
        assertEquals(4, stdout.out().lines().count(), stdout.out());
    }

    @Test
    void whatDoesNotFitIsRefusedInOneLine() {
        Path csv = folder.resolve("plan.csv");
        assertRefused("--sweep must be QUANTITY=FROM:TO:COUNT", "plan", "--sweep", "mass=1:2:3", "--csv",
                csv.toString());
        assertRefused("--sweep must be QUANTITY=FROM:TO:COUNT", "plan", "--sweep", "bits=1:x:3");
        assertRefused("count of --sweep must be in [2, 10000], was 1", "plan", "--sweep", "bits=1:2:1");
        assertRefused("bits must be in [1, 24], was 30", "plan", "--bits", "30");
        assertRefused("must be a number with a unit of length", "plan", "--pitch", "1foot");
        assertRefused("sweep of --csv and --plot must be true", "plan", "--csv", csv.toString());
        assertRefused("--power must be in", "plan", "--power", "0");
        assertFalse(Files.exists(csv));
    }

    private static void assertRefused(String part, String... arguments) {
        Ran ran = Ran.pfm(arguments);
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(part), "'" + part + "' in: " + ran.err());
    }
}
