package pfm.model;

import pfm.field.Grid;

/**
 * A rectangle of samples that one detector covers.
 *
 * @param x      first column
 * @param y      first row
 * @param width  columns
 * @param height rows
 */
public record Region(int x, int y, int width, int height) {
    /** Samples in it. */
    public int samples() {
        return width * height;
    }

    /** Whether some sample lies in both. */
    public boolean overlaps(Region other) {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
    }

    void requireInside(String quantity, Grid grid) {
        boolean inside = x >= 0 && y >= 0 && width >= 1 && height >= 1
                && x <= grid.nx() - width && y <= grid.ny() - height;
        if (!inside) {
            throw new IllegalArgumentException(quantity + " must lie within " + grid.nx() + "x" + grid.ny()
                    + " samples and have some, was " + this);
        }
    }
}
