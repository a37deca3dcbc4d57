package pfm.analog;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * The phases of an ideal mesh in a convention of others: the same matrix with the same interferometers. Phases that
 * the other convention cannot make where they are needed are pushed through the interferometers to those of the modes.
 *
 * @param convention  of the phases
 * @param modes       N
 * @param tops        upper mode of each interferometer, in the order that light meets them
 * @param elements    phases of each interferometer, {@code [interferometer][name]} [rad]
 * @param screen      phases of the modes, behind or in front of the interferometers as the convention says [rad]
 */
public record MeshPhases(PhaseConvention convention, int modes, List<Integer> tops, double[][] elements,
        double[] screen) {
    /** Checks shapes. */
    public MeshPhases {
        Require.given("convention", convention);
        tops = List.copyOf(tops);
        Require.equal("interferometers with phases", tops.size(), elements.length);
        for (double[] phases : elements) {
            convention.check(phases);
        }
        Require.equal("phases of the modes", modes, screen.length);
    }

    /** Those of a mesh; its imperfections are left out. */
    public static MeshPhases of(MziMesh mesh, PhaseConvention convention) {
        double[][] elements = new double[mesh.interferometers()][];
        double[] pending = new double[mesh.modes()];
        boolean inFront = convention.screenInFront();
        if (inFront) {
            Arrays.setAll(pending, mesh::output);
        }
        for (int i = 0; i < elements.length; i++) {
            int k = inFront ? elements.length - 1 - i : i;
            double[] arms = arms(pending, mesh.tops().get(k));
            elements[k] = convention.from(mesh.theta(k), mesh.phi(k), arms);
            store(arms, pending, mesh.tops().get(k));
        }
        if (!inFront) {
            Arrays.setAll(pending, m -> pending[m] + mesh.output(m));
        }
        return new MeshPhases(convention, mesh.modes(), mesh.tops(), elements, pending);
    }

    /** The mesh that these phases make, in our convention, without imperfections. */
    public MziMesh mesh(Arena arena) {
        int count = tops.size();
        Matrix phases = Matrix.zeros(1, 2 * count + modes, Precision.FLOAT64, arena);
        double[] pending = convention.screenInFront() ? screen.clone() : new double[modes];
        for (int k = 0; k < count; k++) {
            double[] arms = arms(pending, tops.get(k));
            double[] ours = convention.to(elements[k], arms);
            phases.set(0, k, ours[0]);
            phases.set(0, count + k, ours[1]);
            store(arms, pending, tops.get(k));
        }
        for (int m = 0; m < modes; m++) {
            phases.set(0, 2 * count + m, convention.screenInFront() ? pending[m] : pending[m] + screen[m]);
        }
        return new MziMesh(modes, tops, phases, MeshImperfections.NONE, 0);
    }

    private static double[] arms(double[] pending, int top) {
        return new double[] {pending[top], pending[top + 1]};
    }

    private static void store(double[] arms, double[] pending, int top) {
        pending[top] = arms[0];
        pending[top + 1] = arms[1];
    }
}
