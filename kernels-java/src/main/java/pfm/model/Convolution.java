package pfm.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.analog.Patches;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A convolution that a crossbar computes: every patch of every image of a batch is one input vector, in the order of
 * images, rows and columns. A few thousand patches are taken at a time, so that a batch of any size needs little
 * memory. For one caller at a time.
 */
public final class Convolution {
    private static final int MOST_PATCHES = 4096;
    /** Floats of patches that are worth fewer at once. */
    private static final int MOST_FLOATS = 1 << 24;

    private final Patches patches;
    private final MatVec product;
    private final Matrix vectors;
    private final Matrix results;
    private final float[] image;
    private final float[] patch;
    private final float[] result;

    /**
     * Plans.
     *
     * @param crossbar weights {@code [output channels][patches.length()]}
     * @param arena    owns the memory; lives as long as this object is used
     */
    public Convolution(Patches patches, Crossbar crossbar, Kernels kernels, Arena arena) {
        Require.equal("inputs of the crossbar of a convolution", patches.length(), crossbar.inputs());
        this.patches = patches;
        this.product = kernels.crossbar(crossbar);
        int longest = Math.max(crossbar.inputs(), crossbar.outputs());
        int rows = Math.clamp(MOST_FLOATS / longest, 1, MOST_PATCHES);
        this.vectors = Matrix.zeros(rows, crossbar.inputs(), arena);
        this.results = Matrix.zeros(rows, crossbar.outputs(), arena);
        this.image = new float[patches.imageLength()];
        this.patch = new float[patches.length()];
        this.result = new float[crossbar.outputs()];
    }

    /** Values of the result of an image: {@code [output channels][output height][output width]}. */
    public int resultLength() {
        return Math.multiplyExact(product.outputs(), patches.count());
    }

    /** Takes over weights that were changed in place. */
    public void reload() {
        product.reload();
    }

    /**
     * Convolves every image.
     *
     * @param images  {@code [batch][channels·height·width]}, float32
     * @param results {@code [batch][output channels·output height·output width]}, float32
     */
    public void multiply(Matrix images, Matrix results) {
        check("images", patches.imageLength(), images, "results", resultLength(), results);
        inChunks(images.rows(), (first, count) -> {
            for (int row = 0; row < count; row++) {
                long at = first + row;
                if (row == 0 || position(at) == 0) {
                    images.copy(item(at), 0, image.length, image);
                }
                patches.gather(image, position(at), patch);
                put(patch, vectors, row);
            }
            product.multiply(rows(vectors, count), rows(this.results, count));
            for (int row = 0; row < count; row++) {
                this.results.copy(row, 0, result.length, result);
                for (int o = 0; o < result.length; o++) {
                    results.values().setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index(first + row, o), result[o]);
                }
            }
        });
    }

    /** The adjoint of the convolution without converters; shapes as in {@link #multiply}. */
    public void adjoint(Matrix results, Matrix images) {
        check("results", resultLength(), results, "images", patches.imageLength(), images);
        images.values().fill((byte) 0);
        inChunks(results.rows(), (first, count) -> {
            for (int row = 0; row < count; row++) {
                for (int o = 0; o < result.length; o++) {
                    result[o] = results.values().getAtIndex(
                            ValueLayout.JAVA_FLOAT_UNALIGNED, index(first + row, o));
                }
                put(result, this.results, row);
            }
            product.adjoint(rows(this.results, count), rows(vectors, count));
            for (int row = 0; row < count; row++) {
                long at = first + row;
                if (row == 0 || position(at) == 0) {
                    images.copy(item(at), 0, image.length, image);
                }
                vectors.copy(row, 0, patch.length, patch);
                patches.scatter(patch, position(at), image);
                if (row == count - 1 || position(at + 1) == 0) {
                    put(image, images, item(at));
                }
            }
        });
    }

    /** Does something with patches {@code first … first + count − 1} of all images. */
    @FunctionalInterface
    private interface Chunk {
        void run(long first, int count);
    }

    private void inChunks(int images, Chunk chunk) {
        long all = (long) images * patches.count();
        for (long first = 0; first < all; first += vectors.rows()) {
            chunk.run(first, (int) Math.min(vectors.rows(), all - first));
        }
    }

    private int item(long at) {
        return (int) (at / patches.count());
    }

    private int position(long at) {
        return (int) (at % patches.count());
    }

    /** Where output {@code o} of patch {@code at} of all images stands in the results. */
    private long index(long at, int o) {
        return ((long) item(at) * result.length + o) * patches.count() + position(at);
    }

    private static Matrix rows(Matrix matrix, int count) {
        return count == matrix.rows() ? matrix
                : Matrix.of(count, matrix.columns(), Precision.FLOAT32, matrix.values());
    }

    private static void put(float[] row, Matrix target, int at) {
        MemorySegment.copy(row, 0, target.values(), ValueLayout.JAVA_FLOAT_UNALIGNED,
                (long) at * row.length * Float.BYTES, row.length);
    }

    private static void check(String inName, int inLength, Matrix in, String outName, int outLength, Matrix out) {
        Require.equal("columns of " + inName, inLength, in.columns());
        Require.equal("columns of " + outName, outLength, out.columns());
        Require.equal("rows of " + outName, in.rows(), out.rows());
        Require.equal("precision of " + inName, Precision.FLOAT32, in.precision());
        Require.equal("precision of " + outName, Precision.FLOAT32, out.precision());
    }
}
