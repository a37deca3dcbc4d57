package pfm.validation;

import java.util.ArrayList;
import java.util.List;

import pfm.MatrixMeshProduct;
import pfm.MeshProduct;
import pfm.analog.MatrixMesh;
import pfm.analog.MeshImperfections;
import pfm.analog.MeshLayout;
import pfm.analog.MziMesh;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Closed forms of meshes: one interferometer, the Fourier transform, what is lost on the way, singular vectors. */
final class MeshForms {
    private static final int N = 12;

    private MeshForms() {
    }

    static List<ClosedForm> all() {
        return List.of(new ClosedForm("interferometer", MeshForms::interferometer),
                new ClosedForm("fourier-mesh", MeshForms::fourier), new ClosedForm("loss-of-a-mesh", MeshForms::loss),
                new ClosedForm("matrix-of-meshes", MeshForms::matrix));
    }

    private static double unit(Setting s) {
        return s.precision().unitRoundoff();
    }

    /** Light that enters above leaves above with the power sin²(θ/2), below with cos²(θ/2). */
    private static List<Finding> interferometer(Setting s) {
        List<Finding> findings = new ArrayList<>();
        for (double theta : new double[] {0, 1, 2.5, Math.PI}) {
            Matrix phases = Matrix.zeros(1, 4, Precision.FLOAT64, s.arena());
            phases.set(0, 0, theta);
            phases.set(0, 1, 0.7);
            phases.set(0, 2, -0.3);
            ComplexMatrix y = multiply(s, new MziMesh(2, List.of(0), phases, MeshImperfections.NONE, 0), 1);
            double bar = Math.pow(y.re().get(0, 0), 2) + Math.pow(y.im().get(0, 0), 2);
            double cross = Math.pow(y.re().get(0, 1), 2) + Math.pow(y.im().get(0, 1), 2);
            String reason = "6 u: entries of modulus below 1, their squares, a sum";
            findings.add(new Finding("bar power for θ = " + theta, Math.pow(Math.sin(theta / 2), 2), bar, 6 * unit(s),
                    reason));
            findings.add(new Finding("cross power for θ = " + theta, Math.pow(Math.cos(theta / 2), 2), cross,
                    6 * unit(s), reason));
            // φ - 0.3 + the phase of i e^(iθ/2) sin(θ/2)
            if (theta == 1) {
                findings.add(new Finding("phase of the bar", 0.7 - 0.3 + Math.PI / 2 + 0.5,
                        Math.atan2(y.im().get(0, 0), y.re().get(0, 0)), 6 * unit(s), "u of a phase near 2"));
            }
        }
        return findings;
    }

    /** The mesh of the Fourier matrix turns the k-th unit vector into {@code e^(-2πi jk/N)/√N}. */
    private static List<Finding> fourier(Setting s) {
        ComplexMatrix u = ComplexMatrix.zeros(N, N, Precision.FLOAT64, s.arena());
        for (int j = 0; j < N; j++) {
            for (int k = 0; k < N; k++) {
                double angle = -2 * Math.PI * (j * k % N) / N;
                u.set(j, k, Math.cos(angle) / Math.sqrt(N), Math.sin(angle) / Math.sqrt(N));
            }
        }
        ComplexMatrix y = multiply(s, MziMesh.of(u, s.arena()), N);
        double worst = 0;
        for (int k = 0; k < N; k++) {
            for (int j = 0; j < N; j++) {
                worst = Math.max(worst, Math.hypot(y.re().get(k, j) - u.re().get(j, k),
                        y.im().get(k, j) - u.im().get(j, k)));
            }
        }
        return List.of(new Finding("largest distance from the Fourier transform", 0, worst,
                2 * unit(s) / Math.sqrt(N) + 1e-14 * N, "u of an entry, and the decomposition"));
    }

