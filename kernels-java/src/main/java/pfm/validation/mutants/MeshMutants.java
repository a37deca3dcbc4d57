package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.MeshProduct;
import pfm.analog.MeshImperfections;
import pfm.analog.MziMesh;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Meshes of interferometers with one mistake each. */
final class MeshMutants {
    private MeshMutants() {
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("inner phases of the wrong sign", phases((m, i, p) -> i < m.interferometers() ? -p : p));
        mutants.put("outer phases of the wrong sign", phases((m, i, p) -> isOuter(m, i) ? -p : p));
        mutants.put("inner phases halved", phases((m, i, p) -> i < m.interferometers() ? p / 2 : p));
        mutants.put("phases of the modes forgotten",
                phases((m, i, p) -> i < 2 * m.interferometers() ? p : 0));
        mutants.put("phases of the modes of the wrong sign",
                phases((m, i, p) -> i < 2 * m.interferometers() ? p : -p));
        mutants.put("phases rounded down", phases((m, i, p) -> m.imperfections().phaseBits() == 0 ? p
                : p - Math.PI / (1L << m.imperfections().phaseBits())));
        mutants.put("a bit too few", imperfections(m -> new MeshImperfections(m.insertionLoss(), m.splitterError(),
                m.phaseError(), Math.max(0, m.phaseBits() - 1))));
        mutants.put("loss of the power taken from the amplitude", imperfections(m -> new MeshImperfections(
                2 * m.insertionLoss(), m.splitterError(), m.phaseError(), m.phaseBits())));
        mutants.put("splitters without errors", imperfections(m -> new MeshImperfections(m.insertionLoss(), 0,
                m.phaseError(), m.phaseBits())));
        mutants.put("phases without errors", imperfections(m -> new MeshImperfections(m.insertionLoss(),
                m.splitterError(), 0, m.phaseBits())));
        mutants.put("another seed", device(m -> m.with(m.imperfections(), m.seed() + 1)));
        mutants.put("the last interferometer first", device(MeshMutants::lastFirst));
        mutants.put("loss applied once too few", products(inner -> new TamperedMesh(inner) {
            @Override
            void forward(ComplexMatrix x, ComplexMatrix y) {
                super.forward(x, y);
                times(y, Math.pow(10, spec().imperfections().insertionLoss() / 20));
            }
        }));
        mutants.put("imaginary parts of inputs forgotten", products(inner -> new TamperedMesh(inner) {
            @Override
            void forward(ComplexMatrix x, ComplexMatrix y) {
                super.forward(new ComplexMatrix(x.re(), Matrix.zeros(x.rows(), x.columns(), x.precision(),
                        Arena.ofAuto())), y);
            }
        }));
        mutants.put("adjoint not conjugated", products(inner -> new TamperedMesh(inner) {
            @Override
            void backward(ComplexMatrix y, ComplexMatrix x) {
                super.backward(conjugate(y), x);
                negate(x.im());
            }
        }));
        mutants.put("adjoint runs forward", products(inner -> new TamperedMesh(inner) {
            @Override
            void backward(ComplexMatrix y, ComplexMatrix x) {
                super.forward(y, x);
            }
        }));
        mutants.put("gradient of the conjugate loss", products(inner -> new TamperedMesh(inner) {
            @Override
            protected void runGradient(ComplexMatrix x, ComplexMatrix c, ComplexMatrix adjoint, double[] gradient) {
                super.runGradient(x, conjugate(c), adjoint, gradient);
                super.runAdjoint(c, adjoint);
            }
        }));
        mutants.put("gradient of the outer phases doubled", products(inner -> new TamperedMesh(inner) {
            @Override
            protected void runGradient(ComplexMatrix x, ComplexMatrix c, ComplexMatrix adjoint, double[] gradient) {
                super.runGradient(x, c, adjoint, gradient);
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] *= isOuter(spec(), i) ? 2 : 1;
                }
            }
        }));
        mutants.put("gradient of the last vector left out", products(inner -> new TamperedMesh(inner) {
            @Override
            protected void runGradient(ComplexMatrix x, ComplexMatrix c, ComplexMatrix adjoint, double[] gradient) {
                ComplexMatrix fewer = conjugate(conjugate(c));
                for (int m = 0; m < c.columns(); m++) {
                    fewer.set(c.rows() - 1, m, 0, 0);
                }
                super.runGradient(x, fewer, adjoint, gradient);
                super.runAdjoint(c, adjoint);
            }
        }));
        mutants.put("modes counted from the other end", products(MeshMutants::upsideDown));
        mutants.put("outer phases on the other arm", device(MeshMutants::armsSwapped));
        return mutants;
    }

    private static boolean isOuter(MziMesh mesh, int phase) {
        return phase >= mesh.interferometers() && phase < 2 * mesh.interferometers();
    }

    /** A phase as a function of its number and value. */
    private interface Phase {
        double at(MziMesh mesh, int number, double phase);
    }

    private static UnaryOperator<Kernels> phases(Phase change) {
        return device(m -> {
            Matrix changed = m.phases().as(Precision.FLOAT64, Arena.ofAuto());
            Matrix phases = Matrix.zeros(1, changed.columns(), Precision.FLOAT64, Arena.ofAuto());
            for (int i = 0; i < phases.columns(); i++) {
                phases.set(0, i, change.at(m, i, changed.get(0, i)));
            }
            return new MziMesh(m.modes(), m.tops(), phases, m.imperfections(), m.seed());
        });
    }

    private static UnaryOperator<Kernels> imperfections(UnaryOperator<MeshImperfections> change) {
        return device(m -> m.with(change.apply(m.imperfections()), m.seed()));
    }

    /** The order of interferometers turned by one. */
    private static MziMesh lastFirst(MziMesh m) {
        int count = m.interferometers();
        Matrix phases = Matrix.zeros(1, m.phases().columns(), Precision.FLOAT64, Arena.ofAuto());
        for (int i = 0; i < phases.columns(); i++) {
            phases.set(0, i, m.phases().get(0, i));
        }
        for (int k = 0; k < count; k++) {
            phases.set(0, (k + 1) % count, m.theta(k));
            phases.set(0, count + (k + 1) % count, m.phi(k));
        }
        List<Integer> tops = new ArrayList<>(m.tops());
        Collections.rotate(tops, 1);
        return new MziMesh(m.modes(), tops, phases, m.imperfections(), m.seed());
    }

    /** A phase on the lower arm is its negative on the upper one, and a phase of both, which is pushed on. */
    private static MziMesh armsSwapped(MziMesh m) {
        Matrix phases = Matrix.zeros(1, m.phases().columns(), Precision.FLOAT64, Arena.ofAuto());
        double[] pending = new double[m.modes()];
        for (int k = 0; k < m.interferometers(); k++) {
            int top = m.tops().get(k);
            phases.set(0, k, m.theta(k));
            phases.set(0, m.interferometers() + k, pending[top] - pending[top + 1] - m.phi(k));
            pending[top + 1] += m.phi(k);
            pending[top] = pending[top + 1];
        }
        for (int mode = 0; mode < m.modes(); mode++) {
            phases.set(0, 2 * m.interferometers() + mode, m.output(mode) + pending[mode]);
        }
        return new MziMesh(m.modes(), m.tops(), phases, m.imperfections(), m.seed());
    }

    private static MeshProduct upsideDown(MeshProduct inner) {
        return new TamperedMesh(inner) {
            @Override
            void forward(ComplexMatrix x, ComplexMatrix y) {
                ComplexMatrix turned = ComplexMatrix.zeros(y.rows(), y.columns(), y.precision(), Arena.ofAuto());
                super.forward(reversed(x), turned);
                ComplexMatrix back = reversed(turned);
                y.re().values().copyFrom(back.re().values());
                y.im().values().copyFrom(back.im().values());
            }
        };
    }

    private static ComplexMatrix reversed(ComplexMatrix x) {
        ComplexMatrix turned = ComplexMatrix.zeros(x.rows(), x.columns(), x.precision(), Arena.ofAuto());
        for (int b = 0; b < x.rows(); b++) {
            for (int m = 0; m < x.columns(); m++) {
                turned.set(b, x.columns() - 1 - m, x.re().get(b, m), x.im().get(b, m));
            }
        }
        return turned;
    }

    private static ComplexMatrix conjugate(ComplexMatrix x) {
        ComplexMatrix other = reversed(reversed(x));
        negate(other.im());
        return other;
    }

    private static void negate(Matrix x) {
        for (int b = 0; b < x.rows(); b++) {
            for (int m = 0; m < x.columns(); m++) {
                x.set(b, m, -x.get(b, m));
            }
        }
    }

    private static void times(ComplexMatrix y, double factor) {
        for (int b = 0; b < y.rows(); b++) {
            for (int m = 0; m < y.columns(); m++) {
                y.set(b, m, factor * y.re().get(b, m), factor * y.im().get(b, m));
            }
        }
    }

    private static UnaryOperator<Kernels> device(UnaryOperator<MziMesh> change) {
        return right -> new Tampered(right) {
            @Override
            MziMesh instead(MziMesh spec) {
                return change.apply(spec);
            }
        };
    }

    private static UnaryOperator<Kernels> products(UnaryOperator<MeshProduct> change) {
        return right -> new Tampered(right) {
            @Override
            public MeshProduct mziMesh(MziMesh spec) {
                return change.apply(super.mziMesh(spec));
            }
        };
    }
}
