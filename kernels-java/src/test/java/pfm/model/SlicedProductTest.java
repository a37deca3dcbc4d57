package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Backends;
import pfm.Kernels;
import pfm.analog.CellArray;
import pfm.analog.Converter;
import pfm.analog.ConverterRange;
import pfm.analog.ExactCell;
import pfm.analog.InputSlicing;
import pfm.analog.Mapping;
import pfm.analog.Parasitics;
import pfm.analog.WeightScaling;
import pfm.analog.WeightSlicing;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

class SlicedProductTest {
    private static final int OUTPUTS = 17;
    private static final int INPUTS = 45;
    private static final int BATCH = 3;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    private static CellArray cells(Mapping mapping, int bits, int cellBits) {
        return new CellArray(ExactCell.UNIT, mapping, WeightScaling.TILE,
                Optional.of(new WeightSlicing(bits, cellBits)), Parasitics.NONE, false);
    }

    /** Integers up to {@code largest}, which occurs in every row and in every tile of 16 columns. */
    private Matrix integers(int rows, int columns, int largest, int seed) {
        Matrix m = Seeded.matrix(rows, columns, -largest, largest, Precision.FLOAT32, seed, arena);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m.set(i, j, j % 16 == 0 ? largest : Math.rint(m.get(i, j)));
            }
        }
        return m;
    }

    private static long exact(Matrix w, Matrix x, int b, int i) {
        long sum = 0;
        for (int j = 0; j < w.columns(); j++) {
            sum += (long) w.get(i, j) * (long) x.get(b, j);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"reference, DIFFERENTIAL_PAIR, 8, 2, 8, 1", "vector, DIFFERENTIAL_PAIR, 8, 2, 8, 1",
        "reference, OFFSET_COLUMN, 8, 3, 6, 2", "vector, OFFSET_COLUMN, 8, 3, 6, 2",
        "vector, OFFSET_COLUMN, 4, 1, 4, 3",
        "vector, DIFFERENTIAL_PAIR, 12, 5, 10, 4", "vector, DIFFERENTIAL_PAIR, 2, 1, 2, 1"})
    void digitsAddUpToTheProductOfIntegers(String backend, Mapping mapping, int bits, int cellBits, int inputBits,
            int sliceBits) {
        InputSlicing slicing = new InputSlicing(inputBits, sliceBits);
        Matrix w = integers(OUTPUTS, INPUTS, (1 << bits - 1) - 1, 1);
        Matrix x = integers(BATCH, INPUTS, slicing.largest(), 2);
        int adcBits = 24;
        Converter granular = Converter.ofBits(adcBits, ConverterRange.granular(adcBits, 1));
        try (Kernels kernels = Backends.named(backend).open()) {
            for (Converter adc : new Converter[] {Converter.IDEAL, granular}) {
                SlicedProduct product = new SlicedProduct(
                        w, cells(mapping, bits, cellBits), 0, slicing, adc, 10, 16, 1, kernels, arena);
                Matrix y = Matrix.zeros(BATCH, OUTPUTS, Precision.FLOAT64, arena);
                product.multiply(x, y);
                for (int b = 0; b < BATCH; b++) {
                    for (int i = 0; i < OUTPUTS; i++) {
                        assertEquals(exact(w, x, b, i), y.get(b, i), 1e-9 * Math.abs(y.get(b, i)) + 1e-9);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "vector"})
    void anAdcRoundsTheSumsOfEachDigit(String backend) {
        Matrix w = Matrix.of(new float[][] {{3, -2, 1}}, arena); // digits of one bit: 1 0 1, and 1 -1 0
        Matrix x = Matrix.of(new float[][] {{7, 5, -3}}, arena); // 1 1 -1, 1 0 -1, 1 1 0
        Matrix y = Matrix.zeros(1, 1, Precision.FLOAT64, arena);
        try (Kernels kernels = Backends.named(backend).open()) {
            new SlicedProduct(w, cells(Mapping.DIFFERENTIAL_PAIR, 3, 1), 0, new InputSlicing(4, 1), new Converter(2, 2),
                    9, 9, 1, kernels, arena).multiply(x, y);
        }
        // sums of digits are 0, 0, 1 and 0, 1, 0: half a code of this ADC goes to 0
        assertEquals(0, y.get(0, 0), "8 without the ADC");
    }

    @Test
    void digitsHaveTheSignOfTheirNumber() {
        InputSlicing slicing = new InputSlicing(8, 3);
        assertEquals(3, slicing.slices());
        for (int q = -127; q <= 127; q++) {
            int sum = 0;
            for (int l = 0; l < 3; l++) {
                assertTrue(Math.abs(slicing.digit(q, l)) <= 7);
                sum += slicing.factor(l) * slicing.digit(q, l);
            }
            assertEquals(q, sum);
            assertEquals(q, slicing.integer(q / 127.0 * 0.3, 0.3));
        }
    }

    @Test
    void sumsThatFloat32CannotHoldAreRefused() {
        Matrix w = Matrix.zeros(1, 2000, arena);
        try (Kernels kernels = Backends.named("reference").open()) {
            String said = assertThrows(IllegalArgumentException.class, () -> new SlicedProduct(w,
                    cells(Mapping.DIFFERENTIAL_PAIR, 24, 12), 0, new InputSlicing(24, 12), Converter.IDEAL, 1, 2000, 1,
                    kernels, arena)).getMessage();
            assertTrue(said.startsWith("inputs of a tile x largest digits of weight and input must be"), said);
        }
    }
}
