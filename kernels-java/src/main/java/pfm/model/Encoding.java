package pfm.model;

import java.util.Arrays;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.quantity.Require;

/**
 * How an image becomes light. Squares of {@code pool × pool} pixels are averaged; each mean brightness, 0 to 1, is the
 * amplitude of one input mode, with phase 0. A mode is a square of {@code block × block} samples; the modes lie as the
 * pixels do, side by side and centred on the grid. The rest of the input plane is dark.
 *
 * @param imageColumns pixels along x
 * @param imageRows    pixels along y
 * @param pool         side of the squares of pixels
 * @param block        side of the squares of samples
 */
public record Encoding(int imageColumns, int imageRows, int pool, int block) {
    /** Checks counts and divisibility. */
    public Encoding {
        Require.inRange("columns of an image", 1, 1 << 14, imageColumns);
        Require.inRange("rows of an image", 1, 1 << 14, imageRows);
        Require.inRange("pool", 1, 1 << 10, pool);
        Require.inRange("block", 1, 1 << 14, block);
        Require.equal("columns of an image left over by a pool of " + pool, 0, imageColumns % pool);
        Require.equal("rows of an image left over by a pool of " + pool, 0, imageRows % pool);
    }

    /** Modes along x. */
    public int columns() {
        return imageColumns / pool;
    }

    /** Modes along y. */
    public int rows() {
        return imageRows / pool;
    }

    /** Input modes. */
    public int modes() {
        return columns() * rows();
    }

    void requireFits(LabelledImages images) {
        if (images.columns() != imageColumns || images.rows() != imageRows) {
            throw new IllegalArgumentException("images must be of " + imageColumns + "x" + imageRows
                    + " pixels for this network, were of " + images.columns() + "x" + images.rows());
        }
    }

    void requireFits(Grid grid) {
        Require.inRange("samples of the encoded image along x", 1, grid.nx(), (long) columns() * block);
        Require.inRange("samples of the encoded image along y", 1, grid.ny(), (long) rows() * block);
    }

    /** Writes the amplitudes of the modes of an image, row-major. */
    public void amplitudes(LabelledImages images, int image, float[] amplitude) {
        for (int r = 0; r < rows(); r++) {
            for (int c = 0; c < columns(); c++) {
                int sum = 0;
                for (int y = r * pool; y < (r + 1) * pool; y++) {
                    for (int x = c * pool; x < (c + 1) * pool; x++) {
                        sum += images.pixel(image, y, x);
                    }
                }
                amplitude[r * columns() + c] = (float) (sum / (255.0 * pool * pool));
            }
        }
    }

    /** Power that enters with these amplitudes: the sum of |u|² over the input plane. */
    public double power(float[] amplitude) {
        double sum = 0;
        for (float a : amplitude) {
            sum += (double) a * a;
        }
        return sum * block * block;
    }

    /** Sets the samples of all modes of an item to real amplitudes. */
    public void place(Field field, int item, float[] amplitude) {
        Grid grid = field.grid();
        int left = (grid.nx() - columns() * block) / 2;
        int top = (grid.ny() - rows() * block) / 2;
        float[] row = new float[columns() * block];
        for (int r = 0; r < rows(); r++) {
            for (int c = 0; c < columns(); c++) {
                Arrays.fill(row, c * block, (c + 1) * block, amplitude[r * columns() + c]);
            }
            for (int y = 0; y < block; y++) {
                field.setRow(item, top + r * block + y, left, row);
            }
        }
    }

    /** Sets the samples of one mode of an item to a real amplitude. */
    public void place(Field field, int item, int mode, double amplitude) {
        Grid grid = field.grid();
        int left = (grid.nx() - columns() * block) / 2 + mode % columns() * block;
        int top = (grid.ny() - rows() * block) / 2 + mode / columns() * block;
        for (int y = top; y < top + block; y++) {
            for (int x = left; x < left + block; x++) {
                field.set(item, y, x, amplitude, 0);
            }
        }
    }
}
