package pfm.validation;

import static pfm.quantity.Units.cm;
import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import pfm.field.Grid;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.tuning.Family;

/**
 * The catalogue of workloads: every kernel, way to specify it and direction, at sizes that catch a wrong edge
 * (smallest, oblong, one row, one column, a vector's lanes ± 1, odd, primes, batches) and at sizes of real use.
 */
public final class Workloads {
    /** Columns and rows. */
    private static final int[][] EDGES = {{2, 2}, {1, 37}, {64, 1}, {48, 20}, {7, 9}, {15, 17}, {17, 15}, {31, 33},
        {33, 31}, {45, 35}, {13, 11}, {101, 97}, {128, 64}};

    private static final Pattern SEEDED = Pattern.compile("(.*)/seed=(-?[0-9]{1,18})");

    private Workloads() {
    }

    /** Every workload, in the order of the kernels in {@link pfm.Kernels}. */
    public static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        addAngularSpectra(all);
        addSplitSteps(all);
        all.addAll(CrossbarWorkloads.all());
        all.addAll(OpticalWorkloads.all());
        all.addAll(MeshWorkloads.all());
        return List.copyOf(all);
    }

    /** The workload of a name, which may end with the seed that its input is drawn from, {@code /seed=N}. */
    public static Workload named(String name) {
        Matcher seeded = SEEDED.matcher(name);
        if (seeded.matches()) {
            return named(seeded.group(1)).drawnFrom(Long.parseLong(seeded.group(2)));
        }
        return all().stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("workload must be one of " + all().stream().map(Workload::name).toList()
                        + ", was '" + name + "'"));
    }

    /**
     * What backends are compared on: a field through free space or through 8 slices of 8-bit levels, or 64 vectors
     * through an ideal crossbar, or as many through a product of light.
     *
     * @param side of the grid or of the matrix of weights
     */
    public static Workload typical(Family family, int side) {
        Grid grid = Grid.square(side, um(1));
        return switch (family) {
            case ANGULAR_SPECTRUM -> WaveWorkloads.angularSpectrum(
                    "exact", new AngularSpectrum(grid, nm(500), 1, um(40)), 1, Direction.FORWARD);
            case SPLIT_STEP -> WaveWorkloads.splitStep(Media.LEVELS8, grid, 8, 1, Direction.FORWARD);
            case CROSSBAR -> CrossbarWorkloads.ideal(side, side, 64, Direction.FORWARD);
            case MZI_MESH -> MeshWorkloads.typical(side);
            case OPTICAL_PRODUCT -> OpticalWorkloads.photodiode(new int[] {side, side, 64});
        };
    }

    private static void addAngularSpectra(List<Workload> all) {
        for (int[] size : EDGES) {
            Grid grid = new Grid(size[0], size[1], um(1));
            AngularSpectrum exact = new AngularSpectrum(grid, nm(500), 1, um(40));
            all.add(WaveWorkloads.angularSpectrum("exact", exact, 1, Direction.FORWARD));
            all.add(WaveWorkloads.angularSpectrum("exact", exact, 3, Direction.ADJOINT));
        }
        for (int[] size : new int[][] {{17, 15}, {48, 20}, {101, 97}}) {
            Grid grid = new Grid(size[0], size[1], um(1), um(0.7));
            for (Direction direction : List.of(Direction.FORWARD, Direction.IN_PLACE, Direction.ADJOINT)) {
                all.add(WaveWorkloads.angularSpectrum("paraxial", new AngularSpectrum(
                        grid, nm(500), 1.33, um(40), Diffraction.PARAXIAL, false), 3, direction));
                all.add(WaveWorkloads.angularSpectrum("band-limited", new AngularSpectrum(
                        grid, nm(500), 1.33, um(200), Diffraction.EXACT, true), 3, direction));
                all.add(WaveWorkloads.angularSpectrum("paraxial-band-limited", new AngularSpectrum(
                        grid, nm(500), 1.33, um(200), Diffraction.PARAXIAL, true), 1, direction));
                all.add(WaveWorkloads.angularSpectrum("back", new AngularSpectrum(
                        grid, nm(500), 1.33, um(-40)), 1, direction));
            }
        }
        for (Direction direction : List.of(Direction.FORWARD, Direction.ADJOINT)) {
            all.add(WaveWorkloads.angularSpectrum("evanescent", new AngularSpectrum(
                    Grid.square(64, nm(100)), nm(500), 1, nm(-300)), 1, direction));
            all.add(WaveWorkloads.angularSpectrum("long-path", new AngularSpectrum(
                    Grid.square(256, um(8)), nm(532), 1, cm(30)), 1, direction));
            all.add(WaveWorkloads.angularSpectrum("exact", new AngularSpectrum(
                    Grid.square(512, um(1)), nm(500), 1, um(40)), 1, direction));
        }
    }

    private static void addSplitSteps(List<Workload> all) {
        List<Direction> directions = List.of(Direction.FORWARD, Direction.ADJOINT, Direction.GRADIENT);
        for (Media medium : Media.values()) {
            for (Direction direction : directions) {
                add(all, medium, new Grid(48, 20, um(1), um(0.8)), 6, 3, direction);
                add(all, medium, new Grid(33, 31, um(1)), 3, 1, direction);
                add(all, medium, new Grid(64, 32, um(1)), 3, 2, direction); // powers of two
            }
            add(all, medium, new Grid(40, 36, um(1)), 5, 2, Direction.IN_PLACE);
        }
        for (int[] size : EDGES) {
            for (Direction direction : directions) {
                add(all, Media.LEVELS8, new Grid(size[0], size[1], um(1)), 2, 1, direction);
            }
        }
        add(all, Media.FLOAT32, Grid.square(64, um(1)), 64, 1, Direction.FORWARD);
        for (Direction direction : directions) {
            add(all, Media.LEVELS8, Grid.square(256, um(1)), 4, 1, direction);
            add(all, Media.MASKS, Grid.square(200, um(1)), 5, 2, direction);
        }
        add(all, Media.LEVELS8, Grid.square(512, um(1)), 8, 1, Direction.FORWARD);
        add(all, Media.LEVELS8, Grid.square(128, um(1)), 1000, 1, Direction.FORWARD); // how errors grow
    }

    private static void add(List<Workload> all, Media medium, Grid grid, int slices, int batch, Direction direction) {
        all.add(WaveWorkloads.splitStep(medium, grid, slices, batch, direction));
    }
}
