package pfm.reference;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.optics.Step;

/**
 * Diffract, pass a screen, diffract, …, one item of a batch after the other. Keeps one transfer function per distinct
 * distance, and from the first gradient on at most {@code 2√screens + 1} further planes.
 */
final class ReferenceSplitStep extends MediumPropagator {
    private final List<Step> steps;
    private final Map<Double, Plane> transferFunctions = new HashMap<>();
    private final ReferenceDiffraction diffraction;
    private final ReferenceScreens screens;
    private final Plane u;
    /** Steps between two checkpoints. */
    private final int stride;
    private final List<Plane> checkpoints = new ArrayList<>();
    /** The fields behind each screen from one checkpoint to the next. */
    private final List<Plane> behind = new ArrayList<>();

    ReferenceSplitStep(SplitStep spec, Arena arena) {
        super(spec, arena.scope(), ReferenceKernels.PRECISIONS);
        this.steps = spec.steps();
        this.diffraction = new ReferenceDiffraction(spec.grid());
        this.screens = new ReferenceScreens(spec, arena);
        for (Step step : steps) {
            transferFunctions.computeIfAbsent(step.distance(),
                    z -> ReferenceDiffraction.table(spec.transferFunction(z)));
        }
        this.u = new Plane(spec.grid());
        this.stride = Math.max(1, (int) Math.ceil(Math.sqrt(spec.screens())));
    }

    @Override
    protected void run(Field in, Field out) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            for (Step step : steps) {
                forward(step, u);
            }
            u.store(out, item);
        }
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            for (Step step : steps.reversed()) {
                step.screen().ifPresent(screen -> screens.adjoint(u, screen));
                diffraction.adjoint(u, transferFunctions.get(step.distance()));
            }
            u.store(out, item);
        }
    }

    @Override
    protected void runReload() {
        // the medium is read at every run
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
        int count = spec().screens();
        int last = (count - 1) / stride * stride; // where the last checkpoint lies
        reserve(behind, Math.min(stride, count));
        reserve(checkpoints, Math.ceilDiv(count, stride) - 1);
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            for (int k = 0; k < last; k++) {
                forward(steps.get(k), u);
                if ((k + 1) % stride == 0) {
                    checkpoints.get(k / stride).copyFrom(u);
                }
            }
            Plane c = u;
            c.load(cotangent, item);
            diffraction.adjoint(c, transferFunctions.get(steps.getLast().distance()));
            for (int first = last; first >= 0; first -= stride) {
                recompute(in, item, first, Math.min(first + stride, count));
                for (int k = Math.min(first + stride, count) - 1; k >= first; k--) {
                    differentiate(steps.get(k), behind.get(k - first), c, gradient);
                }
            }
            c.store(adjoint, item);
        }
    }

    @Override
    protected Tape newTape(int batch, long mostBytes, Arena arena) {
        return new ReferenceTape(this, batch, OffHeap.allocateWithin(arena, mostBytes, (long) batch * spec().screens(),
                ReferenceTape.planeBytes(grid()), "a tape"));
    }

    @Override
    protected void run(Field in, Field out, Tape tape) {
        ReferenceTape fields = (ReferenceTape) tape;
        if (!fields.holdsFields()) {
            run(in, out);
            return;
        }
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            for (int k = 0; k < steps.size(); k++) {
                forward(steps.get(k), u);
                if (steps.get(k).screen().isPresent()) {
                    u.save(fields.field(item, k));
                }
            }
            u.store(out, item);
        }
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient, Tape tape) {
        ReferenceTape fields = (ReferenceTape) tape;
        if (!fields.holdsFields()) {
            runGradient(in, cotangent, adjoint, gradient);
            return;
        }
        reserve(behind, 1);
        for (int item = 0; item < in.batch(); item++) {
            u.load(cotangent, item);
            diffraction.adjoint(u, transferFunctions.get(steps.getLast().distance()));
            for (int k = spec().screens() - 1; k >= 0; k--) {
                behind.getFirst().restore(fields.field(item, k));
                differentiate(steps.get(k), behind.getFirst(), u, gradient);
            }
            u.store(adjoint, item);
        }
    }

    /** Takes the derivative at the screen of a step, from the field behind it, and pulls c back over the step. */
    private void differentiate(Step step, Plane field, Plane c, MediumGradient gradient) {
        Screen screen = step.screen().orElseThrow();
        screens.differentiate(field, c, screen, gradient);
        screens.adjoint(c, screen);
        diffraction.adjoint(c, transferFunctions.get(step.distance()));
    }

    /** Fills {@link #behind} with the fields behind the screens of steps {@code first … end − 1}. */
    private void recompute(Field in, int item, int first, int end) {
        for (int k = first; k < end; k++) {
            Plane next = behind.get(k - first);
            if (k > first) {
                next.copyFrom(behind.get(k - first - 1));
            } else if (first > 0) {
                next.copyFrom(checkpoints.get(first / stride - 1));
            } else {
                next.load(in, item);
            }
            forward(steps.get(k), next);
        }
    }

    private void forward(Step step, Plane plane) {
        diffraction.forward(plane, transferFunctions.get(step.distance()));
        step.screen().ifPresent(screen -> screens.forward(plane, screen));
    }

    private void reserve(List<Plane> planes, int count) {
        while (planes.size() < count) {
            planes.add(new Plane(grid()));
        }
    }
}
