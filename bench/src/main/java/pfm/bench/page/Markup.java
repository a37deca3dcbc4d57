package pfm.bench.page;

import java.util.Locale;

/** Elements written one after another, well formed as HTML and as XML; texts and attributes are escaped. */
final class Markup {
    private final StringBuilder written = new StringBuilder();

    /** Starts an element; attributes are name and value in turn. */
    Markup open(String element, Object... attributes) {
        start(element, attributes);
        written.append('>');
        return this;
    }

    /** An element without content. */
    Markup empty(String element, Object... attributes) {
        start(element, attributes);
        written.append("/>");
        return this;
    }

    /** Ends an element. */
    Markup close(String element) {
        written.append("</").append(element).append('>');
        return this;
    }

    /** An element with a text alone. */
    Markup element(String element, String text, Object... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** A text. */
    Markup text(String text) {
        written.append(escaped(text));
        return this;
    }

    /** What is markup already. */
    Markup markup(String ready) {
        written.append(ready);
        return this;
    }

    /** Starts a new line. */
    Markup line() {
        written.append('\n');
        return this;
    }

    private void start(String element, Object... attributes) {
        written.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String told = value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : "" + value;
            written.append(' ').append(attributes[i]).append("=\"").append(escaped(told)).append('"');
        }
    }

    /** The text with what has a meaning in markup replaced, and what XML forbids as U+FFFD. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c < 0x7F || c >= 0xA0 && c < 0xD800
                || c >= 0xE000 && c < 0xFFFE || c >= 0x10000;
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
