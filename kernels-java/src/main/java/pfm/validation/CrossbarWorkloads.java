package pfm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import pfm.MatVec;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Tolerance.Codes;
import pfm.validation.Tolerance.DotProducts;

/** Builds workloads of crossbars: random weights in (−1, 1), vectors in (−2, 2). */
final class CrossbarWorkloads {
    static final Converter DAC = Converter.ofBits(7, 1);
    /** Largest α: that of a vector that comes near 2. */
    static final double ALPHA = 2;
    /** Outputs, inputs: smallest, lanes ± 1, oblong, around chunks of sums, odd. */
    private static final int[][] EDGES = {{1, 1}, {2, 2}, {1, 37}, {64, 1}, {15, 17}, {17, 15}, {31, 33}, {33, 31},
        {63, 255}, {65, 257}, {101, 97}};

    private CrossbarWorkloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int[] size : EDGES) {
            int batch = size[0] == 1 ? 5 : 1; // a single sum may cancel, and a relative error with it grow
            all.add(ideal(size[0], size[1], batch, Direction.FORWARD));
            all.add(ideal(size[0], size[1], 3, Direction.ADJOINT));
        }
        for (Direction direction : List.of(Direction.FORWARD, Direction.ADJOINT)) {
            all.add(ideal(1024, 1024, 1, direction));
            all.add(ideal(512, 512, 64, direction));
            all.add(ideal(200, 784, 100, direction));
        }
        InputScaling absMax = new InputScaling.AbsMax();
        all.add(quantised("aihwkit-default", 512, 512, 64, Converter.ofBits(9, 12), absMax, true, 512));
        all.add(quantised("aihwkit-default", 130, 700, 17, Converter.ofBits(9, 12), absMax, true, 512));
        all.add(quantised("tiles-of-100", 70, 301, 17, Converter.ofBits(9, 12), absMax, true, 100));
        all.add(quantised("narrow-bound", 70, 301, 17, Converter.ofBits(8, 4), absMax, true, 301));
        all.add(quantised("clipped", 70, 301, 17, Converter.ofBits(8, 4), absMax, false, 301));
        all.add(quantised("max", 33, 65, 5, Converter.ofBits(9, 12), new InputScaling.Max(), true, 40));
        all.add(quantised("constant", 33, 65, 5, Converter.ofBits(9, 12), new InputScaling.Constant(2), true, 40));
        all.addAll(TileWorkloads.all());
        all.addAll(ConverterWorkloads.all());
        all.addAll(IntegerWorkloads.all());
        all.add(quantised("unscaled", 33, 65, 5, Converter.ofBits(9, 12), new InputScaling.None(), false, 40));
        return all;
    }

    static Workload ideal(int outputs, int inputs, int batch, Direction direction) {
        return of("ideal", outputs, inputs, batch, direction, Crossbar::ideal,
                new DotProducts(direction == Direction.ADJOINT ? outputs : inputs));
    }

    private static Workload quantised(String name, int outputs, int inputs, int batch, Converter adc,
            InputScaling scaling, boolean iterativeBounds, int tile) {
        int tiles = Math.ceilDiv(inputs, tile);
        int longest = Math.min(tile, inputs);
        // a sum of n products of mean magnitude 1/4 is rounded by about u n/4; twice that, on either side of a tie
        double perTile = 4 * Precision.FLOAT32.unitRoundoff() * longest / 4 / adc.lsb();
        double share = Math.max(tiles * perTile, 2.0 / ((double) outputs * batch)); // two by chance among however few
        double code = ALPHA * (iterativeBounds ? growth(adc, longest) : 1) * adc.lsb();
        return of(name, outputs, inputs, batch, Direction.FORWARD,
                w -> new Crossbar(w, DAC, adc, scaling, iterativeBounds, 1, tile, tile), new Codes(code, tiles, share));
    }

    /** The β that keeps the largest of some hundred sums of n products, each 1/3 in deviation, within the bound. */
    static double growth(DataConverter adc, int n) {
        return Math.max(1, Math.pow(2, Math.ceil(Math.log(4 * Math.sqrt(n) / 3 / adc.bound()) / Math.log(2))));
    }

    static Workload of(String name, int outputs, int inputs, int batch, Direction direction,
            Function<Matrix, Crossbar> device, Tolerance tolerance) {
        String full = "crossbar/" + name + "/" + outputs + "x" + inputs + (batch == 1 ? "" : "/batch" + batch)
                + direction.suffix();
        return new Workload(full, (kernels, precision, arena) -> {
            Crossbar spec = device.apply(Seeded.matrix(outputs, inputs, -1, 1, Precision.FLOAT32, 1, arena));
            MatVec plan = kernels.crossbar(spec);
            boolean adjoint = direction == Direction.ADJOINT;
            Matrix in = Seeded.matrix(batch, adjoint ? outputs : inputs, -2, 2, precision, 2, arena);
            Matrix out = Matrix.zeros(batch, adjoint ? inputs : outputs, precision, arena);
            Runnable body = adjoint ? () -> plan.adjoint(in, out) : () -> {
                plan.seek(0);
                plan.multiply(in, out);
            };
            return new Trial(spec.cost(batch, precision), tolerance, body, List.of(Output.of("out", out)));
        });
    }
}
