package pfm.vector;

import java.util.Arrays;

/**
 * Rows of a batch on their way through a unit of outputs, and those that its ADCs clip. A pass begins with the active
 * rows, and goes on with those that are left: row {@code v} of its arrays is the {@code place[v]}-th active one.
 */
final class ClippedRows {
    private final int[] active;
    private final int[] place;
    /** {@code [unit][active row]}: where β has to grow. */
    private final boolean[] clipped;
    private int count;
    private int left;

    /** So many rows at most; {@code units} is 0 where nothing is ever clipped. */
    ClippedRows(int capacity, int units) {
        active = new int[capacity];
        place = new int[capacity];
        clipped = new boolean[units * capacity];
    }

    /** Rows {@code first … first + rows − 1} are active. */
    void activate(int first, int rows) {
        for (int v = 0; v < rows; v++) {
            active[v] = first + v;
        }
        count = rows;
    }

    /** All active rows are left. */
    void begin() {
        for (int v = 0; v < count; v++) {
            place[v] = v;
        }
        left = count;
    }

    /** Rows that are active. */
    int count() {
        return count;
    }

    /** Rows that are left of them. */
    int left() {
        return left;
    }

    /** Number in the batch of row v of those that are left. */
    int row(int v) {
        return active[place[v]];
    }

    /** Forgets what a unit clipped. */
    void clear(int unit) {
        Arrays.fill(clipped, unit * active.length, unit * active.length + count, false);
    }

    /** Notes whether a unit clips row v of those that are left. */
    void note(int unit, int v, boolean clips) {
        clipped[unit * active.length + place[v]] = clips;
    }

    /** Whether a unit clips row v of those that are left. */
    boolean clips(int unit, int v) {
        return clipped[unit * active.length + place[v]];
    }

    /** Moves rows. */
    @FunctionalInterface
    interface Move {
        /** Row {@code from} becomes row {@code to}. */
        void row(int from, int to);
    }

    /** Leaves out those that a unit clips, if that saves a kernel call. */
    void drop(int unit, Move move) {
        int kept = 0;
        for (int v = 0; v < left; v++) {
            kept += clips(unit, v) ? 0 : 1;
        }
        if (Math.ceilDiv(kept, Gemm.ROWS) == Math.ceilDiv(left, Gemm.ROWS)) {
            return;
        }
        kept = 0;
        for (int v = 0; v < left; v++) {
            if (!clips(unit, v)) {
                if (kept < v) {
                    place[kept] = place[v];
                    move.row(v, kept);
                }
                kept++;
            }
        }
        left = kept;
    }

    /** Only those that a unit clips stay active; whether there are any. */
    boolean keepClipped(int unit) {
        int kept = 0;
        for (int v = 0; v < count; v++) {
            if (clipped[unit * active.length + v]) {
                active[kept++] = active[v];
            }
        }
        count = kept;
        return count > 0;
    }
}
