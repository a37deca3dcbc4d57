package pfm.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

import pfm.quantity.Require;

/** A whole and its parts, and their parts, each as wide as its share. */
public final class Flame implements Drawing {
    private static final double WIDTH = 860;
    private static final double ROW = 30;
    private static final double TOP = 30;
    private static final double LETTER = 6.6;

    private final String title;
    private final Part whole;
    private final DoubleFunction<String> format;
    private int drawn;

    /**
     * A part.
     *
     * @param name   of it
     * @param amount at least the sum of its parts
     * @param parts  in their order; none for a part that is not divided
     */
    public record Part(String name, double amount, List<Part> parts) {
        /** Checks the amount, and keeps a copy of the list. */
        public Part {
            Require.given("name of a part", name);
            Require.inRange("amount", 0, Double.MAX_VALUE, "", amount);
            parts = List.copyOf(parts);
        }

        private int depth() {
            return 1 + parts.stream().mapToInt(Part::depth).max().orElse(0);
        }
    }

    /** A drawing of the whole; amounts are told in this format. */
    public Flame(String title, Part whole, DoubleFunction<String> format) {
        this.title = Require.given("title", title);
        this.whole = Require.given("whole", whole);
        this.format = Require.given("format", format);
    }

    @Override
    public String svg() {
        Markup to = new Markup().open("svg", "viewBox",
                String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, TOP + ROW * whole.depth() + 4),
                "role", "img", "xmlns", "http://www.w3.org/2000/svg").element("title", title).line();
        to.element("text", title, "x", 0.0, "y", 18.0, "class", "title").line();
        drawn = 0;
        draw(whole, 0, WIDTH, TOP, to);
        return to.close("svg").line().toString();
    }

    private void draw(Part part, double from, double width, double top, Markup to) {
        String told = part.name() + ", " + format.apply(part.amount());
        to.open("g").element("title", told);
        to.empty("rect", "x", from, "y", top, "width", Math.max(0.5, width - 1), "height", ROW - 2,
                "class", "part " + Drawing.colour(drawn++));
        int letters = (int) ((width - 8) / LETTER);
        if (letters >= 3) {
            String fits = told.length() <= letters ? told : part.name().length() <= letters ? part.name()
                    : part.name().substring(0, letters - 1) + "…";
            to.element("text", fits, "x", from + 4, "y", top + 18);
        }
        to.close("g").line();
        double at = from;
        for (Part inner : part.parts()) {
            double share = part.amount() > 0 ? inner.amount() / part.amount() * width : 0;
            draw(inner, at, share, top + ROW, to);
            at += share;
        }
    }
}
