package pfm.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.analog.Detection;
import pfm.analog.MatrixMesh;
import pfm.analog.MeshImperfections;
import pfm.analog.MeshLayout;
import pfm.analog.OpticalProduct;
import pfm.energy.Activity;
import pfm.field.Matrix;
import pfm.io.JsonSection;
import pfm.io.MalformedFileException;
import pfm.quantity.Require;

/**
 * An optical product without its weights, as a JSON file describes it, {@code {"detection": {"photons": 5}}}: with
 * {@code photons} for shot noise, {@code shots} for single photons, or the values of a photodiode; with {@code mesh},
 * weights are two meshes of interferometers with attenuators between ({@link MatrixMesh}), and results the real parts
 * of fields, which a detection sees, or, without one, an ideal homodyne detector.
 *
 * @param detection how results are measured
 * @param mesh      that weights are made of
 * @param seed      of the noise and of the errors of the mesh
 */
public record OpticalDevice(Optional<Detection> detection, Optional<Mesh> mesh, long seed) {
    private static final String DETECTION = "detection";
    private static final String MESH = "mesh";

    /**
     * Meshes for any weights.
     *
     * @param layout        of both
     * @param imperfections of both, the second with errors of its own
     * @param calibrated    whether light is made stronger, by the one factor that brings the matrix nearest to the
     *                      weights (least squares), so that loss on the way does not make results small
     */
    public record Mesh(MeshLayout layout, MeshImperfections imperfections, boolean calibrated) {
        /** Checks that both are given. */
        public Mesh {
            Require.given("layout", layout);
            Require.given("imperfections", imperfections);
        }
    }

    /** Refuses what is no device. */
    public OpticalDevice {
        if (detection.isEmpty() && mesh.isEmpty()) {
            throw new IllegalArgumentException("optical device must have a detection or a mesh, had neither");
        }
        if (mesh.isPresent() && detection.isPresent() && detection.get() instanceof Detection.ShotNoise) {
            throw new IllegalArgumentException("detection behind a mesh must be one of fields (shots or watts, or"
                    + " none), was photons, intensities which do not interfere; leave out one of the two");
        }
    }

    /** A device without a mesh. */
    public OpticalDevice(Detection detection, long seed) {
        this(Optional.of(detection), Optional.empty(), seed);
    }

    /** Whether a file describes an optical product rather than a crossbar. */
    public static boolean isIn(JsonSection device) {
        return device.has(DETECTION) || device.has(MESH);
    }

    /** Reads a file. */
    public static OpticalDevice read(Path file) throws IOException {
        return of(JsonSection.read(file));
    }

    /**
     * Reads a text.
     *
     * @param source its name, for messages
     */
    public static OpticalDevice parse(String text, String source) throws MalformedFileException {
        return of(JsonSection.parse(text, source));
    }

    private static OpticalDevice of(JsonSection device) {
        Optional<Mesh> mesh = device.has(MESH) ? Optional.of(mesh(device.section(MESH))) : Optional.empty();
        Optional<Detection> detection = mesh.isPresent() && !device.has(DETECTION) ? Optional.empty()
                : Optional.of(detection(device));
        int seed = device.integer("seed", 0, Integer.MAX_VALUE, 0);
        device.end();
        return new OpticalDevice(detection, mesh, seed);
    }

    private static Mesh mesh(JsonSection given) {
        String layout = given.word("layout", List.of("rectangle", "triangle"), "rectangle");
        Mesh mesh = new Mesh(layout.equals("triangle") ? MeshLayout.TRIANGLE : MeshLayout.RECTANGLE,
                new MeshImperfections(given.number("insertionLoss", 0, 100, 0), given.number("splitterError", 0, 1, 0),
                        given.number("phaseError", 0, 10, 0), given.integer("phaseBits", 0, 32, 0)),
                given.flag("calibrated", false));
        given.end();
        return mesh;
    }

    private static Detection detection(JsonSection device) {
        JsonSection given = device.section(DETECTION);
        boolean photons = given.has("photons");
        boolean shots = given.has("shots");
        boolean watts = given.has("watts");
        if ((photons ? 1 : 0) + (shots ? 1 : 0) + (watts ? 1 : 0) != 1) {
            throw new IllegalArgumentException(device.name(DETECTION)
                    + " must have one of photons (shot noise), shots (single photons) and watts (photodiode)");
        }
        Detection detection = photons ? new Detection.ShotNoise(given.number("photons", 1e-9, 1e6, 1))
                : shots ? new Detection.SinglePhoton(given.integer("shots", 1, 255, 1)) : photodiode(given);
        given.end();
        return detection;
    }

    private static Detection photodiode(JsonSection given) {
        return new Detection.Photodiode(given.number("watts", 1e-18, 1e3, 1e-6),
                given.number("responsivity", 1e-6, 100, 1), given.number("bandwidth", 1e-3, 1e15, 1e9),
                given.number("temperature", 0, 1e4, 300), given.number("load", 1e-3, 1e15, 1e4),
                given.number("darkCurrent", 0, 1, 0));
    }

    /**
     * The matrix that light is multiplied by: the weights themselves, or the real part of what meshes make of them.
     *
     * @param weights {@code [outputs][inputs]}, finite
     * @return in the precision of the weights
     */
    public Matrix acting(Matrix weights) {
        if (mesh.isEmpty()) {
            return weights;
        }
        try (Arena arena = Arena.ofShared()) {
            Matrix made = MatrixMesh.of(weights, mesh.get().layout(), arena).with(mesh.get().imperfections(), seed)
                    .effective(arena).re();
            double factor = mesh.get().calibrated() ? nearest(made, weights) : 1;
            Matrix acting = Matrix.zeros(made.rows(), made.columns(), weights.precision(), Arena.ofAuto());
            for (int i = 0; i < made.rows(); i++) {
                for (int j = 0; j < made.columns(); j++) {
                    acting.set(i, j, factor * made.get(i, j));
                }
            }
            return acting;
        }
    }

    /** The c ≥ 0 for which {@code ‖c·made − wanted‖} is least; 1 where nothing was made, or the opposite. */
    private static double nearest(Matrix made, Matrix wanted) {
        double product = 0;
        double square = 0;
        for (int i = 0; i < made.rows(); i++) {
            for (int j = 0; j < made.columns(); j++) {
                product += made.get(i, j) * wanted.get(i, j);
                square += made.get(i, j) * made.get(i, j);
            }
        }
        return product > 0 ? product / square : 1;
    }

    /** Plans the product with {@link #acting}, of which the plan is made. */
    public MatVec plan(Matrix acting, Kernels kernels) {
        return detection.isPresent() ? kernels.opticalProduct(of(acting)) : kernels.crossbar(Crossbar.ideal(acting));
    }

    /**
     * What the device does for a batch.
     *
     * @param exact results of {@link #acting} without noise, {@code [batch][outputs]}
     */
    public Activity activity(Matrix acting, Matrix exact) {
        return detection.isPresent() ? of(acting).activity(exact)
                : Crossbar.ideal(acting).activity(exact.rows(), 0);
    }

    private OpticalProduct of(Matrix acting) {
        return new OpticalProduct(acting, detection.orElseThrow(), seed);
    }
}
