package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.analog.CellArray;
import pfm.analog.CodeRange;
import pfm.analog.Converter;
import pfm.analog.ConverterErrors;
import pfm.analog.ConverterRange;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.ExactCell;
import pfm.analog.FixedResistor;
import pfm.analog.InputScaling;
import pfm.analog.InputSlicing;
import pfm.analog.Mapping;
import pfm.analog.Parasitics;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.analog.WeightScaling;
import pfm.analog.WeightSlicing;
import pfm.energy.Activity;
import pfm.energy.Conversion;
import pfm.energy.EnergyModel;
import pfm.energy.Ledger;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.model.SlicedProduct;
import pfm.validation.Seeded;

/** Products a digit at a time, on every backend that is available. */
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

    /** Runs on every backend, whose results are to be the same. */
    private Matrix onEveryBackend(int outputs, Matrix x, Function<Kernels, SlicedProduct> planning) {
        Matrix first = null;
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                try (Kernels kernels = backend.open()) {
                    Matrix y = Matrix.zeros(x.rows(), outputs, Precision.FLOAT64, arena);
                    planning.apply(kernels).multiply(x, y);
                    first = first == null ? y : first;
                    assertEquals(-1, first.values().mismatch(y.values()), backend::name);
                }
            }
        }
        return first;
    }

    /** Without an ADC digits are integers, but where 8 bits do not hold them; with one, crossbars are analog. */
    @ParameterizedTest
    @CsvSource({"DIFFERENTIAL_PAIR, 8, 2, 8, 1, true", "OFFSET_COLUMN, 8, 3, 6, 2, true",
        "OFFSET_COLUMN, 4, 1, 4, 3, true", "DIFFERENTIAL_PAIR, 12, 5, 10, 4, true",
        "DIFFERENTIAL_PAIR, 2, 1, 2, 1, true", "DIFFERENTIAL_PAIR, 8, 7, 8, 7, true",
        "OFFSET_COLUMN, 8, 8, 8, 7, true", "DIFFERENTIAL_PAIR, 9, 8, 8, 7, false",
        "DIFFERENTIAL_PAIR, 8, 2, 9, 8, false"})
    void digitsAddUpToTheProductOfIntegers(Mapping mapping, int bits, int cellBits, int inputBits, int sliceBits,
            boolean exact) {
        InputSlicing slicing = new InputSlicing(inputBits, sliceBits);
        Matrix w = integers(OUTPUTS, INPUTS, (1 << bits - 1) - 1, 1);
        Matrix x = integers(BATCH, INPUTS, slicing.largest(), 2);
        int adcBits = 24;
        Converter granular = Converter.ofBits(adcBits, ConverterRange.granular(adcBits, 1));
        for (Converter adc : new Converter[] {Converter.IDEAL, granular}) {
            Matrix y = onEveryBackend(OUTPUTS, x, kernels -> {
                SlicedProduct product = new SlicedProduct(
                        w, cells(mapping, bits, cellBits), 0, slicing, adc, 10, 16, 1, kernels, arena);
                assertEquals(exact && adc.isIdeal(), product.isExact());
                return product;
            });
            for (int b = 0; b < BATCH; b++) {
                for (int i = 0; i < OUTPUTS; i++) {
                    assertEquals(exact(w, x, b, i), y.get(b, i), 1e-9 * Math.abs(y.get(b, i)) + 1e-9);
                }
            }
        }
    }

    /** Weights that are no integers have another unit in each tile, or for each output in it. */
    @ParameterizedTest
    @CsvSource({"TILE, DIFFERENTIAL_PAIR", "OUTPUT, DIFFERENTIAL_PAIR", "TILE, OFFSET_COLUMN",
        "OUTPUT, OFFSET_COLUMN"})
    void realWeightsAreTheirIntegersTimesTheirUnit(WeightScaling scaling, Mapping mapping) {
        WeightSlicing digits = new WeightSlicing(8, 3);
        CellArray array = new CellArray(new ExactCell(1e-6, 1e-4), mapping, scaling, Optional.of(digits),
                Parasitics.NONE, true);
        InputSlicing slicing = new InputSlicing(8, 4);
        Matrix w = Seeded.matrix(OUTPUTS, INPUTS, -0.3, 0.3, Precision.FLOAT32, 1, arena);
        Matrix x = Seeded.matrix(BATCH, INPUTS, -2, 2, Precision.FLOAT32, 2, arena);
        Matrix y = onEveryBackend(OUTPUTS, x, kernels -> {
            SlicedProduct product =
                    new SlicedProduct(w, array, 1e5, slicing, Converter.IDEAL, 10, 16, 1, kernels, arena);
            assertTrue(product.isExact());
            return product;
        });
        double[] quantised = array.program(w, 10, 16, 1).effective(1e5);
        for (int b = 0; b < BATCH; b++) {
            double alpha = new InputScaling.AbsMax().alpha(x, b, 0, INPUTS);
            for (int i = 0; i < OUTPUTS; i++) {
                double sum = 0;
                for (int j = 0; j < INPUTS; j++) {
                    sum += quantised[i * INPUTS + j] * slicing.integer(x.get(b, j), alpha);
                }
                assertEquals(sum * alpha / slicing.largest(), y.get(b, i), 1e-12, "float32 would differ by 1e-7");
            }
        }
    }

    @Test
    void cellsThatAreNotExactPassAnAnalogCrossbar() {
        CellArray array = new CellArray(new FixedResistor(1e-6, 1e-4, 0.05), Mapping.DIFFERENTIAL_PAIR,
                WeightScaling.TILE, Optional.of(new WeightSlicing(8, 2)), Parasitics.NONE, false);
        try (Kernels kernels = Backends.named("reference").open()) {
            assertFalse(new SlicedProduct(integers(5, 5, 127, 1), array, 0, new InputSlicing(8, 1), Converter.IDEAL, 9,
                    9, 1, kernels, arena).isExact());
        }
    }

    @Test
    void anAdcRoundsTheSumsOfEachDigit() {
        Matrix w = Matrix.of(new float[][] {{3, -2, 1}}, arena); // digits of one bit: 1 0 1, and 1 -1 0
        Matrix x = Matrix.of(new float[][] {{7, 5, -3}}, arena); // 1 1 -1, 1 0 -1, 1 1 0
        Matrix y = onEveryBackend(1, x, kernels -> new SlicedProduct(w, cells(Mapping.DIFFERENTIAL_PAIR, 3, 1), 0,
                new InputSlicing(4, 1), new Converter(2, 2), 9, 9, 1, kernels, arena));
        // sums of digits are 0, 0, 1 and 0, 1, 0: half a code of this ADC goes to 0
        assertEquals(0, y.get(0, 0), "8 without the ADC");
    }

    /** Per vector: 7 digits of inputs, 4 of weights; tiles of 10 outputs and 16 inputs make 2 down and 3 across. */
    @Test
    void everyDigitIsCounted() {
        EnergyModel model = new EnergyModel.ElectronicArray(new Conversion.Fixed(2e-12, 1e-9),
                new Conversion.Fixed(3e-12, 4e-9), 1e-15, "a test");
        try (Kernels kernels = Backends.named("reference").open()) {
            SlicedProduct product = new SlicedProduct(integers(OUTPUTS, INPUTS, 127, 1),
                    cells(Mapping.DIFFERENTIAL_PAIR, 8, 2), 0, new InputSlicing(8, 1), Converter.ofBits(6, 100), 10, 16,
                    1, kernels, arena);
            assertEquals(28, product.passes());
            assertEquals(new Activity(6, 3 * 7 * 6, 3 * 7 * 2 * INPUTS, 2, 3 * 7 * 4 * 3 * OUTPUTS, 6,
                    3 * 7 * 4 * OUTPUTS * INPUTS, 3 * OUTPUTS * INPUTS), product.activity(3));
            Ledger ledger = product.ledger(model, 3);
            assertEquals(21 * (2 * INPUTS * 2e-12 + 12 * OUTPUTS * 3e-12 + 4 * OUTPUTS * INPUTS * 1e-15),
                    ledger.joules(), 1e-20);
            assertEquals(21 * 5e-9, ledger.seconds(), 1e-18, "tiles work at the same time");
        }
        Crossbar whole = new Crossbar(integers(OUTPUTS, INPUTS, 127, 1),
                Optional.of(cells(Mapping.DIFFERENTIAL_PAIR, 8, 2)), Tile.IDEAL.withSize(10, 16), 0);
        assertEquals(new Activity(6, 18, 3 * 2 * INPUTS, 0, 3 * 4 * 3 * OUTPUTS, 0, 3 * 4 * OUTPUTS * INPUTS,
                3 * OUTPUTS * INPUTS), whole.activity(3, 0));
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

    /** Codes as wide as a step: integers lie on levels and belong below, in each digit of each of three tiles. */
    @Test
    void adcsWithoutACodeAtZeroAreHalfAStepLow() {
        InputSlicing slicing = new InputSlicing(7, 2);
        Matrix w = integers(OUTPUTS, INPUTS, 127, 1);
        Matrix x = integers(BATCH, INPUTS, slicing.largest(), 2);
        CodeRange range = new CodeRange(16, 1 << 15);
        Matrix y = sliced(w, x, slicing, new SarAdc(range, ConverterErrors.NONE));
        Matrix wrong = sliced(w, x, slicing, new SarAdc(range, new ConverterErrors(0.01, 1e-3, 1e5, 1)));
        double low = 0;
        for (int digits = 0; digits < 4 * 3; digits++) {
            low += 3 * 0.5 * Math.pow(4, digits / 3 + digits % 3);
        }
        for (int b = 0; b < BATCH; b++) {
            for (int i = 0; i < OUTPUTS; i++) {
                assertEquals(exact(w, x, b, i) - low, y.get(b, i), 1e-9 * low);
                assertTrue(y.get(b, i) != wrong.get(b, i), "errors have no effect");
            }
        }
    }

    private Matrix sliced(Matrix w, Matrix x, InputSlicing slicing, DataConverter adc) {
        CellArray cells = cells(Mapping.DIFFERENTIAL_PAIR, 8, 2);
        return onEveryBackend(OUTPUTS, x, kernels ->
                new SlicedProduct(w, cells, 0, slicing, adc, 8, 16, 1, kernels, arena));
    }
}
