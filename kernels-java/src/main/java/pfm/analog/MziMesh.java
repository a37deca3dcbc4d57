package pfm.analog;

import java.lang.foreign.Arena;
import java.util.List;

import pfm.energy.Cost;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A mesh of Mach–Zehnder interferometers between N modes: a complex N × N matrix made of light that interferes. Each
 * interferometer acts on two neighbouring modes m and m + 1, in the order of {@code tops}, by
 *
 * <pre>{@code
 * B(π/4) diag(e^(iθ), 1) B(π/4) diag(e^(iφ), 1) = i e^(iθ/2) [ e^(iφ) sin(θ/2)   cos(θ/2) ]
 *                                                            [ e^(iφ) cos(θ/2)  -sin(θ/2) ]
 * B(γ) = [ cos γ   i sin γ ]
 *        [ i sin γ   cos γ ]
 * }</pre>
 *
 * that is, an outer phase φ on the upper arm, a splitter, an inner phase θ on the upper arm, a splitter. Then each mode
 * has a phase of its own. θ = π lets light pass, θ = 0 exchanges the modes.
 *
 * <p>Source: Clements, Humphreys, Metcalf, Kolthammer, Walmsley, "Optimal design for universal multiport
 * interferometers", Optica 3, 1460 (2016).
 *
 * @param modes         N
 * @param tops          upper mode of each interferometer, in the order that light meets them
 * @param phases        float64, {@code [1][2·interferometers + N]}: θ of each, φ of each, then those of the modes
 *                      [rad]; read when planned and at reload
 * @param imperfections of the interferometers
 * @param seed          of the imperfections
 */
public record MziMesh(int modes, List<Integer> tops, Matrix phases, MeshImperfections imperfections, long seed) {
    private static final int MOST_MODES = 4096;

    /** Checks ranges and shapes. */
    public MziMesh {
        Require.inRange("modes", 1, MOST_MODES, modes);
        tops = List.copyOf(tops);
        for (int top : tops) {
            Require.inRange("upper mode of an interferometer", 0, modes - 2, top);
        }
        Require.equal("rows of the phases", 1, phases.rows());
        Require.equal("columns of the phases", 2 * tops.size() + modes, phases.columns());
        Require.equal("precision of the phases", Precision.FLOAT64, phases.precision());
        phases.requireFinite("phases");
        Require.given("imperfections", imperfections);
    }

    /**
     * The ideal mesh of a unitary matrix: N(N − 1)/2 interferometers in N columns.
     *
     * @param unitary float64, {@code [N][N]}
     * @throws IllegalArgumentException if it is not unitary to 1e-9
     */
    public static MziMesh of(ComplexMatrix unitary, Arena arena) {
        return of(unitary, MeshLayout.RECTANGLE, arena);
    }

    /** The ideal mesh of a unitary matrix in a layout. Throws as the other. */
    public static MziMesh of(ComplexMatrix unitary, MeshLayout layout, Arena arena) {
        return new MeshDecomposition(unitary).mesh(layout, arena);
    }

    /** This mesh with other imperfections. */
    public MziMesh with(MeshImperfections other, long otherSeed) {
        return new MziMesh(modes, tops, phases, other, otherSeed);
    }

    /** Interferometers. */
    public int interferometers() {
        return tops.size();
    }

    /** θ of an interferometer [rad]. */
    public double theta(int interferometer) {
        return phases.get(0, interferometer);
    }

    /** φ of an interferometer [rad]. */
    public double phi(int interferometer) {
        return phases.get(0, tops.size() + interferometer);
    }

    /** Phase of a mode behind all interferometers [rad]. */
    public double output(int mode) {
        return phases.get(0, 2 * tops.size() + mode);
    }

    /** The work of one run: a complex product. */
    public Cost cost(int batch, Precision precision) {
        double macs = 4.0 * modes * modes * batch;
        return new Cost(2 * macs, 2.0 * precision.bytes() * ((double) modes * modes + 2.0 * modes * batch), 0, macs);
    }
}
