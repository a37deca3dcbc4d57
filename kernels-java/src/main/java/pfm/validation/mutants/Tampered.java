package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.MeshProduct;
import pfm.Propagator;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.analog.MziMesh;
import pfm.analog.OpticalProduct;
import pfm.field.Field;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** Kernels that are right but for what a subclass breaks. */
class Tampered implements Kernels {
    private final Kernels right;

    Tampered(Kernels right) {
        this.right = right;
    }

    /** What is planned instead. */
    AngularSpectrum instead(AngularSpectrum spec) {
        return spec;
    }

    /** What is planned instead. */
    SplitStep instead(SplitStep spec) {
        return spec;
    }

    /** What is planned instead. */
    Crossbar instead(Crossbar spec) {
        return spec;
    }

    /** Computes the field of a forward run. */
    void forward(Propagator propagator, Field in, Field out) {
        propagator.propagate(in, out);
    }

    /** Computes the field of an adjoint run. */
    void adjoint(Propagator propagator, Field in, Field out) {
        propagator.adjoint(in, out);
    }

    /** Computes a gradient. */
    void gradient(MediumPropagator propagator, Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
        propagator.gradient(in, cotangent, adjoint, gradient);
    }

    /** Computes a product. */
    void multiply(MatVec product, Matrix x, Matrix y) {
        product.multiply(x, y);
    }

    @Override
    public final Propagator angularSpectrum(AngularSpectrum spec) {
        Propagator inner = right.angularSpectrum(instead(spec));
        return new Propagator(spec.grid(), Arena.global().scope(), precisions()) {
            @Override
            protected void run(Field in, Field out) {
                forward(inner, in, out);
            }

            @Override
            protected void runAdjoint(Field in, Field out) {
                Tampered.this.adjoint(inner, in, out);
            }
        };
    }

    @Override
    public final MediumPropagator splitStep(SplitStep spec) {
        MediumPropagator inner = right.splitStep(instead(spec));
        return new MediumPropagator(spec, Arena.global().scope(), precisions()) {
            @Override
            protected void run(Field in, Field out) {
                forward(inner, in, out);
            }

            @Override
            protected void runAdjoint(Field in, Field out) {
                Tampered.this.adjoint(inner, in, out);
            }

            @Override
            protected void runReload() {
                inner.reload();
            }

            @Override
            protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
                Tampered.this.gradient(inner, in, cotangent, adjoint, gradient);
            }
        };
    }

    @Override
    public CrossbarProduct crossbar(Crossbar spec) {
        CrossbarProduct inner = right.crossbar(instead(spec));
        return new CrossbarProduct(spec, new EffectiveWeights(spec, Arena.ofAuto()), Arena.global().scope(),
                precisions()) {
            @Override
            protected void run(Matrix x, Matrix y) {
                inner.seek(firstVector());
                Tampered.this.multiply(inner, x, y);
            }

            @Override
            protected void runAdjoint(Matrix y, Matrix x) {
                inner.adjoint(y, x);
            }

            @Override
            protected void load(Matrix effective) {
                inner.reload();
            }
        };
    }

    /** The product of light that is planned instead. */
    OpticalProduct instead(OpticalProduct spec) {
        return spec;
    }

    @Override
    public final MatVec opticalProduct(OpticalProduct spec) {
        MatVec inner = right.opticalProduct(instead(spec));
        return new MatVec(spec.outputs(), spec.inputs(), Arena.global().scope(), precisions()) {
            @Override
            protected void run(Matrix x, Matrix y) {
                inner.seek(firstVector());
                Tampered.this.multiply(inner, x, y);
            }

            @Override
            protected void runAdjoint(Matrix y, Matrix x) {
                inner.adjoint(y, x);
            }

            @Override
            protected void runReload() {
                inner.reload();
            }
        };
    }

    @Override
    public MeshProduct mziMesh(MziMesh spec) {
        return right.mziMesh(instead(spec));
    }

    /** The mesh that is planned instead. */
    MziMesh instead(MziMesh spec) {
        return spec;
    }

    @Override
    public String device() {
        return "tampered " + right.device();
    }

    @Override
    public Tuning tuning() {
        return right.tuning();
    }

    @Override
    public Set<Precision> precisions() {
        return right.precisions();
    }

    @Override
    public void close() {
        // the right kernels are closed by who opened them
    }

    /** A sample as a function of what is right. */
    interface Change {
        /** Real and imaginary part. */
        double[] of(double re, double im);
    }

    /** Changes every complex sample of a field. */
    static void map(Field field, Change change) {
        for (int item = 0; item < field.batch(); item++) {
            for (int y = 0; y < field.grid().ny(); y++) {
                for (int x = 0; x < field.grid().nx(); x++) {
                    double[] u = change.of(field.re(item, y, x), field.im(item, y, x));
                    field.set(item, y, x, u[0], u[1]);
                }
            }
        }
    }
}
