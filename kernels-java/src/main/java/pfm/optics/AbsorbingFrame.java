package pfm.optics;

import pfm.quantity.Require;

/**
 * A window that absorbs what reaches the edge of the grid, applied at every screen:
 * {@code w(d) = exp(−strength·((cells − d)/cells)^order)} for a sample {@code d} cells from an edge, 1 inside; the
 * window of the plane is {@code w(x)·w(y)}.
 *
 * @param cells    width of the frame [samples]; 0 for none
 * @param strength exponent at the outermost sample [nepers per screen]
 * @param order    steepness; 1 to 16
 */
public record AbsorbingFrame(int cells, double strength, int order) {
    /** No frame. */
    public static final AbsorbingFrame NONE = new AbsorbingFrame(0, 0, 1);

    /** Checks ranges. */
    public AbsorbingFrame {
        Require.inRange("frame cells", 0, 1 << 20, cells);
        Require.inRange("frame strength", 0, 100, "nepers per screen", strength);
        Require.inRange("frame order", 1, 16, order);
    }

    /** Whether this frame does nothing. */
    public boolean isNone() {
        return cells == 0 || strength == 0;
    }

    /** The factor along an axis of {@code n} samples. */
    public double[] window(int n) {
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            int depth = cells - Math.min(i, n - 1 - i);
            w[i] = depth > 0 ? Math.exp(-strength * Math.pow((double) depth / cells, order)) : 1;
        }
        return w;
    }
}
