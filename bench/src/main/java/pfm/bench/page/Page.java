package pfm.bench.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import pfm.io.AtomicFile;
import pfm.quantity.Require;

/**
 * One HTML page that needs nothing else: no network, no other file. It is light or dark as its reader prefers, can be
 * printed, and is XML too. Whatever is added is escaped, and appears in the order of the calls.
 */
public final class Page {
    private final Markup body = new Markup();
    private final String title;

    /** Starts a page with its title. */
    public Page(String title) {
        this.title = Require.given("title", title);
        body.element("h1", title).line();
    }

    /** Adds the heading of a section. */
    public Page heading(String text) {
        body.element("h2", text).line();
        return this;
    }

    /** Adds a paragraph. */
    public Page paragraph(String text) {
        body.element("p", text).line();
        return this;
    }

    /** Adds lines as a terminal shows them. */
    public Page lines(String text) {
        body.element("pre", text).line();
        return this;
    }

    /** Adds names and what stands for them, in the order of the map; a machine's description, for example. */
    public Page facts(Map<String, ?> facts) {
        body.open("dl").line();
        facts.forEach((name, value) -> body.element("dt", name).element("dd", String.valueOf(value)).line());
        body.close("dl").line();
        return this;
    }

    /** Adds a table. */
    public Page table(Table table) {
        table.write(body);
        return this;
    }

    /** Adds a drawing. */
    public Page drawing(Drawing drawing) {
        body.open("figure").markup(drawing.svg()).close("figure").line();
        return this;
    }

    /** Adds a picture in PNG with its caption. */
    public Page picture(String caption, byte[] png) {
        body.open("figure").empty("img", "alt", caption, "src",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
        body.element("figcaption", caption).close("figure").line();
        return this;
    }

    /** The page. */
    public String html() {
        Markup page = new Markup().markup("<!DOCTYPE html>\n").open("html", "lang", "en",
                "xmlns", "http://www.w3.org/1999/xhtml").line().open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
        page.element("title", title).line().open("style").markup("\n" + resource("page.css")).close("style").line();
        page.close("head").line().open("body").line().markup(body.toString());
        page.open("script").markup("\n" + resource("page.js")).close("script").line();
        return page.close("body").close("html").line().toString();
    }

    /** Writes the page and commits the file. */
    public void write(AtomicFile file) throws IOException {
        file.write(ByteBuffer.wrap(html().getBytes(StandardCharsets.UTF_8)));
        file.commit();
    }

    /** What stands in the page as it is: neither style nor script has a character that XML would escape. */
    private static String resource(String name) {
        try (InputStream bytes = Page.class.getResourceAsStream(name)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
