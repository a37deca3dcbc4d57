package pfm.analog;

import java.util.List;

import pfm.quantity.Require;

/**
 * What others call the phases of an interferometer, as matrices that act on a column of the fields of modes m and
 * m + 1. Ours, that of {@link MziMesh}, is {@code M = i e^(iθ/2) [e^(iφ) s, c; e^(iφ) c, -s]} with
 * {@code s = sin(θ/2), c = cos(θ/2)}, and phases behind the mesh. {@link MeshPhases} converts whole meshes.
 *
 * <p>The definitions were read in the paper and in the sources named; none of the other programs was run. How those
 * programs pack phases into arrays is not part of this: interferometers come in the order that light meets them.
 */
public sealed interface PhaseConvention {
    /** Names of the phases of an interferometer, in their order. */
    List<String> names();

    /** Whether the modes have their phases in front of the interferometers instead of behind. */
    default boolean screenInFront() {
        return false;
    }

    /**
     * The matrix of an interferometer.
     *
     * @param phases in the order of {@link #names} [rad]
     * @return row by row, real part first: eight numbers
     */
    double[] matrix(double... phases);

    /**
     * The phases that do what ours do.
     *
     * @param pending phases on the two arms in front of ours, which become those behind it; the other way round if
     *                phases of modes stand in front
     */
    double[] from(double theta, double phi, double[] pending);

    /**
     * Our θ and φ for the phases of this convention.
     *
     * @param pending phases on the two arms in front, which become those behind
     */
    double[] to(double[] phases, double[] pending);

    /** Checks the count of phases of an interferometer. */
    default void check(double[] phases) {
        Require.equal("phases of an interferometer, " + names() + ",", names().size(), phases.length);
    }

    /**
     * {@code T(θ, φ) = [e^(iφ) cos θ, -sin θ; e^(iφ) sin θ, cos θ]}, phases of the modes behind.
     * {@code M(θ, φ) = -i e^(iθ/2) T(π/2 - θ/2, φ + π)}.
     *
     * <p>Source: Clements et al., Optica 3, 1460 (2016), equation 1.
     */
    record Clements() implements PhaseConvention {
        @Override
        public List<String> names() {
            return List.of("theta", "phi");
        }

        @Override
        public double[] matrix(double... phases) {
            check(phases);
            double s = Math.sin(phases[0]);
            double c = Math.cos(phases[0]);
            double re = Math.cos(phases[1]);
            double im = Math.sin(phases[1]);
            return new double[] {c * re, c * im, -s, 0, s * re, s * im, c, 0};
        }

        @Override
        public double[] from(double theta, double phi, double[] pending) {
            double outer = phi + pending[0] - pending[1] + Math.PI;
            set(pending, pending[1] + (theta - Math.PI) / 2, 0);
            return new double[] {(Math.PI - theta) / 2, wrapped(outer)};
        }

        @Override
        public double[] to(double[] phases, double[] pending) {
            check(phases);
            double outer = phases[1] + pending[0] - pending[1] - Math.PI;
            set(pending, pending[1] + phases[0], 0); // i e^(-iθ/2) with our θ = π - 2 phases[0]
            return new double[] {Math.PI - 2 * phases[0], wrapped(outer)};
        }
    }

    /**
     * {@code e^(iκ) T(θ, φ)} with T of {@link Clements}: arms are waveguides that turn light by κ. Networks there lead
     * modes that pass no interferometer through waveguides of the same κ, which are not counted here; they change
     * nothing where κ is a multiple of 2π.
     *
     * <p>Source: photontorch, scattering matrix of {@code Mzi} (ports 0 to 1 and 3 to 2 are the modes m and m + 1, as
     * {@code ClementsNxN} connects them), commit 4e42d72; its losses are not converted.
     *
     * @param arm κ, {@code 2π n L/λ} of a waveguide with index n and length L [rad]
     */
    record Photontorch(double arm) implements PhaseConvention {
        private static final Clements LIKE = new Clements();

        /** Checks the range. */
        public Photontorch {
            Require.inRange("phase of an arm", -1e9, 1e9, "rad", arm);
        }

        @Override
        public List<String> names() {
            return LIKE.names();
        }

        @Override
        public double[] matrix(double... phases) {
            double[] e = LIKE.matrix(phases);
            double c = Math.cos(arm);
            double s = Math.sin(arm);
            for (int i = 0; i < e.length; i += 2) {
                double re = e[i];
                e[i] = c * re - s * e[i + 1];
                e[i + 1] = s * re + c * e[i + 1];
            }
            return e;
        }

        @Override
        public double[] from(double theta, double phi, double[] pending) {
            double[] phases = LIKE.from(theta, phi, pending);
            set(pending, pending[1] - arm, 0);
            return phases;
        }

