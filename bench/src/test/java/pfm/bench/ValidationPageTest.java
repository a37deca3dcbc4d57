package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import pfm.bench.page.Browser;
import pfm.bench.validate.History;

/** What {@code pfm validate --html} shows, read in a browser where there is one. */
class ValidationPageTest {
    private static final String SMALL = "{closed-form/talbot*,*/exact/2x2/*,crossbar/ideal/2x2/*}";

    @Test
    void aPageShowsChecksMachineAndFieldsInABrowser(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.html");
        Ran ran = Ran.pfm("validate", "--backend", "reference", "--only", SMALL, "--html", file.toString());
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        Document page = Browser.xml(Files.readString(file));
        assertEquals(3, page.getElementsByTagName("table").getLength(), "backends, checks, numbers of theory");
        Element picture = (Element) page.getElementsByTagName("img").item(0);
        assertTrue(picture.getAttribute("alt").startsWith("angular-spectrum/exact/2x2/"), picture.getAttribute("alt"));
        String shown = Browser.shown(file, directory);
        for (String text : List.of("4 checks, 0 failed", "processors", "reference: plain float64 Java, 1 thread",
                "closed-form/talbot-length", "exact Talbot length [um]", "1599.74996", "printed digits",
                "crossbar/ideal/2x2/forward", "amplitude expected, got", "passed")) {
            assertTrue(shown.contains(text), text);
        }
    }

    @Test
    void aGradientAndARandomCaseHavePictures(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.html");
        Ran ran = Ran.pfm("validate", "--backend", "reference", "--only", "split-step/extinction/*/*", "--html",
                file.toString());
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        List<String> alt = pictures(file);
        assertEquals(2, alt.size(), alt.toString());
        assertTrue(alt.getFirst().matches("split-step/extinction/.*(forward|adjoint|in-place) on reference, out.*"),
                alt.toString());
        assertTrue(alt.getLast().matches("split-step/extinction/.*/gradient on reference, .*: amplitude expected.*"),
                alt.toString());
        Ran random = Ran.pfm("validate", "--backend", "reference", "--only", "random/angular-spectrum", "--seed", "3",
                "--html", file.toString());
        assertEquals(Exit.OK, random.exit(), random.out() + random.err());
        assertTrue(pictures(file).getFirst().startsWith("random/angular-spectrum/seed=3 on reference, out"),
                pictures(file).toString());
    }

    @Test
    void runsMakeAHistory(@TempDir Path directory) throws Exception {
        Path history = directory.resolve("history.jsonl");
        Path file = directory.resolve("report.html");
        for (int run = 1; run <= 3; run++) {
            Ran ran = Ran.pfm("validate", "--backend", "reference", "--only", SMALL, "--history", history.toString(),
                    "--html", file.toString());
            assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
            assertEquals(run, Files.readAllLines(history).size());
        }
        History.Run last = History.read(history).getLast();
        assertEquals("only " + SMALL, last.mode());
        assertEquals(4, last.checks());
        Map<String, Double> worst = last.worst().get("reference");
        assertEquals(List.of("angular-spectrum", "closed-form", "crossbar"), List.copyOf(worst.keySet()));
        assertTrue(worst.get("crossbar") > 0 && worst.get("crossbar") < 1, worst.toString());

        String shown = Browser.shown(file, directory);
        assertTrue(shown.contains("Worst error over tolerance on reference") && shown.contains(last.date()), shown);
        Document page = Browser.xml(Files.readString(file));
        Element chart = (Element) page.getElementsByTagName("svg").item(0);
        NodeList lines = chart.getElementsByTagName("path");
        assertEquals(3, lines.getLength(), "a line for each kernel");
        String line = ((Element) lines.item(0)).getAttribute("d");
        assertEquals(2, line.chars().filter(c -> c == 'L').count(), "from the first run to the third: " + line);
    }

    @Test
    void aHistoryThatIsNotOneIsRefused(@TempDir Path directory) throws Exception {
        Path history = Files.writeString(directory.resolve("history.jsonl"), "{\"date\": \"today\"}\n");
        Ran ran = Ran.pfm("validate", "--backend", "reference", "--only", SMALL, "--history", history.toString());
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.out());
        assertTrue(ran.err().contains("line 1 must be a run as 'pfm validate --history' writes it"), ran.err());
    }

    private static List<String> pictures(Path file) throws Exception {
        List<String> alt = new ArrayList<>();
        NodeList pictures = Browser.xml(Files.readString(file)).getElementsByTagName("img");
        for (int n = 0; n < pictures.getLength(); n++) {
            alt.add(((Element) pictures.item(n)).getAttribute("alt"));
        }
        return alt;
    }
}
