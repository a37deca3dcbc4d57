package pfm.analog.network;

import java.lang.foreign.Arena;
import java.util.Objects;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * An array of resistive cells between input lines and output lines that have resistance themselves. Everything is
 * normalised: conductances to 1/R_min, resistances to R_min, so that a current is in units of the voltage over R_min.
 *
 * <p>Input line j is a chain {@code source j – R_in – node(0, j) – R_in – node(1, j) – …}, output line i a chain
 * {@code node'(i, 0) – R_out – node'(i, 1) – … – node'(i, n-1) – R_out – virtual ground}, and cell (i, j) connects
 * node(i, j) with node'(i, j). The currents into the grounds are the outputs. Either kind of line may be connected at
 * its other end; {@link LineEnd#FIRST} for sources and {@link LineEnd#LAST} for grounds are what is written above,
 * where cell (0, n-1) is the one with the least line resistance. {@code R_in = 0} stands for input lines that
 * carry no current, as where inputs open the gates of transistors: then only output lines lose voltage.
 *
 * <p>The network is linear: outputs are {@code y = M v}. M is dense, and exact up to rounding.
 *
 * <p>Source: the topology of CrossSim (Sandia National Laboratories) for arrays that are not interleaved and whose
 * input lines are the source of the current.
 *
 * @param conductances  G, {@code [outputs][inputs]}, at least 0, in 1/R_min; 0 is an open cell; read by each method
 * @param inputSegment  R_in, resistance of an input line from cell to cell, in R_min
 * @param outputSegment R_out, resistance of an output line from cell to cell, in R_min
 * @param sources       where input lines are connected
 * @param grounds       where output lines are connected
 */
public record ResistiveNetwork(Matrix conductances, double inputSegment, double outputSegment, LineEnd sources,
        LineEnd grounds) {
    /** Largest conductance and largest resistance: cells are about 1, and lines far below, so this leaves room. */
    private static final double LARGEST = 1000;

    /** Checks ranges. */
    public ResistiveNetwork {
        Require.given("conductances", conductances);
        Require.inRange("resistance of a segment of an input line", 0, LARGEST, "R_min", inputSegment);
        Require.inRange("resistance of a segment of an output line", 0, LARGEST, "R_min", outputSegment);
        Require.given("end of the sources", sources);
        Require.given("end of the grounds", grounds);
        for (int i = 0; i < conductances.rows(); i++) {
            for (int j = 0; j < conductances.columns(); j++) {
                double g = conductances.get(i, j);
                if (!(g >= 0 && g <= LARGEST)) {
                    Require.inRange("conductance at [" + i + ", " + j + "]", 0, LARGEST, "1/R_min", g);
                }
            }
        }
    }

    /** Sources at the first cell, grounds behind the last one, and the same resistance in all lines. */
    public static ResistiveNetwork of(Matrix conductances, double segment) {
        return new ResistiveNetwork(conductances, segment, segment, LineEnd.FIRST, LineEnd.LAST);
    }

    /** Count of output lines. */
    public int outputs() {
        return conductances.rows();
    }

    /** Count of input lines. */
    public int inputs() {
        return conductances.columns();
    }

    /**
     * M with {@code y = M v}, {@code [outputs][inputs]}, float64. For {@code s} the smaller and {@code l} the larger
     * count of lines this takes {@code l s² (l + s)} floating-point operations and {@code 2 l s} numbers of memory;
     * the result does not depend on {@code threads}.
     *
     * @param threads threads that compute, the calling one among them
     */
    public Matrix effectiveMatrix(int threads, Arena arena) {
        Require.inRange("threads", 1, Short.MAX_VALUE, threads);
        Orientation orientation = new Orientation(this, inputs() > outputs());
        double[][] rows = orientation.conductances();
        double source = orientation.inputSegment();
        double ground = orientation.outputSegment();
        double[][] effective;
        if (ground == 0) {
            effective = LineTransfer.loadedInputs(rows, source);
        } else if (source == 0) {
            effective = LineTransfer.loadedOutputs(rows, ground);
        } else {
            effective = Elimination.effective(rows, source, ground, threads);
        }
        Matrix result = Matrix.zeros(outputs(), inputs(), Precision.FLOAT64, arena);
        orientation.restore(effective, result);
        return result;
    }

    /**
     * The output currents for one vector of source voltages, without {@link #effectiveMatrix}: their error, summed
     * over the outputs, is at most 1e-9 of the sum of their magnitudes or, where they cancel, 1e-13 of the currents
     * that cells would carry if output lines had no resistance.
     *
     * @param voltages one for each input line, finite
     * @param threads  threads that compute, the calling one among them
     * @throws ArithmeticException where lines resist so much more than cells that the iteration does not end
     */
    public double[] currents(double[] voltages, int threads) {
        Require.inRange("threads", 1, Short.MAX_VALUE, threads);
        Require.equal("count of voltages", inputs(), Objects.requireNonNull(voltages).length);
        for (int j = 0; j < voltages.length; j++) {
            Require.finite("voltage " + j, "V", voltages[j]);
        }
        Orientation orientation = new Orientation(this, false);
        double[][] rows = orientation.conductances();
        double[] v = sources == LineEnd.FIRST && grounds == LineEnd.LAST ? voltages : orientation.inputs(voltages);
        double[] y;
        if (outputSegment == 0) {
            y = product(LineTransfer.loadedInputs(rows, inputSegment), v);
        } else if (inputSegment == 0) {
            y = product(LineTransfer.loadedOutputs(rows, outputSegment), v);
        } else {
            y = new NodalSolver(rows, inputSegment, outputSegment, threads).currents(v);
        }
        return orientation.outputs(y);
    }

    private static double[] product(double[][] matrix, double[] v) {
        double[] y = new double[matrix.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < v.length; j++) {
                y[i] = Math.fma(matrix[i][j], v[j], y[i]);
            }
        }
        return y;
    }
}