    /** All light passes as many interferometers: five columns on the same pairs of modes. */
    private static List<Finding> loss(Setting s) {
        double decibels = 0.3;
        int columns = 5;
        List<Integer> tops = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            for (int top = 0; top < N; top += 2) {
                tops.add(top);
            }
        }
        Matrix phases = Seeded.matrix(1, 2 * tops.size() + N, 0, 6, Precision.FLOAT64, 9, s.arena());
        MziMesh mesh = new MziMesh(N, tops, phases, new MeshImperfections(decibels, 0.1, 0.1, 4), 2);
        ComplexMatrix y = multiply(s, mesh, N);
        double power = 0;
        for (int k = 0; k < N; k++) {
            for (int j = 0; j < N; j++) {
                power += Math.pow(y.re().get(k, j), 2) + Math.pow(y.im().get(k, j), 2);
            }
        }
        return List.of(new Finding("power behind 5 columns of 0.3 dB", Math.pow(10, -decibels * columns / 10),
                power / N, 4 * unit(s) + 1e-14,
                "u of the entries and of their squares; errors of splitters and phases lose none"));
    }

    /** {@code W = Σ_k σ_k u_k v_k*} with vectors of Fourier and σ = 6 … 1 makes σ_l u_l of v_l, and W* the reverse. */
    private static List<Finding> matrix(Setting s) {
        int rows = 6;
        int columns = 9;
        ComplexMatrix w = ComplexMatrix.zeros(rows, columns, Precision.FLOAT64, s.arena());
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < rows; k++) {
                    double angle = 2 * Math.PI * k * ((double) i / rows - (double) j / columns);
                    re += (rows - k) * Math.cos(angle) / Math.sqrt(rows * columns);
                    im += (rows - k) * Math.sin(angle) / Math.sqrt(rows * columns);
                }
                w.set(i, j, re, im);
            }
        }
        MatrixMesh mesh = MatrixMesh.of(w, MeshLayout.TRIANGLE, s.arena());
        MatrixMeshProduct plan = new MatrixMeshProduct(mesh, s.kernels());
        ComplexMatrix left = fourierVectors(s, rows, rows);
        ComplexMatrix right = fourierVectors(s, rows, columns);
        ComplexMatrix y = ComplexMatrix.zeros(rows, rows, s.precision(), s.arena());
        ComplexMatrix x = ComplexMatrix.zeros(rows, columns, s.precision(), s.arena());
        plan.multiply(right, y);
        plan.adjoint(left, x);
        double bound = 3 * (rows + columns) * unit(s) * rows + 1e-13;
        String reason = "roundings of three products of at most 9 terms, with the scale; the decomposition";
        double worst = 0;
        for (int k = 0; k < rows; k++) {
            worst = Math.max(worst, Math.abs(mesh.scale() * mesh.gains().get(0, k) - (rows - k)));
        }
        return List.of(new Finding("largest error of a singular value", 0, worst, 1e-13, "float64, 6 × 9"),
                new Finding("W v_l - σ_l u_l", 0, distance(y, left), bound, reason),
                new Finding("W* u_l - σ_l v_l", 0, distance(x, right), bound, reason));
    }

    /** {@code e^(2πi jl/n)/√n} for the first l. */
    private static ComplexMatrix fourierVectors(Setting s, int count, int n) {
        ComplexMatrix vectors = ComplexMatrix.zeros(count, n, s.precision(), s.arena());
        for (int l = 0; l < count; l++) {
            for (int j = 0; j < n; j++) {
                double angle = 2 * Math.PI * (j * l % n) / n;
                vectors.set(l, j, Math.cos(angle) / Math.sqrt(n), Math.sin(angle) / Math.sqrt(n));
            }
        }
        return vectors;
    }

    /** Of the rows from those of the other matrix, times 6 … 1. */
    private static double distance(ComplexMatrix made, ComplexMatrix expected) {
        double worst = 0;
        for (int l = 0; l < made.rows(); l++) {
            double sigma = made.rows() - l;
            for (int j = 0; j < made.columns(); j++) {
                worst = Math.max(worst, Math.hypot(made.re().get(l, j) - sigma * expected.re().get(l, j),
                        made.im().get(l, j) - sigma * expected.im().get(l, j)));
            }
        }
        return worst;
    }

    /** The mesh times the first unit vectors. */
    private static ComplexMatrix multiply(Setting s, MziMesh mesh, int vectors) {
        MeshProduct plan = s.kernels().mziMesh(mesh);
        ComplexMatrix x = ComplexMatrix.zeros(vectors, mesh.modes(), s.precision(), s.arena());
        for (int k = 0; k < vectors; k++) {
            x.set(k, k, 1, 0);
        }
        ComplexMatrix y = ComplexMatrix.zeros(vectors, mesh.modes(), s.precision(), s.arena());
        plan.multiply(x, y);
        return y;
    }
}
