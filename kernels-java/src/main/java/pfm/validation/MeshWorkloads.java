package pfm.validation;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import pfm.MeshProduct;
import pfm.analog.MeshImperfections;
import pfm.analog.MziMesh;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Tolerance.Cancelling;
import pfm.validation.Tolerance.DotProducts;

/** Builds workloads of meshes: rectangular, of random phases, complex vectors in (−1, 1). */
final class MeshWorkloads {
    private static final MeshImperfections REAL = new MeshImperfections(0.1, 0.02, 0.01, 8);

    private MeshWorkloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int modes : new int[] {1, 2, 3, 7, 16, 17, 64, 101}) {
            int batch = modes % 2 == 0 ? 1 : 5;
            for (Direction direction : List.of(Direction.FORWARD, Direction.ADJOINT, Direction.GRADIENT)) {
                all.add(of("ideal", modes, batch, MeshImperfections.NONE, direction));
            }
        }
        for (Direction direction : List.of(Direction.FORWARD, Direction.ADJOINT, Direction.GRADIENT)) {
            all.add(of("imperfect", 33, 300, REAL, direction));
        }
        return all;
    }

    /** What backends are compared on. */
    static Workload typical(int modes) {
        return of("ideal", modes, 64, MeshImperfections.NONE, Direction.FORWARD);
    }

    /** N columns of interferometers, on even and odd pairs of modes by turns. */
    static List<Integer> rectangle(int modes) {
        List<Integer> tops = new ArrayList<>();
        for (int column = 0; column < modes; column++) {
            for (int top = column % 2; top < modes - 1; top += 2) {
                tops.add(top);
            }
        }
        return tops;
    }

    private static MziMesh mesh(int modes, List<Integer> tops, MeshImperfections imperfections, long seed,
            Arena arena) {
        Matrix phases = Seeded.matrix(1, 2 * tops.size() + modes, 0, 6, Precision.FLOAT64, seed, arena);
        return new MziMesh(modes, tops, phases, imperfections, seed);
    }

    static ComplexMatrix vectors(int batch, int modes, Precision precision, long seed, Arena arena) {
        return new ComplexMatrix(Seeded.matrix(batch, modes, -1, 1, precision, seed, arena),
                Seeded.matrix(batch, modes, -1, 1, precision, seed + 1, arena));
    }

    private static Workload of(String name, int modes, int batch, MeshImperfections imperfections,
            Direction direction) {
        return of(name, modes, batch, MeshWorkloads::rectangle, imperfections, direction);
    }

    /**
     * A workload.
     *
     * @param layout the upper modes of interferometers, from the count of modes
     */
    static Workload of(String name, int modes, int batch, IntFunction<List<Integer>> layout,
            MeshImperfections imperfections, Direction direction) {
        String full = "mzi-mesh/" + name + "/" + modes + (batch == 1 ? "" : "/batch" + batch) + direction.suffix();
        return new Workload(full, (kernels, precision, arena) -> {
            MziMesh spec = mesh(modes, layout.apply(modes), imperfections, 3, arena);
            MeshProduct plan = kernels.mziMesh(spec);
            ComplexMatrix in = vectors(batch, modes, precision, 5, arena);
            ComplexMatrix out = ComplexMatrix.zeros(batch, modes, precision, arena);
            if (direction != Direction.GRADIENT) {
                Runnable body = direction == Direction.ADJOINT ? () -> plan.adjoint(in, out)
                        : () -> plan.multiply(in, out);
                return new Trial(spec.cost(batch, precision), new DotProducts(2L * modes), body,
                        List.of(Output.of("out", out)));
            }
            ComplexMatrix cotangent = vectors(batch, modes, precision, 7, arena);
            Matrix gradient = Matrix.zeros(1, spec.phases().columns(), Precision.FLOAT64, arena);
            // a derivative passes up to 2N interferometers, each with 8 roundings, beside what the adjoint needs
            Tolerance tolerance = new Cancelling(16L * modes, terms(in, cotangent, gradient.columns()));
            return new Trial(spec.cost(batch, precision).times(2), tolerance, () -> {
                gradient.values().fill((byte) 0);
                plan.gradient(in, cotangent, out, gradient);
            }, List.of(Output.of("adjoint", out), Output.of("gradient", gradient)));
        });
    }

    /** The norm of derivatives by so many phases, each a sum of xc* over vectors, if no terms cancel or add up. */
    private static double terms(ComplexMatrix x, ComplexMatrix c, int phases) {
        double square = 0;
        for (int b = 0; b < x.rows(); b++) {
            for (int m = 0; m < x.columns(); m++) {
                double size = Math.hypot(x.re().get(b, m), x.im().get(b, m))
                        * Math.hypot(c.re().get(b, m), c.im().get(b, m));
                square += size * size;
            }
        }
        return Math.sqrt(square * phases / x.columns());
    }
}
