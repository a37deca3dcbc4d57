package pfm.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import pfm.io.AtomicFile;

/** A page says what was added to it, as XML and in a browser. */
class PageTest {
    private static final String NASTY = "<b>\"a\" & 'b'</b><script>alert(1)</script>\u0007 µm 𝜆";
    private static final String PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWj"
            + "R9awAAAABJRU5ErkJggg==";

    @Test
    void whatIsAddedIsEscapedAndWellFormed() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(NASTY, NASTY);
        facts.put("processors", 2);
        Page page = new Page(NASTY).heading(NASTY).paragraph(NASTY).lines(NASTY).facts(facts)
                .table(new Table(NASTY, List.of(NASTY)).row(NASTY))
                .drawing(new Chart(NASTY, Axis.linear(NASTY), Axis.logarithmic(NASTY))
                        .points(NASTY, new double[] {1}, new double[] {2}))
                .drawing(new Flame(NASTY, new Flame.Part(NASTY, 1, List.of()), v -> v + NASTY))
                .picture(NASTY, Base64.getDecoder().decode(PIXEL));
        Document xml = Browser.xml(page.html());
        String seen = NASTY.replace('\u0007', '\uFFFD');
        for (String element : List.of("title", "h1", "h2", "p", "pre", "dt", "dd", "caption", "th", "td",
                "figcaption")) {
            assertEquals(seen, xml.getElementsByTagName(element).item(0).getTextContent(), element);
        }
        Element picture = (Element) xml.getElementsByTagName("img").item(0);
        assertEquals(seen, picture.getAttribute("alt"));
        assertEquals("data:image/png;base64," + PIXEL, picture.getAttribute("src"));
        assertEquals(1, xml.getElementsByTagName("script").getLength(), "the page's own script alone");
    }

    @Test
    void nothingIsFetched() {
        String html = sample().html().replace("http://www.w3.org/1999/xhtml", "")
                .replace("http://www.w3.org/2000/svg", "");
        for (String fetch : List.of("http:", "https:", "url(", "@import", "<link", "import(", "fetch(")) {
            assertFalse(html.contains(fetch), fetch);
        }
        NodeList sources = Browser.xml(html).getElementsByTagName("img");
        assertTrue(((Element) sources.item(0)).getAttribute("src").startsWith("data:"));
    }

    @Test
    void aRowHasACellForEveryColumn() {
        Table table = new Table("", List.of("a", "b"));
        assertEquals("cells of a row must be 2, was 1",
                assertThrows(IllegalArgumentException.class, () -> table.row("1")).getMessage());
    }

    @Test
    void aFileHoldsThePage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("page.html");
        try (AtomicFile target = AtomicFile.create(file)) {
            sample().write(target);
        }
        assertEquals(sample().html(), Files.readString(file));
    }

    @Test
    void aBrowserSortsATable(@TempDir Path folder) throws IOException, InterruptedException {
        String html = sample().html().replace("</body>", "<script>document.querySelectorAll('th')[1].click();"
                + "document.querySelectorAll('th')[1].click();</script></body>");
        Path file = Files.writeString(folder.resolve("page.html"), html);
        String shown = Browser.shown(file, folder);
        assertTrue(shown.contains("Speeds (a click on a column sorts)"), shown);
        assertTrue(shown.contains("aria-sort=\"descending\""), shown);
        int ten = shown.indexOf("10.0 GB/s");
        int nine = shown.indexOf("9.5 GB/s");
        int none = shown.indexOf("not measured");
        assertTrue(0 < ten && ten < nine && nine < none, "10.0, 9.5, none: " + ten + ", " + nine + ", " + none);
    }

    private static Page sample() {
        return new Page("Sample").table(new Table("Speeds", List.of("kernel", "speed"))
                .row("a", Cell.number("%.1f GB/s", 9.5)).row("b", Cell.absent("not measured"))
                .row("c", Cell.number("%.1f GB/s", 10)))
                .picture("a pixel", Base64.getDecoder().decode(PIXEL));
    }
}
