package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.analog.Patches;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

class ConvolutionTest {
    private static final List<Patches> SHAPES = List.of(Patches.square(1, 1, 1, 1), Patches.square(3, 8, 7, 3),
            new Patches(2, 9, 11, 3, 5, 2, 0, 1), new Patches(3, 6, 6, 3, 3, 1, 1, 1),
            new Patches(2, 7, 10, 3, 2, 1, 2, 2), new Patches(1, 5, 5, 2, 2, 3, 1, 3),
            new Patches(1, 2, 2, 4, 4, 1, 3, 1), // a patch larger than the image
            new Patches(1, 70, 70, 2, 2, 1, 0, 1)); // more patches of two images than are taken at once

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void everyBackendComputesWhatTheSumSays() {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                try (Kernels kernels = backend.open()) {
                    SHAPES.forEach(shape -> compare(shape, kernels));
                }
            }
        }
    }

    private void compare(Patches p, Kernels kernels) {
        Matrix w = Seeded.matrix(5, p.length(), -1, 1, Precision.FLOAT32, 1, arena);
        Matrix images = Seeded.matrix(2, p.imageLength(), -1, 1, Precision.FLOAT32, 2, arena);
        Convolution convolution = new Convolution(p, Crossbar.ideal(w), kernels, arena);
        Matrix results = Matrix.zeros(2, convolution.resultLength(), arena);
        convolution.multiply(images, results);
        double bound = 4 * Precision.FLOAT32.unitRoundoff() * p.length();
        for (int b = 0; b < 2; b++) {
            for (int i = 0; i < convolution.resultLength(); i++) {
                int o = i / p.count();
                int oy = i % p.count() / p.outputWidth();
                int ox = i % p.outputWidth();
                assertEquals(sum(p, w, images, b, o, oy, ox), results.get(b, i), bound, kernels.device() + " " + p);
            }
        }
    }

    /** The definition, term by term. */
    private static double sum(Patches p, Matrix w, Matrix images, int b, int o, int oy, int ox) {
        double sum = 0;
        for (int c = 0; c < p.channels(); c++) {
            for (int ky = 0; ky < p.kernelHeight(); ky++) {
                for (int kx = 0; kx < p.kernelWidth(); kx++) {
                    int y = oy * p.stride() - p.padding() + ky * p.dilation();
                    int x = ox * p.stride() - p.padding() + kx * p.dilation();
                    if (y >= 0 && y < p.height() && x >= 0 && x < p.width()) {
                        sum += w.get(o, (c * p.kernelHeight() + ky) * p.kernelWidth() + kx)
                                * images.get(b, (c * p.height() + y) * p.width() + x);
                    }
                }
            }
        }
        return sum;
    }

    @Test
    void theAdjointIsTheAdjoint() {
        try (Kernels kernels = Backends.best().open()) {
            for (Patches p : SHAPES) {
                Matrix w = Seeded.matrix(5, p.length(), -1, 1, Precision.FLOAT32, 1, arena);
                Convolution convolution = new Convolution(p, Crossbar.ideal(w), kernels, arena);
                Matrix u = Seeded.matrix(2, p.imageLength(), 0, 1, Precision.FLOAT32, 2, arena);
                Matrix v = Seeded.matrix(2, convolution.resultLength(), 0, 1, Precision.FLOAT32, 3, arena);
                Matrix au = Matrix.zeros(2, v.columns(), arena);
                Matrix atv = Matrix.zeros(2, u.columns(), arena);
                atv.values().fill((byte) 0xFF); // NaN until written
                convolution.multiply(u, au);
                convolution.adjoint(v, atv);
                double forward = dot(au, v);
                // every term is rounded a few times; there are so many of them, each below 1
                double terms = 2.0 * 5 * p.count() * p.length();
                assertEquals(forward, dot(u, atv), 8 * Precision.FLOAT32.unitRoundoff() * terms, p.toString());
                assertTrue(Math.abs(forward) > 1e-3, "a product that says something: " + forward);
            }
        }
    }

    private static double dot(Matrix a, Matrix b) {
        double sum = 0;
        for (int r = 0; r < a.rows(); r++) {
            for (int c = 0; c < a.columns(); c++) {
                sum += a.get(r, c) * b.get(r, c);
            }
        }
        return sum;
    }

    @Test
    void tilesAndConvertersComputeAsForAnyVector() {
        Patches p = new Patches(3, 6, 6, 3, 3, 1, 1, 1);
        Matrix w = Seeded.matrix(5, p.length(), -1, 1, Precision.FLOAT32, 1, arena);
        Crossbar crossbar = new Crossbar(w, Converter.ofBits(7, 1), Converter.ofBits(9, 12),
                new InputScaling.AbsMax(), true, 1, 4, 10);
        Matrix images = Seeded.matrix(2, p.imageLength(), -1, 1, Precision.FLOAT32, 2, arena);
        try (Kernels kernels = Backends.best().open()) {
            Convolution convolution = new Convolution(p, crossbar, kernels, arena);
            Matrix results = Matrix.zeros(2, convolution.resultLength(), arena);
            convolution.multiply(images, results);
            float[] image = new float[p.imageLength()];
            float[] patch = new float[p.length()];
            images.copy(1, 0, image.length, image);
            p.gather(image, 7, patch);
            Matrix y = Matrix.zeros(1, 5, arena);
            kernels.crossbar(crossbar).multiply(Matrix.of(new float[][] {patch}, arena), y);
            for (int o = 0; o < 5; o++) {
                assertEquals(y.get(0, o), results.get(1, o * p.count() + 7));
            }
        }
    }

    @Test
    void changedWeightsCountFromTheReloadOn() {
        Patches p = Patches.square(1, 2, 2, 2);
        Matrix w = Matrix.of(new float[][] {{1, 2, 3, 4}}, arena);
        Matrix images = Matrix.of(new float[][] {{1, 1, 1, 1}}, arena);
        Matrix results = Matrix.zeros(1, 1, arena);
        try (Kernels kernels = Backends.best().open()) {
            Convolution convolution = new Convolution(p, Crossbar.ideal(w), kernels, arena);
            w.set(0, 3, 10);
            convolution.reload();
            convolution.multiply(images, results);
            assertEquals(16, results.get(0, 0));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertRefused("stride must be in [1, 16384], was 0", () -> new Patches(1, 4, 4, 2, 2, 0, 0, 1));
        assertRefused("width of a patch with dilation 3 must be in [1, 4], was 7",
                () -> new Patches(1, 9, 4, 3, 3, 1, 0, 3));
        Matrix w = Matrix.zeros(5, 4, arena);
        try (Kernels kernels = Backends.best().open()) {
            assertRefused("inputs of the crossbar of a convolution must be 8, was 4", () ->
                    new Convolution(Patches.square(2, 4, 4, 2), Crossbar.ideal(w), kernels, arena));
            Convolution convolution = new Convolution(Patches.square(1, 4, 4, 2), Crossbar.ideal(w), kernels, arena);
            assertRefused("columns of images must be 16, was 4", () -> convolution.multiply(w, w));
            assertRefused("columns of results must be 45, was 4", () ->
                    convolution.multiply(Matrix.zeros(5, 16, arena), w));
            assertRefused("rows of images must be 2, was 3", () ->
                    convolution.adjoint(Matrix.zeros(2, 45, arena), Matrix.zeros(3, 16, arena)));
        }
    }

    private static void assertRefused(String part, Executable body) {
        String message = assertThrows(IllegalArgumentException.class, body).getMessage();
        assertTrue(message.contains(part), message);
    }
}
