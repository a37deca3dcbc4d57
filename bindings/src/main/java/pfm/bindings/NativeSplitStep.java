package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import pfm.MediumPropagator;
import pfm.Tape;
import pfm.bindings.Diffraction.Leg;
import pfm.bindings.NativePlane.Stretch;
import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.optics.Step;
import pfm.simd.Workers;

/**
 * {@link SplitStep} on FFTW: per step two transforms and two sweeps, one item of a batch after the other. Keeps one
 * transfer function per distinct distance, and from the first gradient on at most {@code 2√screens + 1} further planes.
 */
final class NativeSplitStep extends MediumPropagator {
    private final List<Step> steps;
    private final PlanMemory memory;
    private final NativePlane u;
    private final NativeScreens screens;
    private final MediumPages pages;
    private final Map<Double, MemorySegment> transferFunctions = new HashMap<>();
    private final List<Leg> there;
    private final List<Leg> back;
    /** Steps between two checkpoints. */
    private final int stride;
    private final List<MemorySegment> checkpoints = new ArrayList<>();
    /** The fields behind each screen from one checkpoint to the next, then the cotangent there. */
    private final List<MemorySegment> behind = new ArrayList<>();

    NativeSplitStep(SplitStep spec, NativePlanner planner, Workers workers, PlanMemory memory) {
        super(spec, memory.arena().scope(), Set.of(Precision.FLOAT32));
        this.memory = memory;
        steps = spec.steps();
        u = new NativePlane(spec.grid(), planner, workers, memory);
        screens = new NativeScreens(spec, u, memory);
        pages = new MediumPages(steps.stream().flatMap(step -> step.screen().stream()).toList(),
                spec.grid().samples());
        for (Step step : steps) {
            if (step.distance() != 0) {
                transferFunctions.computeIfAbsent(step.distance(), z -> u.table(spec.transferFunction(z), memory));
            }
        }
        there = IntStream.range(0, steps.size()).mapToObj(this::forward).toList();
        back = IntStream.range(0, steps.size()).mapToObj(this::adjoint).toList().reversed();
        stride = Math.max(1, (int) Math.ceil(Math.sqrt(spec.screens())));
    }

    @Override
    protected void run(Field in, Field out) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            u.travel(there);
            u.store(out, item);
        }
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            u.travel(back);
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
        reserve(behind, Math.min(stride, count) + 1);
        reserve(checkpoints, Math.ceilDiv(count, stride) - 1);
        MemorySegment kept = behind.getLast();
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            u.travel(IntStream.range(0, last).mapToObj(k -> (k + 1) % stride == 0
                    ? keeping(k, checkpoints.get(k / stride)) : there.get(k)).toList());
            u.load(cotangent, item);
            u.travel(back.subList(0, 1));
            for (int first = last; first >= 0; first -= stride) {
                kept.copyFrom(u.memory());
                recompute(in, item, first, Math.min(first + stride, count));
                u.memory().copyFrom(kept);
                u.travel(differentiating(first, behind.subList(0, Math.min(stride, count - first)), gradient));
            }
            u.store(adjoint, item);
        }
    }

    /** Fills {@link #behind} with the fields behind the screens of steps {@code first … end − 1}. */
    private void recompute(Field in, int item, int first, int end) {
        if (first > 0) {
            u.memory().copyFrom(checkpoints.get(first / stride - 1));
        } else {
            u.load(in, item);
        }
        u.travel(IntStream.range(first, end).mapToObj(k -> keeping(k, behind.get(k - first))).toList());
    }

    @Override
    protected Tape newTape(int batch, long mostBytes, Arena owner) {
        return new NativeTape(this, batch, u.memory().byteSize(), OffHeap.allocateWithin(
                owner, mostBytes, (long) batch * spec().screens(), u.memory().byteSize(), "a tape"));
    }

    @Override
    protected void run(Field in, Field out, Tape tape) {
        NativeTape fields = (NativeTape) tape;
        if (!fields.holdsFields()) {
            run(in, out);
            return;
        }
        int count = spec().screens();
        for (int item = 0; item < in.batch(); item++) {
            List<MemorySegment> planes = fields.ofItem(item);
            u.load(in, item);
            u.travel(Stream.concat(IntStream.range(0, count).mapToObj(k -> keeping(k, planes.get(k))),
                    there.stream().skip(count)).toList());
            u.store(out, item);
        }
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient, Tape tape) {
        NativeTape fields = (NativeTape) tape;
        if (!fields.holdsFields()) {
            runGradient(in, cotangent, adjoint, gradient);
            return;
        }
        for (int item = 0; item < in.batch(); item++) {
            u.load(cotangent, item);
            u.travel(back.subList(0, 1));
            u.travel(differentiating(0, fields.ofItem(item), gradient));
            u.store(adjoint, item);
        }
    }

    private Leg forward(int k) {
        return new Leg(Diffraction.NOTHING, transferFunctions.get(steps.get(k).distance()), false, passing(k, false));
    }

    private Leg adjoint(int k) {
        return new Leg(passing(k, true), transferFunctions.get(steps.get(k).distance()), true, Diffraction.NOTHING);
    }

    /** Step k, which leaves the field behind its screen in {@code plane}. */
    private Leg keeping(int k, MemorySegment plane) {
        Leg leg = there.get(k);
        return new Leg(leg.before(), leg.h(), false, leg.after().then((_, first, count) -> MemorySegment.copy(
                u.memory(), NativePlane.at(first), plane, NativePlane.at(first), NativePlane.at(count))));
    }

    /** Steps back from just behind the last of {@code planes}, the fields behind the screens from {@code first} on. */
    private List<Leg> differentiating(int first, List<MemorySegment> planes, MediumGradient gradient) {
        List<Leg> legs = new ArrayList<>();
        for (int k = first + planes.size() - 1; k >= first; k--) {
            Screen screen = steps.get(k).screen().orElseThrow();
            Leg leg = back.get(steps.size() - 1 - k);
            Stretch adding = screens.differentiating(planes.get(k - first), screen, gradient);
            legs.add(new Leg(adding.then(leg.before()), leg.h(), true, leg.after()));
        }
        return legs;
    }

    /** Through the screen of step k, which only the last has not. */
    private Stretch passing(int k, boolean adjoint) {
        Stretch arriving = (_, first, _) -> {
            if (first == 0) {
                pages.at(k, adjoint);
            }
        };
        return steps.get(k).screen().map(screen -> arriving.then(screens.passing(screen, adjoint)))
                .orElse(Diffraction.NOTHING);
    }

    private void reserve(List<MemorySegment> planes, int count) {
        while (planes.size() < count) {
            planes.add(memory.allocate(u.memory().byteSize(), "a checkpoint of a field"));
        }
    }
}
