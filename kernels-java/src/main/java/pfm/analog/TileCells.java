package pfm.analog;

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
     * The effective weights of a slice, {@code [rows][columns]}.
     *
     * @param first weights of earlier slices: numbers of their cells lie before this slice's
     */
    double[] read(CellArray array, int slice, double seconds, long seed, long first) {
        double[] positive = new double[rows * columns];
        double[] negative = new double[array.mapping() == Mapping.DIFFERENTIAL_PAIR ? positive.length : columns];
        double[] units = new double[rows];
        Cell cell = array.cell();
        double span = cell.gMax() - cell.gMin();
        double tileLargest = largest(0, rows);
        for (int i = 0; i < rows; i++) {
            double largest = array.scaling() == WeightScaling.TILE ? tileLargest : largest(i, 1);
            CellLevels levels = new CellLevels(array.mapping(), array.slicing(), slice, largest);
            units[i] = levels.unit() / span;
            for (int j = 0; j < columns; j++) {
                long number = 2 * (first + index(i, j));
                double weight = weights[index(i, j)];
                positive[i * columns + j] = cell.conductance(cell.gMin() + span * levels.positive(weight), seconds,
                        new DeviceNoise(seed, number));
                if (array.mapping() == Mapping.DIFFERENTIAL_PAIR || i == 0) {
                    negative[i * columns + j] = cell.conductance(cell.gMin() + span * levels.negative(weight), seconds,
                            new DeviceNoise(seed, number + 1));
                }
            }
        }
        for (int k = 0; k < positive.length; k++) {
            positive[k] = (positive[k] - negative[k % negative.length]) * units[k / columns];
        }
        return positive;
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
