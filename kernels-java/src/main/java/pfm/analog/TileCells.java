package pfm.analog;

import java.lang.foreign.Arena;

import pfm.analog.network.ResistiveNetwork;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * The cells of one tile of a weight matrix.
 *
 * @param weights the whole matrix, row-major
 * @param inputs  its columns
 * @param row     first row of the tile
 * @param rows    of the tile
 * @param column  first column of the tile
 * @param columns of the tile
 */
record TileCells(double[] weights, int inputs, int row, int rows, int column, int columns) {
    /**
     * How a slice is read.
     *
     * @param array   that the weights are in
     * @param slice   which digits
     * @param seconds after programming
     * @param seed    of everything random
     * @param threads that solve for the currents of lines with resistance
     */
    record Reading(CellArray array, int slice, double seconds, long seed, int threads) {
        /** Whether each weight has a cell that subtracts; else one row of such cells serves all. */
        boolean isPair() {
            return array.mapping() == Mapping.DIFFERENTIAL_PAIR;
        }
    }

    /** The effective weights of a slice, {@code [rows][columns]}. */
    double[] read(Reading reading) {
        CellArray array = reading.array();
        int cells = rows * columns;
        double[] adding = new double[reading.isPair() ? cells : cells + columns]; // the offset column is a last row
        double[] subtracting = reading.isPair() ? new double[cells] : adding;
        int subtractingAt = reading.isPair() ? 0 : cells;
        double[] units = new double[rows];
        double span = array.cell().gMax() - array.cell().gMin();
        double[] largest = largest(array.scaling());
        for (int i = 0; i < rows; i++) {
            CellLevels levels = new CellLevels(array.mapping(), array.slicing(), reading.slice(), largest[i]);
            units[i] = levels.unit() / span;
            for (int j = 0; j < columns; j++) {
                double weight = weights[index(i, j)];
                long number = 2 * ((long) reading.slice() * weights.length + index(i, j));
                adding[i * columns + j] = conductance(levels.positive(weight), reading, number);
                if (reading.isPair() || i == 0) {
                    subtracting[subtractingAt + i * columns + j] =
                            conductance(levels.negative(weight), reading, number + 1);
                }
            }
        }
        double[] plus = throughLines(adding, reading);
        double[] minus = reading.isPair() ? throughLines(subtracting, reading) : plus;
        double[] effective = new double[cells];
        for (int k = 0; k < cells; k++) {
            double less = minus[reading.isPair() ? k : cells + k % columns];
            effective[k] = (plus[k] - less) * units[k / columns];
        }
        return effective;
    }

    private static double conductance(double level, Reading reading, long number) {
        Cell cell = reading.array().cell();
        return cell.conductance(cell.gMin() + (cell.gMax() - cell.gMin()) * level, reading.seconds(),
                new CellNoise(reading.seed(), number));
    }

    /** What the currents are per voltage where lines have resistance. */
    private double[] throughLines(double[] conductances, Reading reading) {
        Parasitics lines = reading.array().parasitics();
        if (lines.isNone()) {
            return conductances;
        }
        double most = reading.array().cell().gMax();
        double[] effective = new double[conductances.length];
        try (Arena arena = Arena.ofShared()) {
            Matrix g = Matrix.zeros(conductances.length / columns, columns, Precision.FLOAT64, arena);
            for (int k = 0; k < effective.length; k++) {
                g.set(k / columns, k % columns, conductances[k] / most);
            }
            Matrix m = new ResistiveNetwork(g, lines.inputSegment(), lines.outputSegment(), lines.sources(),
                    lines.grounds()).effectiveMatrix(reading.threads(), arena);
            for (int k = 0; k < effective.length; k++) {
                effective[k] = m.get(k / columns, k % columns) * most;
            }
        }
        return effective;
    }

    /** Writes what was read to its place in the whole matrix. */
    void scatter(double[] read, double[] whole) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(read, i * columns, whole, index(i, 0), columns);
        }
    }

    private int index(int i, int j) {
        return (row + i) * inputs + column + j;
    }

    /** The largest magnitude among the weights that each row is scaled with. */
    double[] largest(WeightScaling scaling) {
        double[] largest = new double[rows];
        double ofTile = scaling == WeightScaling.TILE ? largest(0, rows) : 0;
        for (int i = 0; i < rows; i++) {
            largest[i] = scaling == WeightScaling.TILE ? ofTile : largest(i, 1);
        }
        return largest;
    }

    private double largest(int firstRow, int count) {
        double largest = 0;
        for (int i = firstRow; i < firstRow + count; i++) {
            for (int j = 0; j < columns; j++) {
                largest = Math.max(largest, Math.abs(weights[index(i, j)]));
            }
        }
        return largest;
    }
}
