package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.quantity.Units.uS;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.analog.network.LineEnd;
import pfm.analog.network.ResistiveNetwork;
import pfm.field.Matrix;
import pfm.noise.Philox;

class ProgrammedWeightsTest {
    private static final double DAY = 86_400;
    private static final Optional<WeightSlicing> WHOLE = Optional.empty();

    private final Matrix weights = random(37, 53);

    private static Matrix random(int outputs, int inputs) {
        Matrix m = Matrix.zeros(outputs, inputs, Arena.ofAuto());
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                m.set(i, j, 2 * Philox.uniform(5, 1, (long) i * inputs + j) - 1);
            }
        }
        return m;
    }

    private static double[] values(Matrix m) {
        double[] values = new double[m.rows() * m.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = m.get(i / m.columns(), i % m.columns());
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"DIFFERENTIAL_PAIR, TILE", "DIFFERENTIAL_PAIR, OUTPUT", "OFFSET_COLUMN, TILE", "OFFSET_COLUMN, OUTPUT"})
    void exactCellsKeepTheWeights(Mapping mapping, WeightScaling scaling) {
        for (Cell cell : new Cell[] {ExactCell.UNIT, new ExactCell(uS(5), uS(25))}) {
            CellArray array = new CellArray(cell, mapping, scaling, WHOLE, Parasitics.NONE, true);
            for (int[] tile : new int[][] {{100, 100}, {16, 10}, {1, 1}, {37, 1}}) {
                ProgrammedWeights programmed = array.program(weights, tile[0], tile[1], 1, 1);
                assertArrayEquals(values(weights), programmed.effective(DAY), 1e-14);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mapping.class)
    void weightsOfZeroStayZero(Mapping mapping) {
        Matrix zeros = Matrix.zeros(3, 4, Arena.ofAuto());
        for (Optional<WeightSlicing> slicing : Arrays.asList(WHOLE, Optional.of(new WeightSlicing(8, 2)))) {
            CellArray array = new CellArray(Pcm.published(), mapping, WeightScaling.OUTPUT, slicing, Parasitics.NONE,
                    true);
            assertArrayEquals(new double[12], array.program(zeros, 2, 2, 1, 1).effective(DAY), Double.MIN_VALUE);
        }
    }

    @ParameterizedTest
    @CsvSource({"DIFFERENTIAL_PAIR, 8, 1, 7", "DIFFERENTIAL_PAIR, 8, 2, 4", "DIFFERENTIAL_PAIR, 8, 3, 3",
        "DIFFERENTIAL_PAIR, 8, 7, 1", "DIFFERENTIAL_PAIR, 24, 5, 5", "OFFSET_COLUMN, 8, 1, 8", "OFFSET_COLUMN, 8, 2, 4",
        "OFFSET_COLUMN, 8, 3, 3", "OFFSET_COLUMN, 5, 12, 1", "OFFSET_COLUMN, 2, 1, 2"})
    void digitsRecombineExactly(Mapping mapping, int bits, int cellBits, int slices) {
        WeightSlicing slicing = new WeightSlicing(bits, cellBits);
        CellArray array = new CellArray(ExactCell.UNIT, mapping, WeightScaling.TILE, Optional.of(slicing),
                Parasitics.NONE, false);
        Matrix integers = random(9, 31);
        for (int i = 0; i < 9 * 31; i++) {
            integers.set(i / 31, i % 31, Math.rint(integers.get(i / 31, i % 31) * slicing.largest()));
        }
        integers.set(4, 5, -slicing.largest()); // one unit is 1
        integers.set(4, 6, slicing.largest());
        ProgrammedWeights programmed = array.program(integers, 100, 100, 1, 1);
        assertEquals(slices, programmed.slices());
        long[] sum = new long[9 * 31];
        for (int slice = 0; slice < slices; slice++) {
            double[] digits = programmed.effective(slice, 0);
            for (int i = 0; i < sum.length; i++) {
                assertEquals(Math.rint(digits[i]), digits[i], 1e-12);
                assertTrue(Math.abs(digits[i]) <= slicing.largestDigit() + 1e-12, "a digit");
                sum[i] += Math.round(digits[i]) * programmed.factor(slice);
            }
        }
        double[] expected = values(integers);
        for (int i = 0; i < sum.length; i++) {
            assertEquals((long) expected[i], sum[i], "weight " + i);
        }
    }

    @Test
    void slicesRoundWeightsToTheirBits() {
        for (Mapping mapping : Mapping.values()) {
            CellArray array = new CellArray(ExactCell.UNIT, mapping, WeightScaling.OUTPUT,
                    Optional.of(new WeightSlicing(6, 2)), Parasitics.NONE, false);
            double[] got = array.program(weights, 100, 100, 1, 1).effective(0);
            for (int i = 0; i < 37; i++) {
                double largest = 0;
                for (int j = 0; j < 53; j++) {
                    largest = Math.max(largest, Math.abs(weights.get(i, j)));
                }
                for (int j = 0; j < 53; j++) {
                    assertEquals(Math.rint(weights.get(i, j) / largest * 31) * largest / 31, got[i * 53 + j], 1e-14);
                }
            }
        }
    }

    @Test
    void theSameSeedAndTimeGiveTheSameBitsAndOthersDoNot() {
        CellArray array = CellArray.pairs(Pcm.published());
        ProgrammedWeights programmed = array.program(weights, 16, 16, 9, 1);
        double[] day = programmed.effective(DAY);
        programmed.effective(5);
        assertArrayEquals(day, programmed.effective(DAY));
        assertArrayEquals(day, array.program(weights, 16, 16, 9, 1).effective(DAY));
        assertNotEquals(day[3], programmed.effective(DAY + 1)[3]);
        assertNotEquals(day[3], array.program(weights, 16, 16, 10, 1).effective(DAY)[3]);
    }

    @Test
    void drawsDoNotDependOnTiles() {
        Cell cell = new FixedResistor(uS(1), uS(100), 0.05);
        Matrix flat = Matrix.zeros(37, 53, Arena.ofAuto());
        for (int i = 0; i < 37 * 53; i++) {
            flat.set(i / 53, i % 53, i % 2 == 0 ? 1 : -1);
        }
        double[] whole = CellArray.pairs(cell).program(flat, 100, 100, 4, 1).effective(0);
        assertArrayEquals(whole, CellArray.pairs(cell).program(flat, 5, 7, 4, 1).effective(0));
        assertArrayEquals(whole, CellArray.pairs(cell).program(flat, 1, 1, 4, 1).effective(0));
    }

    @Test
    void anOffsetColumnIsSharedByTheOutputsOfATile() {
        Cell cell = new RandomError(0, uS(10), RandomError.Distribution.UNIFORM, RandomError.Growth.ADDITIVE, 0.1);
        Matrix zeros = Matrix.zeros(4, 3, Arena.ofAuto());
        zeros.set(3, 0, 1);
        zeros.set(1, 0, 1);
        CellArray array = new CellArray(cell, Mapping.OFFSET_COLUMN, WeightScaling.TILE, WHOLE, Parasitics.NONE, false);
        double[] one = array.program(zeros, 4, 3, 2, 1).effective(0);
        double[] two = array.program(zeros, 2, 3, 2, 1).effective(0);
        double first = one[2] - two[2];
        assertEquals(0, first, 1e-15, "the first tile has the same column");
        double moved = one[8] - two[8];
        assertEquals(moved, one[11] - two[11], 1e-15, "the second tile has another one, for both its outputs");
        assertNotEquals(0, moved);
    }

    @Test
    void stuckPairsActAsTheLargestWeight() {
        Cell cell = new StuckCells(new ExactCell(uS(1), uS(25)), 0, 1);
        assertArrayEquals(new double[37 * 53], CellArray.pairs(cell).program(weights, 9, 9, 1, 1).effective(0));
        CellArray offset = new CellArray(new StuckCells(new ExactCell(uS(1), uS(25)), 1, 0),
                Mapping.OFFSET_COLUMN, WeightScaling.TILE, WHOLE, Parasitics.NONE, false);
        assertArrayEquals(new double[37 * 53], offset.program(weights, 100, 100, 1, 1).effective(0));
    }

    @Test
    void driftCompensationCancelsUniformDrift() {
        Cell cell = new Pcm(0, uS(25), 20, 250e-9, 0, 1, 0, 0);
        Matrix flat = Matrix.zeros(20, 30, Arena.ofAuto());
        for (int i = 0; i < 600; i++) {
            flat.set(i / 30, i % 30, i % 3 == 0 ? -0.5 : 0.5); // every cell that conducts drifts alike
        }
        CellArray with = new CellArray(cell, Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE, WHOLE,
                Parasitics.NONE, true);
        CellArray without = CellArray.pairs(cell);
        assertArrayEquals(values(flat), with.program(flat, 7, 8, 1, 1).effective(DAY), 1e-14);
        assertEquals(0.5 * Math.pow(DAY / 20 + 1, -0.049), without.program(flat, 7, 8, 1, 1).effective(DAY)[1], 1e-14);
    }

    @Test
    void driftCompensationKeepsTheMeanMagnitudeOfEachTile() {
        CellArray array = new CellArray(Pcm.published(), Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE, WHOLE,
                Parasitics.NONE, true);
        ProgrammedWeights programmed = array.program(weights, 20, 53, 3, 1);
        double[] first = programmed.effective(0);
        double[] later = programmed.effective(30 * DAY);
        assertEquals(mean(first, 0, 20 * 53), mean(later, 0, 20 * 53), 1e-14);
        assertEquals(mean(first, 20 * 53, 37 * 53), mean(later, 20 * 53, 37 * 53), 1e-14);
        assertNotEquals(first[1], later[1]);
    }

    /** Exact nodal values of CrossSim's topology; weights lie on one side of pairs alone. */
    @Test
    void linesWithResistanceLoseWhatTheNetworkLoses() {
        float[][] g = {{.137f, .504f, .605f, .038f}, {.156f, .929f, .08f, .138f}, {.949f, .626f, .375f, .516f}};
        double[] v = {.663, .275, .138, .788};
        double[] expected = {.328722895, .452748067, 1.164954991};
        CellArray array = new CellArray(new ExactCell(0, uS(10)), Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE, WHOLE,
                Parasitics.of(0.01 * 0.949), false); // the largest weight has the conductance 1/R_min
        double[] effective = array.program(Matrix.of(g, Arena.ofAuto()), 9, 9, 1, 2).effective(0);
        for (int i = 0; i < 3; i++) {
            double y = 0;
            for (int j = 0; j < 4; j++) {
                y += effective[4 * i + j] * v[j];
            }
            assertEquals(expected[i], y, 1e-7, "float32 weights");
        }
    }

    @Test
    void pairsLoseOnBothSidesAndAnOffsetColumnIsTheLastLine() {
        Matrix w = Matrix.of(new float[][] {{1, -.5f}, {-.25f, .75f}}, Arena.ofAuto());
        Parasitics lines = new Parasitics(0.02, 0.03, LineEnd.LAST, LineEnd.FIRST);
        CellArray pairs = new CellArray(ExactCell.UNIT, Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE, WHOLE, lines,
                false);
        Matrix plus = network(lines, new float[][] {{1, 0}, {0, .75f}});
        Matrix minus = network(lines, new float[][] {{0, .5f}, {.25f, 0}});
        CellArray offset = new CellArray(ExactCell.UNIT, Mapping.OFFSET_COLUMN, WeightScaling.TILE, WHOLE, lines,
                false);
        Matrix all = network(lines, new float[][] {{1, .25f}, {.375f, .875f}, {.5f, .5f}});
        for (int k = 0; k < 4; k++) {
            int i = k / 2;
            int j = k % 2;
            assertEquals(plus.get(i, j) - minus.get(i, j), pairs.program(w, 2, 2, 1, 1).effective(0)[k], 1e-14);
            assertEquals(2 * (all.get(i, j) - all.get(2, j)), offset.program(w, 2, 2, 1, 1).effective(0)[k], 1e-14);
        }
    }

    private static Matrix network(Parasitics lines, float[][] g) {
        return new ResistiveNetwork(Matrix.of(g, Arena.ofAuto()), lines.inputSegment(), lines.outputSegment(),
                lines.sources(), lines.grounds()).effectiveMatrix(1, Arena.ofAuto());
    }

    @Test
    void linesNeedConductancesThatAreNotNegative() {
        String said = assertThrows(IllegalArgumentException.class, () -> new CellArray(
                new StuckCells(PcmPolynomial.published(), 0, 0), Mapping.DIFFERENTIAL_PAIR, WeightScaling.OUTPUT, WHOLE,
                Parasitics.of(1e-4), false)).getMessage();
        assertTrue(said.startsWith("lines must have no resistance where"), said);
    }

    @Test
    void aMatrixMovesInTime() {
        Matrix target = Matrix.zeros(37, 53, Arena.ofAuto());
        ProgrammedWeights programmed = CellArray.pairs(Pcm.published()).program(weights, 16, 16, 9, 1);
        programmed.write(DAY, target);
        assertEquals((float) programmed.effective(DAY)[54], target.get(1, 1));
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).map(Math::abs).average().orElseThrow();
    }
}