        @Override
        public double[] to(double[] phases, double[] pending) {
            double[] ours = LIKE.to(phases, pending);
            set(pending, pending[1] + arm, 0);
            return ours;
        }
    }

    /**
     * Four phases, {@code B diag(e^(iω_p), e^(iω_w)) B diag(e^(iθ_t), e^(iθ_l))} with the splitter B of ours, that is
     * {@code i e^(i(ω_p + ω_w)/2) [s, c; c, -s] diag(e^(iθ_t), e^(iθ_l))} with the sine and cosine of
     * {@code (ω_p - ω_w)/2}; phases of the modes behind. Of the phases that do the same, those are made that it makes
     * itself, {@code ω_p + ω_w = 2π}: then no phase is pushed on. For real matrices, all that it decomposes, θ_t = π/2
     * and θ_l = 3π/2 give rotations.
     *
     * <p>Source: pytorch-onn, {@code ComplexUnitaryDecomposerBatch.reconstruct_clements}, commit 42304e8, where it
     * multiplies a phase of only the first mode behind; its {@code RealUnitaryDecomposerBatch} has plain rotations.
     */
    record PytorchOnn() implements PhaseConvention {
        @Override
        public List<String> names() {
            return List.of("theta_t", "theta_l", "omega_p", "omega_w");
        }

        @Override
        public double[] matrix(double... phases) {
            check(phases);
            double half = (phases[2] - phases[3]) / 2;
            double common = (phases[2] + phases[3] + Math.PI) / 2;
            double s = Math.sin(half);
            double c = Math.cos(half);
            double upRe = Math.cos(phases[0] + common);
            double upIm = Math.sin(phases[0] + common);
            double lowRe = Math.cos(phases[1] + common);
            double lowIm = Math.sin(phases[1] + common);
            return new double[] {s * upRe, s * upIm, c * lowRe, c * lowIm, c * upRe, c * upIm, -s * lowRe, -s * lowIm};
        }

        @Override
        public double[] from(double theta, double phi, double[] pending) {
            double lower = pending[1] + theta / 2 - Math.PI;
            double upper = lower + phi + pending[0] - pending[1];
            set(pending, 0, 0);
            return new double[] {wrapped(upper), wrapped(lower), Math.PI + theta / 2, Math.PI - theta / 2};
        }

        @Override
        public double[] to(double[] phases, double[] pending) {
            check(phases);
            double outer = phases[0] + pending[0] - phases[1] - pending[1];
            set(pending, pending[1] + phases[1] + phases[3], 0); // (ω_p + ω_w)/2 - θ/2 = ω_w
            return new double[] {phases[2] - phases[3], wrapped(outer)};
        }
    }

    /**
     * {@code i [e^(iφ) s, e^(iφ) c; c, -s]}, sine and cosine of θ/2, phases γ of the modes in front. This is the
     * transpose of the matrix in its documentation (Bloch basis, the default: inner phases ±θ/2; splitters, not
     * Hadamard), because layers there multiply rows from the right: φ comes behind the splitters.
     *
     * <p>Source: neurophox, {@code BlochMZI}, {@code MeshNumpyLayer.transform}, commit 04c75b4. In the single-mode
     * basis its formula has {@code e^(-iθ/2)} and its code {@code e^(iθ/2)}; that basis is not converted.
     */
    record Neurophox() implements PhaseConvention {
        @Override
        public List<String> names() {
            return List.of("theta", "phi");
        }

        @Override
        public boolean screenInFront() {
            return true;
        }

        @Override
        public double[] matrix(double... phases) {
            check(phases);
            double s = Math.sin(phases[0] / 2);
            double c = Math.cos(phases[0] / 2);
            double re = Math.cos(phases[1]);
            double im = Math.sin(phases[1]);
            return new double[] {-s * im, s * re, -c * im, c * re, 0, c, 0, -s};
        }

        @Override
        public double[] from(double theta, double phi, double[] pending) {
            double outer = pending[0] - pending[1];
            set(pending, pending[1] + theta / 2, phi);
            return new double[] {theta, wrapped(outer)};
        }

        @Override
        public double[] to(double[] phases, double[] pending) {
            check(phases);
            double outer = pending[0] - pending[1];
            set(pending, pending[1] - phases[0] / 2, phases[1]);
            return new double[] {phases[0], wrapped(outer)};
        }
    }

    /** The phase in [−π, π] that differs by turns: sums along a mesh would lose digits. */
    private static double wrapped(double phase) {
        return Math.IEEEremainder(phase, 2 * Math.PI);
    }

    private static void set(double[] pending, double common, double upper) {
        pending[0] = wrapped(common + upper);
        pending[1] = wrapped(common);
    }
}
