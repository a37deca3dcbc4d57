package pfm.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Reads pages: as XML, and as Chromium shows them after their scripts ran. */
public final class Browser {
    private static final long SECONDS = 60;

    private Browser() {
    }

    /** The page as XML, which fails where it is not well formed. */
    public static Document xml(String html) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(e.toString(), e);
        }
    }

    /** What a page is in headless Chromium, as HTML; skips the test where there is none. */
    public static String shown(Path page, Path folder) throws IOException, InterruptedException {
        Path chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(chromium != null, "chromium is not installed: apt install chromium");
        Path shown = folder.resolve("shown.html");
        Process process = new ProcessBuilder(List.of(chromium.toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--disable-background-networking", "--user-data-dir=" + folder.resolve("chromium"),
                "--dump-dom", page.toUri().toString())).redirectOutput(shown.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Chromium took longer than " + SECONDS + " s");
        }
        assertEquals(0, process.exitValue(), "exit code of Chromium");
        return Files.readString(shown);
    }
}
