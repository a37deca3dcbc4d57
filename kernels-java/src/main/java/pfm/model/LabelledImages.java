package pfm.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import pfm.io.Idx;
import pfm.quantity.Require;

/**
 * Grey images with the class of each.
 *
 * @param columns pixels along x
 * @param rows    pixels along y
 * @param pixels  brightness 0 … 255 as unsigned bytes, {@code [image][rows][columns]}
 * @param labels  class of each image
 */
public record LabelledImages(int columns, int rows, byte[] pixels, byte[] labels) {
    /** Checks that there are pixels for every label. */
    public LabelledImages {
        Require.inRange("columns of an image", 1, 1 << 14, columns);
        Require.inRange("rows of an image", 1, 1 << 14, rows);
        Require.inRange("count of images", 1, Integer.MAX_VALUE, labels.length);
        Require.equal("count of pixels of " + labels.length + " images of " + columns + "x" + rows,
                (long) labels.length * rows * columns, (long) pixels.length);
    }

    /**
     * Images of a file with the labels of another.
     *
     * @param classes every label is below
     */
    public static LabelledImages of(Idx.Images images, byte[] labels, int classes) {
        Idx.requireFits(images, labels, classes);
        return new LabelledImages(images.columns(), images.rows(), images.pixels(), labels);
    }

    /** Images in this set. */
    public int count() {
        return labels.length;
    }

    /** Class of an image. */
    public int label(int image) {
        return labels[image] & 0xFF;
    }

    /** Brightness of a pixel, 0 … 255. */
    public int pixel(int image, int row, int column) {
        return pixels[(image * rows + row) * columns + column] & 0xFF;
    }

    /** The first {@code count} images, or all if there are no more. */
    public LabelledImages first(int count) {
        Require.inRange("count of images to take", 1, Integer.MAX_VALUE, count);
        int taken = Math.min(count, count());
        return new LabelledImages(columns, rows, Arrays.copyOf(pixels, taken * rows * columns),
                Arrays.copyOf(labels, taken));
    }

    /** The images {@code order[from] … order[to − 1]}. */
    LabelledImages pick(int[] order, int from, int to) {
        int size = rows * columns;
        byte[] somePixels = new byte[(to - from) * size];
        byte[] someLabels = new byte[to - from];
        for (int i = from; i < to; i++) {
            System.arraycopy(pixels, order[i] * size, somePixels, (i - from) * size, size);
            someLabels[i - from] = labels[order[i]];
        }
        return new LabelledImages(columns, rows, somePixels, someLabels);
    }

    /** SHA-256 of pixels and labels. */
    String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(pixels);
            sha.update(labels);
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
