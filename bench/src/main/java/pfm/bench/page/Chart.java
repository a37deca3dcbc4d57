package pfm.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pfm.quantity.Require;

/** Lines and points over two axes, each linear or logarithmic. */
public final class Chart implements Drawing {
    private static final double WIDTH = 860;
    private static final double LEFT = 78;
    private static final double RIGHT = 20;
    private static final double TOP = 34;
    private static final double HEIGHT = 320;
    private static final double BELOW = 52;
    private static final double LEGEND_LINE = 20;

    private final String title;
    private final Axis across;
    private final Axis up;
    private final List<Series> all = new ArrayList<>();

    /** What is drawn in one colour. */
    private record Series(String name, double[] x, double[] y, boolean joined) {
    }

    /** Starts a chart. */
    public Chart(String title, Axis across, Axis up) {
        this.title = Require.given("title", title);
        this.across = Require.given("axis across", across);
        this.up = Require.given("axis up", up);
    }

    /**
     * Adds a line from point to point; one that cannot be drawn leaves a gap.
     *
     * @throws IllegalArgumentException if x and y differ in length
     */
    public Chart line(String name, double[] x, double[] y) {
        return add(name, x, y, true);
    }

    /** Adds points; those that cannot be drawn are left out. */
    public Chart points(String name, double[] x, double[] y) {
        return add(name, x, y, false);
    }

    private Chart add(String name, double[] x, double[] y, boolean joined) {
        Require.equal("count of y", x.length, y.length);
        all.add(new Series(Require.given("name of a series", name), x.clone(), y.clone(), joined));
        return this;
    }

    @Override
    public String svg() {
        double height = TOP + HEIGHT + BELOW + LEGEND_LINE * all.size();
        Axis.Scale x = across.scale(all.stream().map(Series::x).toList(), LEFT, WIDTH - RIGHT);
        Axis.Scale y = up.scale(all.stream().map(Series::y).toList(), TOP + HEIGHT, TOP);
        Markup to = new Markup().open("svg", "viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height),
                "role", "img", "xmlns", "http://www.w3.org/2000/svg").element("title", title).line();
        to.element("text", title, "x", LEFT, "y", 20.0, "class", "title").line();
        frame(x, y, to);
        for (int n = 0; n < all.size(); n++) {
            Series series = all.get(n);
            if (series.joined()) {
                line(series, x, y, Drawing.colour(n), to);
            } else {
                points(series, x, y, Drawing.colour(n), to);
            }
            double at = TOP + HEIGHT + BELOW + LEGEND_LINE * n;
            to.empty("rect", "x", LEFT, "y", at, "width", 14.0, "height", series.joined() ? 4.0 : 10.0,
                    "class", "fill " + Drawing.colour(n));
            to.element("text", series.name(), "x", LEFT + 22, "y", at + 9).line();
        }
        return to.close("svg").line().toString();
    }

    private void frame(Axis.Scale x, Axis.Scale y, Markup to) {
        for (double tick : x.ticks()) {
            double at = x.pixel(tick);
            to.empty("line", "x1", at, "x2", at, "y1", TOP, "y2", TOP + HEIGHT, "class", "grid");
            to.element("text", Axis.Scale.told(tick), "x", at, "y", TOP + HEIGHT + 16, "text-anchor", "middle");
        }
        for (double tick : y.ticks()) {
            double at = y.pixel(tick);
            to.empty("line", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", at, "y2", at, "class", "grid");
            to.element("text", Axis.Scale.told(tick), "x", LEFT - 6, "y", at + 4, "text-anchor", "end");
        }
        to.empty("rect", "x", LEFT, "y", TOP, "width", WIDTH - RIGHT - LEFT, "height", HEIGHT, "class", "frame");
        to.element("text", across.label(), "x", (LEFT + WIDTH - RIGHT) / 2, "y", TOP + HEIGHT + 36,
                "text-anchor", "middle");
        to.element("text", up.label(), "text-anchor", "middle", "transform",
                String.format(Locale.ROOT, "translate(14 %.0f) rotate(-90)", TOP + HEIGHT / 2)).line();
    }

    private void line(Series series, Axis.Scale x, Axis.Scale y, String colour, Markup to) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < series.x().length; i++) {
            boolean shown = shows(series, i);
            if (shown) {
                path.append(String.format(Locale.ROOT, "%s%.2f %.2f", drawing ? "L" : "M", x.pixel(series.x()[i]),
                        y.pixel(series.y()[i])));
            }
            drawing = shown;
        }
        to.empty("path", "d", path, "class", "line " + colour).line();
    }

    private void points(Series series, Axis.Scale x, Axis.Scale y, String colour, Markup to) {
        for (int i = 0; i < series.x().length; i++) {
            if (shows(series, i)) {
                to.open("circle", "cx", x.pixel(series.x()[i]), "cy", y.pixel(series.y()[i]), "r", 5.0,
                        "class", "fill " + colour);
                to.element("title", String.format(Locale.ROOT, "%s: %.4g, %.4g", series.name(), series.x()[i],
                        series.y()[i])).close("circle");
            }
        }
        to.line();
    }

    private boolean shows(Series series, int i) {
        return across.shows(series.x()[i]) && up.shows(series.y()[i]);
    }
}
