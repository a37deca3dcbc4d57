package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.bindings.Cblas;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.bindings.Cblas.Threads;
import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Output;
import pfm.validation.Seeded;
import pfm.validation.Tolerance;

/**
 * Vectors through a crossbar without converters, {@code Y = X Wᵀ}.
 *
 * @param outputs length of a result
 * @param inputs  length of a vector
 * @param batch   count of vectors
 */
record ProductTask(int outputs, int inputs, int batch) implements Task {
    @Override
    public Tolerance tolerance() {
        return new Tolerance.DotProducts(inputs);
    }

    @Override
    public List<String> libraries() {
        return List.of("openblas", "mkl");
    }

    @Override
    public Candidate by(Kernels kernels, Arena arena) {
        Crossbar spec = spec(arena);
        MatVec plan = kernels.crossbar(spec);
        Precision precision = WaveTask.widest(kernels);
        Matrix x = vectors(precision, arena);
        Matrix y = Matrix.zeros(batch, outputs, precision, arena);
        return new Multiplication(kernels.device(), cost(spec), y, () -> plan.multiply(x, y), kernels::close);
    }

    @Override
    public Candidate by(String library, int threads, Arena arena) {
        Cblas blas = Cblas.Library.valueOf(library.toUpperCase(Locale.ROOT)).open();
        Crossbar spec = spec(arena);
        Operand w = operand(spec.weights());
        Operand x = operand(vectors(Precision.FLOAT32, arena));
        Matrix result = Matrix.zeros(batch, outputs, arena);
        Operand y = operand(result);
        Runnable product = batch == 1
                ? () -> blas.multiply(1, w, Form.PLAIN, x.values(), 0, y.values())
                : () -> blas.multiply(1, x, Form.PLAIN, w, Form.TRANSPOSED, 0, y);
        Threads before = blas.threads(threads);
        return new Multiplication(blas.version() + ", threads: " + threads, cost(spec), result, product,
                before::close);
    }

    private Crossbar spec(Arena arena) {
        return Crossbar.ideal(Seeded.matrix(outputs, inputs, -1, 1, Precision.FLOAT32, 1, arena));
    }

    private Cost cost(Crossbar spec) {
        return spec.cost(batch, Precision.FLOAT32);
    }

    private Matrix vectors(Precision precision, Arena arena) {
        return Seeded.matrix(batch, inputs, -2, 2, precision, 2, arena);
    }

    private static Operand operand(Matrix matrix) {
        return new Operand(matrix.values(), matrix.rows(), matrix.columns());
    }

    /** A product made ready. */
    private record Multiplication(String describe, Cost cost, Matrix y, Runnable body, Runnable release)
            implements Candidate {
        @Override
        public void load() {
            y.values().fill((byte) 0xFF); // NaN
        }

        @Override
        public void run() {
            body.run();
        }

        @Override
        public Output result() {
            return Output.of("y", y.as(y.precision(), Arena.ofAuto()));
        }

        @Override
        public void close() {
            release.run();
        }
    }
}
