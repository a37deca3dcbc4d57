package pfm.validation;

import java.util.ArrayList;
import java.util.List;

import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Workloads of crossbars of integers: vectors whose numbers lie on halves and beyond the range. */
final class IntegerWorkloads {
    /** Outputs, inputs: smallest, lanes ± 1, around quads of panels and chunks of sums, odd. */
    private static final int[][] SIZES = {{1, 1}, {2, 2}, {1, 37}, {64, 1}, {15, 17}, {17, 15}, {31, 33}, {63, 255},
        {65, 257}, {129, 97}, {67, 1027}};

    private IntegerWorkloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (Direction direction : List.of(Direction.FORWARD, Direction.ADJOINT)) {
            for (int[] size : SIZES) {
                all.add(of("integer", size[0], size[1], 1, direction, -128, 128));
                all.add(of("integer", size[0], size[1], 3, direction, -128, 128));
            }
            all.add(of("integer", 70, 301, 17, direction, -128, 128));
            all.add(of("integer", 13, 40, 300, direction, -128, 128)); // more vectors than are handled together
        }
        // sums of one sign beyond 2^24, where float32 has no odd numbers any more
        all.add(of("integer-large", 33, 2051, 1, Direction.FORWARD, 100, 128));
        all.add(of("integer-large", 33, 2051, 5, Direction.FORWARD, 100, 128));
        all.add(of("integer-large", 2051, 33, 5, Direction.ADJOINT, 100, 128));
        all.add(of("integer", 1024, 1024, 64, Direction.FORWARD, -128, 128));
        all.add(of("integer", 1024, 1024, 1, Direction.FORWARD, -128, 128));
        return all;
    }

    /**
     * A workload.
     *
     * @param low  smallest weight
     * @param high above the largest weight; numbers of vectors go a quarter beyond both
     */
    static Workload of(
            String name, int outputs, int inputs, int batch, Direction direction, int low, int high) {
        String full = "crossbar/" + name + "/" + outputs + "x" + inputs + (batch == 1 ? "" : "/batch" + batch)
                + direction.suffix();
        return new Workload(full, (kernels, precision, arena) -> {
            Crossbar spec = Crossbar.integer(
                    multiples(1, Seeded.matrix(outputs, inputs, low, high, Precision.FLOAT32, 1, arena)));
            MatVec plan = kernels.crossbar(spec);
            boolean adjoint = direction == Direction.ADJOINT;
            Matrix in = multiples(4, Seeded.matrix(batch, adjoint ? outputs : inputs, 1.25 * low, 1.25 * high,
                    precision, 2, arena));
            Matrix out = Matrix.zeros(batch, adjoint ? inputs : outputs, precision, arena);
            Runnable body = adjoint ? () -> plan.adjoint(in, out) : () -> plan.multiply(in, out);
            return new Trial(spec.cost(batch, precision), new Tolerance.Exact(), body,
                    List.of(Output.of("out", out)));
        });
    }

    /** Rounds down to multiples of {@code 1/parts}. */
    private static Matrix multiples(int parts, Matrix m) {
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                m.set(i, j, Math.floor(m.get(i, j) * parts) / parts);
            }
        }
        return m;
    }
}
