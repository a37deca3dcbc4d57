package pfm.bench.jmh;

import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

import pfm.Kernels;
import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Volume;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.optics.Step;
import pfm.optics.TransferFunction;
import pfm.validation.Output;
import pfm.validation.Seeded;
import pfm.validation.Tolerance;

/**
 * Fields carried in place, so that nobody copies: each run goes on with what the last one left, and no power is lost.
 *
 * @param grid     of every field
 * @param batch    count of fields
 * @param steps    diffraction and screens, in order
 * @param transfer transfer function of a distance [m]
 * @param planning how a backend plans it
 * @param cost     work of one run
 */
record WaveTask(Grid grid, int batch, List<Step> steps, DoubleFunction<TransferFunction> transfer,
        Function<Kernels, Propagator> planning, Cost cost) implements Task {

    /** Exact diffraction through free space. */
    static WaveTask freeSpace(int nx, int ny, int batch) {
        Grid grid = new Grid(nx, ny, um(1));
        AngularSpectrum spec = new AngularSpectrum(grid, nm(500), 1, um(40));
        return new WaveTask(grid, batch, List.of(new Step(spec.distance(), Optional.empty())),
                distance -> spec.transferFunction(), kernels -> kernels.angularSpectrum(spec),
                spec.cost(batch, Precision.FLOAT32));
    }

    /** Slices of a volume of 8-bit levels, which lie in memory of {@code arena}. */
    static WaveTask splitStep(int nx, int ny, int slices, int batch, Arena arena) {
        Grid grid = new Grid(nx, ny, um(1));
        Volume volume = new Volume(nx, ny, slices,
                Seeded.levels(grid.samples() * slices, -0.01, 0.02 / 255, 2, arena));
        SplitStep spec = new SplitStep(grid, nm(500), 1.45, List.of(new Element.Slab(volume, um(1))));
        return new WaveTask(grid, batch, spec.steps(), spec::transferFunction, kernels -> kernels.splitStep(spec),
                spec.cost(batch, Precision.FLOAT32));
    }

    @Override
    public Tolerance tolerance() {
        return new Tolerance.Transforms(2 * steps.size(), grid.samples());
    }

    @Override
    public List<String> libraries() {
        return List.of("fftw", "jtransforms");
    }

    @Override
    public Candidate by(Kernels kernels, Arena arena) {
        Propagator propagator = planning.apply(kernels);
        Field u = Field.zeros(grid, batch, widest(kernels), arena);
        return new Propagation(kernels, cost, propagator, input(), u);
    }

    @Override
    public Candidate by(String library, int threads, Arena arena) {
        int perPlane = batch >= threads ? 1 : threads; // whole planes side by side, where there are enough
        Planes planes = library.equals("fftw")
                ? new FftwPlanes(grid, batch, perPlane, arena) : new JTransformsPlanes(grid, batch, perPlane);
        return new PlanesInterleaved(this, planes, threads, arena);
    }

    /** What enters, in float32. */
    Field input() {
        return Seeded.field(grid, batch, Precision.FLOAT32, 1, Arena.ofAuto());
    }

    /** The precision that a backend computes a benchmark in: float32, or float64 if it knows that too. */
    static Precision widest(Kernels kernels) {
        return kernels.precisions().contains(Precision.FLOAT64) ? Precision.FLOAT64 : Precision.FLOAT32;
    }

    /** A planned kernel with its field. */
    private record Propagation(Kernels kernels, Cost cost, Propagator propagator, Field in, Field u)
            implements Candidate {
        @Override
        public String describe() {
            return kernels.device() + ", " + u.precision();
        }

        @Override
        public void load() {
            u.copyFrom(in);
        }

        @Override
        public void run() {
            propagator.propagate(u, u);
        }

        @Override
        public Output result() {
            return Output.of("u", u.as(u.precision(), Arena.ofAuto()));
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
