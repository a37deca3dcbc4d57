package pfm.analog;

import pfm.analog.network.LineEnd;
import pfm.quantity.Require;

/**
 * Resistance of the lines of a tile, from cell to cell, in units of {@code R_min = 1/g_max}: see
 * {@link pfm.analog.network.ResistiveNetwork}. Each of the two arrays of a differential pair has lines of its own; an
 * offset column is the last output line of its tile.
 *
 * @param inputSegment  resistance of a segment of an input line [R_min]
 * @param outputSegment resistance of a segment of an output line [R_min]
 * @param sources       where input lines are connected
 * @param grounds       where output lines are connected
 */
public record Parasitics(double inputSegment, double outputSegment, LineEnd sources, LineEnd grounds) {
    /** Lines without resistance. */
    public static final Parasitics NONE = of(0);

    /** Checks ranges. */
    public Parasitics {
        Require.inRange("resistance of a segment of an input line", 0, 1000, "R_min", inputSegment);
        Require.inRange("resistance of a segment of an output line", 0, 1000, "R_min", outputSegment);
        Require.given("end of the sources", sources);
        Require.given("end of the grounds", grounds);
    }

    /** Sources at the first cell, grounds behind the last one, and the same resistance in all lines. */
    public static Parasitics of(double segment) {
        return new Parasitics(segment, segment, LineEnd.FIRST, LineEnd.LAST);
    }

    /** Whether lines have no resistance. */
    public boolean isNone() {
        return inputSegment == 0 && outputSegment == 0;
    }
}
