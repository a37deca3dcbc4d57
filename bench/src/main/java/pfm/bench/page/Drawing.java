package pfm.bench.page;

/** A drawing in SVG that takes its colours from the page. */
public sealed interface Drawing permits Chart, Flame {
    /** The element {@code svg}, as part of a page. */
    String svg();

    /** Class of the n-th colour of the page's palette. */
    static String colour(int n) {
        return "c" + Math.floorMod(n, 8);
    }
}
