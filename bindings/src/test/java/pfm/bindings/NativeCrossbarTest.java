package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.Philox;
import pfm.tuning.Tuning;
import pfm.validation.Output;
import pfm.validation.Seeded;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

class NativeCrossbarTest {
    /** Outputs and inputs: the smallest, odd, oblong, around registers, longer than a tile. */
    private static final int[][] SIZES = {{1, 1}, {1, 37}, {37, 1}, {3, 2}, {15, 17}, {33, 31}, {65, 257}, {129, 96}};
    /** One vector, few, and more than pass the tiles at once. */
    private static final int[] BATCHES = {1, 2, 5, 64, 1030};

    private final Kernels reference = Backends.named("reference").open();
    private Arena arena;
    private Cblas blas;

    @BeforeEach
    void open() {
        Availability here = Cblas.Library.OPENBLAS.availability();
        assumeTrue(here instanceof Availability.Available, here::toString);
        blas = Cblas.Library.OPENBLAS.open();
        arena = Arena.ofShared();
    }

    @AfterEach
    void close() {
        reference.close();
        if (arena != null) {
            arena.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> theWorkloadsOfTheCatalogueAgreeWithTheOracle() {
        return Workloads.all().stream().filter(w -> w.name().startsWith("crossbar/"))
                .map(w -> dynamicTest(w.name(), () -> agrees(w)));
    }

    private void agrees(Workload workload) {
        List<Output> expected = workload.expected(reference, arena);
        for (int threads : new int[] {1, 2}) {
            try (Kernels kernels = new NativeCrossbars(blas, threads, arena)) {
                Verdict verdict = workload.judge(kernels, Precision.FLOAT32, expected);
                assertTrue(verdict.passes(), verdict::toString);
            }
        }
    }

    /** Sums of few multiples of 1/4096 are exact in float32, in whatever order: every value must be the oracle's. */
    @Test
    void exactSumsGiveTheValuesOfTheOracle() {
        Converter dac = new Converter(1 / 64f, 1);
        for (int[] size : SIZES) {
            Matrix w = sixtyFourths(size[0], size[1], Precision.FLOAT32);
            for (InputScaling scaling : List.of(new InputScaling.None(), new InputScaling.AbsMax(),
                    new InputScaling.Max(), new InputScaling.Constant(1.7f))) {
                for (Converter adc : List.of(Converter.IDEAL, Converter.ofBits(6, 1.5))) {
                    assertValuesOfTheOracle(new Crossbar(w, dac, adc, scaling, true, 0.7f, 20, 30));
                    assertValuesOfTheOracle(new Crossbar(w, dac, adc, scaling, false, 1, 512, 16));
                }
            }
        }
    }

    private void assertValuesOfTheOracle(Crossbar spec) {
        for (int batch : BATCHES) {
            Matrix x = Seeded.matrix(batch, spec.inputs(), -2, 2, Precision.FLOAT32, 2, arena);
            for (int j = 0; j < spec.inputs(); j++) {
                x.set(0, j, -Math.abs(x.get(0, j))); // scaled by 0 where the largest value is meant
            }
            MatVec oracle = reference.crossbar(spec);
            MatVec plan = plan(spec, 2);
            assertSameValues(product(oracle, x), product(plan, x), "batch " + batch + ", " + spec);
            assertEquals(oracle.repetitions(), plan.repetitions(), "tiles repeated, batch " + batch + ", " + spec);
        }
    }

    @Test
    void withoutConvertersEveryOperationIsThatOfTheOracle() {
        for (int[] size : SIZES) {
            Crossbar spec = scaled(sixtyFourths(size[0], size[1], Precision.FLOAT64), 0.7f);
            for (int batch : BATCHES) {
                Matrix x = sixtyFourths(batch, size[1], Precision.FLOAT32);
                assertSameValues(product(reference.crossbar(spec), x), product(plan(spec, 1), x), "product");
                Matrix y = sixtyFourths(batch, size[0], Precision.FLOAT32);
                assertSameValues(adjoint(reference.crossbar(spec), y), adjoint(plan(spec, 1), y), "adjoint");
            }
        }
    }

    private static Crossbar scaled(Matrix w, float outputScale) {
        return new Crossbar(w, Converter.IDEAL, Converter.IDEAL, new InputScaling.None(), false, outputScale, 512, 512);
    }

    @Test
    void everyRunGivesTheSameBits() {
        Matrix w = Seeded.matrix(301, 257, -1, 1, Precision.FLOAT32, 1, arena);
        for (Crossbar spec : specs(w)) {
            for (int batch : BATCHES) {
                Matrix x = Seeded.matrix(batch, 257, -2, 2, Precision.FLOAT32, 2, arena);
                MatVec plan = plan(spec, 2);
                Matrix y = product(plan, x);
                Matrix back = adjoint(plan, y);
                for (int run = 0; run < 20; run++) {
                    assertSameBits(y, product(run % 2 == 0 ? plan : plan(spec, 2), x), "run " + run);
                    assertSameBits(back, adjoint(plan, y), "adjoint, run " + run);
                }
            }
        }
    }

    @Test
    void memoryOfAnyAlignmentIsUsed() {
        Matrix w = Seeded.matrix(33, 65, -1, 1, Precision.FLOAT32, 1, arena);
        Matrix x = Seeded.matrix(5, 65, -2, 2, Precision.FLOAT32, 2, arena);
        for (Crossbar spec : specs(w)) {
            MatVec plan = plan(spec, 1);
            Matrix y = atAnOddAddress(5, 33);
            plan.multiply(copied(x, atAnOddAddress(5, 65)), y);
            assertSameBits(product(plan, x), y, spec.toString());
            Matrix back = atAnOddAddress(5, 65);
            plan.adjoint(y, back);
            assertSameBits(adjoint(plan, y), back, spec.toString());
        }
    }

    private Matrix atAnOddAddress(int rows, int columns) {
        return Matrix.of(rows, columns, Precision.FLOAT32, arena.allocate(4L * rows * columns + 1, 4).asSlice(1));
    }

    private static Matrix copied(Matrix from, Matrix to) {
        to.values().copyFrom(from.values());
        return to;
    }

    @Test
    void aNaNStaysInItsVectorAndLeavesNothingBehind() {
        Matrix clean = Seeded.matrix(5, 257, -2, 2, Precision.FLOAT32, 2, arena);
        Matrix dirty = clean.as(Precision.FLOAT32, arena);
        dirty.set(3, 200, Double.NaN);
        for (Crossbar spec : specs(Seeded.matrix(65, 257, -1, 1, Precision.FLOAT32, 1, arena))) {
            MatVec plan = plan(spec, 2);
            Matrix expected = product(plan, clean);
            Matrix got = product(plan, dirty);
            for (int b = 0; b < 5; b++) {
                for (int i = 0; i < 65; i++) {
                    assertEquals(b == 3 ? Double.NaN : expected.get(b, i), got.get(b, i), "[" + b + ", " + i + "]");
                }
            }
            assertSameBits(expected, product(plan, clean), "after a NaN");
        }
    }

    @Test
    void weightsAreThoseOfThePlanning() {
        Matrix w = Seeded.matrix(9, 7, -1, 1, Precision.FLOAT32, 1, arena);
        Matrix x = Seeded.matrix(3, 7, -1, 1, Precision.FLOAT32, 2, arena);
        MatVec plan = plan(Crossbar.ideal(w), 1);
        Matrix before = product(plan, x);
        w.set(4, 4, 17);
        assertSameBits(before, product(plan, x), "after a change");
    }

    @Test
    void theThreadCountOfTheLibraryIsAsBeforeAfterARunAndAfterAFailure() {
        Matrix w = Seeded.matrix(33, 65, -1, 1, Precision.FLOAT32, 1, arena);
        Cblas.Threads two = blas.threads(2);
        try (two) {
            for (Crossbar spec : specs(w)) {
                Matrix freed;
                try (Arena shorter = Arena.ofShared()) {
                    freed = Matrix.zeros(4, 65, shorter);
                    product(plan(spec, 1), freed);
                    assertEquals(2, blas.threads(), "after a run");
                }
                MatVec plan = plan(spec, 1);
                Matrix y = Matrix.zeros(4, 33, arena);
                assertThrows(IllegalStateException.class, () -> plan.multiply(freed, y));
                assertEquals(2, blas.threads(), "after a failure");
            }
        }
    }

    @Test
    void moreThreadsThanTheLibraryHasAreAllOfThem() {
        Matrix w = sixtyFourths(7, 9, Precision.FLOAT32);
        Matrix x = sixtyFourths(3, 9, Precision.FLOAT32);
        assertSameBits(product(plan(Crossbar.ideal(w), 1), x), product(plan(Crossbar.ideal(w), 4096), x), "4096");
    }

    @Test
    void changedWeightsCountFromTheReloadOn() {
        for (Crossbar spec : specs(sixtyFourths(33, 65, Precision.FLOAT32))) {
            Matrix x = sixtyFourths(3, 65, Precision.FLOAT32);
            Matrix y = sixtyFourths(3, 33, Precision.FLOAT32);
            MatVec plan = plan(spec, 2);
            Matrix before = product(plan, x);
            spec.weights().set(0, 0, 0.5 - spec.weights().get(0, 0));
            assertSameBits(before, product(plan, x), "before the reload");
            plan.reload();
            assertSameBits(product(plan(spec, 2), x), product(plan, x), "product");
            assertSameBits(adjoint(plan(spec, 2), y), adjoint(plan, y), "adjoint");
        }
    }

    private static List<Crossbar> specs(Matrix w) {
        return List.of(Crossbar.ideal(w), scaled(w, 0.7f), new Crossbar(w, Converter.ofBits(7, 1),
                Converter.ofBits(9, 3), new InputScaling.AbsMax(), true, 0.7f, 100, 130));
    }

    private MatVec plan(Crossbar spec, int threads) {
        return new NativeCrossbar(spec, blas, Tuning.defaults().withThreads(threads), arena);
    }

    /** Multiples of 1/64 in [−1, 1]. */
    private Matrix sixtyFourths(int rows, int columns, Precision precision) {
        Matrix m = Matrix.zeros(rows, columns, precision, arena);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                m.set(r, c, Math.rint(128 * Philox.uniform(3, r, c) - 64) / 64);
            }
        }
        return m;
    }

    private Matrix product(MatVec plan, Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), plan.outputs(), arena);
        y.values().fill((byte) 0xFF); // NaN
        plan.multiply(x, y);
        return y;
    }

    private Matrix adjoint(MatVec plan, Matrix y) {
        Matrix x = Matrix.zeros(y.rows(), plan.inputs(), arena);
        x.values().fill((byte) 0xFF);
        plan.adjoint(y, x);
        return x;
    }

    /** −0 is 0: the oracle adds to 0 what a backend may store. */
    private static void assertSameValues(Matrix expected, Matrix actual, String what) {
        for (int r = 0; r < expected.rows(); r++) {
            for (int c = 0; c < expected.columns(); c++) {
                if (expected.get(r, c) != actual.get(r, c)) {
                    assertEquals(expected.get(r, c), actual.get(r, c), what + " [" + r + ", " + c + "]");
                }
            }
        }
    }

    private static void assertSameBits(Matrix expected, Matrix actual, String what) {
        assertEquals(-1, expected.values().mismatch(actual.values()), what);
    }
}
