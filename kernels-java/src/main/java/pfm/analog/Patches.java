package pfm.analog;

import java.util.Arrays;

import pfm.quantity.Require;

/**
 * The patches of images that a convolution multiplies by its weights ("im2col"): the vector of output position
 * (oy, ox) holds {@code image[c][oy·stride − padding + ky·dilation][ox·stride − padding + kx·dilation]} at index
 * {@code (c·kernelHeight + ky)·kernelWidth + kx}, and 0 outside the image. So the weights of a convolution are a
 * matrix {@code [output channels][length()]}, and a crossbar convolves.
 *
 * <p>Source: Chellapilla, Puri, Simard, "High performance convolutional neural networks for document processing",
 * IWFHR 2006.
 *
 * @param channels     of an image, {@code [channels][height][width]}
 * @param height       rows of an image
 * @param width        columns of an image
 * @param kernelHeight rows of a patch
 * @param kernelWidth  columns of a patch
 * @param stride       positions between outputs
 * @param padding      zeros on each side of an image
 * @param dilation     positions between the entries of a patch
 */
public record Patches(int channels, int height, int width, int kernelHeight, int kernelWidth, int stride, int padding,
        int dilation) {
    private static final int MOST = 1 << 14;

    /** Checks ranges, and that a patch fits into a padded image. */
    public Patches {
        Require.inRange("channels", 1, 1 << 20, channels);
        Require.inRange("height of an image", 1, MOST, height);
        Require.inRange("width of an image", 1, MOST, width);
        Require.inRange("kernel height", 1, MOST, kernelHeight);
        Require.inRange("kernel width", 1, MOST, kernelWidth);
        Require.inRange("stride", 1, MOST, stride);
        Require.inRange("padding", 0, MOST, padding);
        Require.inRange("dilation", 1, MOST, dilation);
        Require.inRange("height of a patch with dilation " + dilation, 1, height + 2L * padding,
                (kernelHeight - 1L) * dilation + 1);
        Require.inRange("width of a patch with dilation " + dilation, 1, width + 2L * padding,
                (kernelWidth - 1L) * dilation + 1);
        Require.inRange("values of an image", 1, Integer.MAX_VALUE, (long) channels * height * width);
        Require.inRange("length of a patch", 1, Integer.MAX_VALUE, (long) channels * kernelHeight * kernelWidth);
    }

    /** Square patches at every position, without padding. */
    public static Patches square(int channels, int height, int width, int kernel) {
        return new Patches(channels, height, width, kernel, kernel, 1, 0, 1);
    }

    /** Values of an image. */
    public int imageLength() {
        return channels * height * width;
    }

    /** Values of a patch: inputs of the crossbar. */
    public int length() {
        return channels * kernelHeight * kernelWidth;
    }

    /** Rows of outputs. */
    public int outputHeight() {
        return (height + 2 * padding - (kernelHeight - 1) * dilation - 1) / stride + 1;
    }

    /** Columns of outputs. */
    public int outputWidth() {
        return (width + 2 * padding - (kernelWidth - 1) * dilation - 1) / stride + 1;
    }

    /** Patches of an image. */
    public int count() {
        return Math.multiplyExact(outputHeight(), outputWidth());
    }

    /**
     * Takes a patch out of an image.
     *
     * @param position {@code oy·outputWidth() + ox}
     * @param patch    {@code [length()]}
     */
    public void gather(float[] image, int position, float[] patch) {
        visit(position, (line, from, to, at, first) -> {
            Arrays.fill(patch, at, at + kernelWidth, 0);
            for (int kx = from, x = first; kx < to; kx++, x += dilation) {
                patch[at + kx] = image[line + x];
            }
        });
    }

    /** Adds a patch to an image, the adjoint of {@link #gather}. */
    public void scatter(float[] patch, int position, float[] image) {
        visit(position, (line, from, to, at, first) -> {
            for (int kx = from, x = first; kx < to; kx++, x += dilation) {
                image[line + x] += patch[at + kx];
            }
        });
    }

    /** A row of a patch: entries {@code from … to − 1} lie in the image, the first of them at column {@code first}. */
    @FunctionalInterface
    private interface Row {
        void visit(int line, int from, int to, int at, int first);
    }

    private void visit(int position, Row row) {
        int top = position / outputWidth() * stride - padding;
        int left = position % outputWidth() * stride - padding;
        int from = Math.min(kernelWidth, Math.max(0, Math.ceilDiv(-left, dilation)));
        int to = Math.max(from, Math.min(kernelWidth, Math.ceilDiv(width - left, dilation)));
        for (int c = 0; c < channels; c++) {
            for (int ky = 0; ky < kernelHeight; ky++) {
                int y = top + ky * dilation;
                int at = (c * kernelHeight + ky) * kernelWidth;
                boolean inside = y >= 0 && y < height;
                row.visit(inside ? (c * height + y) * width : 0, from, inside ? to : from, at, left + from * dilation);
            }
        }
    }
}
