package pfm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import pfm.MatVec;
import pfm.analog.Detection;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Tolerance.Cancelling;
import pfm.validation.Tolerance.Codes;
import pfm.validation.Tolerance.Counts;
import pfm.validation.Tolerance.DotProducts;

/** Builds workloads of products of light: random weights in (−1, 1), intensities in (0, 2), fields in (−1, 1). */
final class OpticalWorkloads {
    private static final long SEED = 5;
    /** Outputs, inputs, batch: smallest, lanes ± 1, groups of draws ± 1, oblong. */
    private static final int[][] SIZES = {{1, 1, 5}, {15, 17, 3}, {33, 31, 1}, {65, 257, 3}, {130, 64, 7}};

    private OpticalWorkloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int[] size : SIZES) {
            all.add(shotNoise(size, 0.5));
            all.add(shotNoise(size, 20));
            all.add(singlePhoton(size, 4));
            all.add(photodiode(size));
            all.add(adjoint(size));
        }
        return all;
    }

    static Workload shotNoise(int[] size, double photons) {
        int inputs = size[1];
        // a count is a step of S·(max W − min W)/(photons·n), with S up to 2n; it moves where its mean F does, whose
        // relative error is that of a sum, by chance of about that part of F
        double moved = photons * inputs * (Math.sqrt(inputs) + 2) * Precision.FLOAT32.unitRoundoff();
        return of("shot-noise-" + photons, size, new Detection.ShotNoise(photons), 0, 2, Direction.FORWARD,
                new Counts(4 / photons, mostApart(photons * inputs), Math.max(2 * moved, 2.0 / (size[0] * size[2]))));
    }

    /** Small means draw by inversion, where a neighbour comes out; larger ones by rejection, where any count does. */
    private static int mostApart(double largestMean) {
        return largestMean < 10 ? 1 : (int) Math.ceil(10 * Math.sqrt(largestMean));
    }

    static Workload singlePhoton(int[] size, int shots) {
        // a click is a step of 1/shots; a chance errs by less than the field does, twice its rounding
        double moved = shots * 2 * (Math.sqrt(size[1]) + 2) * Precision.FLOAT32.unitRoundoff();
        return of("single-photon", size, new Detection.SinglePhoton(shots), -1, 1, Direction.FORWARD,
                new Codes(1.0 / shots, 1, Math.max(2 * moved, 2.0 / (size[0] * size[2]))));
    }

    static Workload photodiode(int[] size) {
        return photodiode(size, new Detection.Photodiode(1e-6, 0.8, 1e9, 300, 1e4, 1e-9));
    }

    static Workload photodiode(int[] size, Detection.Photodiode diode) {
        return of("photodiode", size, diode, -1, 1, Direction.FORWARD, new DotProducts(size[1]));
    }

    static Workload adjoint(int[] size) {
        return of("shot-noise", size, new Detection.ShotNoise(1), -1, 1, Direction.ADJOINT,
                cotangents -> cancelling(cotangents, size[1]));
    }

    private static Workload of(String name, int[] size, Detection detection, double low, double high,
            Direction direction, Tolerance tolerance) {
        return of(name, size, detection, low, high, direction, in -> tolerance);
    }

    private static Workload of(String name, int[] size, Detection detection, double low, double high,
            Direction direction, Function<Matrix, Tolerance> tolerance) {
        int outputs = size[0];
        int inputs = size[1];
        int batch = size[2];
        String full = "optical-product/" + name + "/" + outputs + "x" + inputs + (batch == 1 ? "" : "/batch" + batch)
                + direction.suffix();
        return new Workload(full, (kernels, precision, arena) -> {
            Matrix w = Seeded.matrix(outputs, inputs, -1, 1, Precision.FLOAT32, 1, arena);
            OpticalProduct spec = new OpticalProduct(w, detection, SEED);
            MatVec plan = kernels.opticalProduct(spec);
            boolean adjoint = direction == Direction.ADJOINT;
            Matrix in = Seeded.matrix(batch, adjoint ? outputs : inputs, low, high, precision, 2, arena);
            Matrix out = Matrix.zeros(batch, adjoint ? inputs : outputs, precision, arena);
            Runnable body = adjoint ? () -> plan.adjoint(in, out) : () -> {
                plan.seek(0);
                plan.multiply(in, out);
            };
            return new Trial(spec.cost(batch, precision), tolerance.apply(in), body, List.of(Output.of("out", out)));
        });
    }

    /** What is shifted off weights up to 1 comes back as the sum of the cotangents of a vector, for every input. */
    private static Cancelling cancelling(Matrix cotangents, int inputs) {
        double square = 0;
        for (int b = 0; b < cotangents.rows(); b++) {
            double sum = 0;
            for (int i = 0; i < cotangents.columns(); i++) {
                sum += cotangents.get(b, i);
            }
            square += sum * sum;
        }
        return new Cancelling(cotangents.columns(), Math.sqrt(inputs * square));
    }
}
