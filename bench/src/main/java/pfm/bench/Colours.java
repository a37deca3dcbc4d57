package pfm.bench;

import java.awt.Color;

/** Colours of intensities and phases. */
final class Colours {
    /** What stands behind everything. */
    static final Color BACKGROUND = new Color(0x0e, 0x0f, 0x14);
    /** Text. */
    static final Color TEXT = new Color(0xe8, 0xe6, 0xe3);
    /** Text of less weight, and lines. */
    static final Color FAINT = new Color(0x8a, 0x8d, 0x99);
    /** What is right, or wins. */
    static final Color ACCENT = new Color(0x5d, 0xe1, 0xc0);

    /** Dark to bright, with lightness that rises evenly: black, violet, red, orange, pale yellow. */
    private static final int[] GLOW = {0x05040a, 0x241049, 0x5a1a6e, 0x98286b, 0xd3434e, 0xf5772b, 0xfcb43a, 0xfcf3b0};

    private Colours() {
    }

    /** RGB of an intensity; 0 is dark, 1 and above brightest. */
    static int glow(double intensity) {
        double at = Math.clamp(intensity, 0.0, 1.0) * (GLOW.length - 1);
        int below = Math.min((int) at, GLOW.length - 2);
        double part = at - below;
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double low = GLOW[below] >> shift & 0xFF;
            double high = GLOW[below + 1] >> shift & 0xFF;
            rgb |= (int) Math.round(low + part * (high - low)) << shift;
        }
        return rgb;
    }

    /** RGB of a phase [rad], the same after every 2π. */
    static int phase(double phase) {
        double turns = phase / (2 * Math.PI);
        return Color.HSBtoRGB((float) (turns - Math.floor(turns)), 0.55f, 0.85f) & 0xFFFFFF;
    }
}
