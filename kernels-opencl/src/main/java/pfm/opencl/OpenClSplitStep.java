package pfm.opencl;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.opencl.OpenClScreens.Errand;
import pfm.opencl.OpenClScreens.ScreenSums;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.optics.Step;

/**
 * {@link SplitStep} in OpenCL: two passes over memory per slice, columns with H between their transforms and rows with
 * the screen between theirs. Fields and medium stay on the device while they are computed; a gradient takes
 * the fields from a tape, or computes them again from about √screens checkpoints.
 */
final class OpenClSplitStep extends MediumPropagator {
    private final List<Step> steps;
    private final OpenClTuning tuning;
    private final DeviceMemory memory;
    private final Wave wave;
    private final OpenClScreens screens;
    private final Map<Double, Transfer> transfers = new HashMap<>();
    private final Profile profile;
    private OpenClGradient gradient;
    /** Whether columns, which divide by the count of samples, were handled since the last row. */
    private boolean diffracted;

    OpenClSplitStep(SplitStep spec, OpenClTuning tuning, DeviceMemory memory) {
        super(spec, memory.arena().scope(), Set.of(Precision.FLOAT32));
        this.tuning = tuning;
        this.memory = memory;
        steps = spec.steps();
        wave = new Wave(spec.grid(), tuning, memory);
        screens = new OpenClScreens(spec, wave, tuning, memory);
        for (Step step : steps) {
            if (step.distance() != 0) {
                transfers.computeIfAbsent(step.distance(), z -> wave.transfer(spec.transferFunction(z)));
            }
        }
        profile = memory.device().profile();
    }

    Wave wave() {
        return wave;
    }

    @Override
    protected void run(Field in, Field out) {
        run(in, out, new OpenClTape(this, in.batch(), OpenClTape.Kind.NOTHING, wave.items()));
    }

    @Override
    protected Tape newTape(int batch, long mostBytes, Arena owner) {
        return gradient(batch).tape(batch, mostBytes, owner);
    }

    @Override
    protected void run(Field in, Field out, Tape tape) {
        profile.told("split step", () -> {
            OpenClTape kept = (OpenClTape) tape;
            for (int first = 0; first < in.batch(); first += kept.items()) {
                int count = Math.min(kept.items(), in.batch() - first);
                enter(in, first, count);
                switch (kept.kind()) {
                    case NOTHING -> forward(0, steps.size(), count, null);
                    case FIELDS -> forward(0, steps.size(), count, kept.part(first));
                    case CHECKPOINTS -> {
                        int from = gradient.sweep(count, kept.part(first));
                        forward(from, steps.size(), count, null);
                    }
                }
                leave(out, first, count);
            }
        });
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        profile.told("split step, adjoint", () -> {
            for (int first = 0; first < in.batch(); first += wave.items()) {
                int count = Math.min(wave.items(), in.batch() - first);
                enter(in, first, count);
                for (int k = steps.size() - 1; k >= 0; k--) {
                    if (steps.get(k).screen().isPresent()) {
                        screens.pass(k, true, factor(), Errand.NONE, 0, count, null, null);
                    }
                    backward(k, count);
                }
                leave(out, first, count);
            }
        });
    }

    @Override
    protected void runReload() {
        screens.reload();
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient sum) {
        gradient(in.batch());
        runGradient(in, cotangent, adjoint, sum, new OpenClTape(this, in.batch(), OpenClTape.Kind.NOTHING, 1));
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient sum, Tape tape) {
        profile.told("split step, gradient", () -> gradient.run(in, cotangent, adjoint, sum, (OpenClTape) tape));
    }

    private OpenClGradient gradient(int batch) {
        if (gradient == null) {
            gradient = new OpenClGradient(this, batch, tuning, memory); // who never trains never pays for it
        }
        return gradient;
    }

    void enter(Field in, int first, int count) {
        wave.enter(in, first, count);
        diffracted = false;
    }

    void leave(Field out, int first, int count) {
        wave.leave(out, first, count, factor());
    }

    /** Takes the steps {@code from … end − 1}, and keeps the fields behind their screens where memory is given. */
    void forward(int from, int end, int count, List<Buffer> kept) {
        for (int k = from; k < end; k++) {
            diffract(k, false, count);
            if (steps.get(k).screen().isPresent()) {
                screens.pass(k, false, factor(), kept == null ? Errand.NONE : Errand.KEEP, 0, count,
                        kept == null ? null : kept.get(k - from), null);
            }
        }
    }

    /** The adjoint of the diffraction of a step. */
    void backward(int k, int count) {
        diffract(k, true, count);
    }

    /** The adjoint of a screen, which adds the gradient of every item, one after the other. */
    void differentiate(int k, int count, Buffer kept, ScreenSums sums) {
        float factor = factor();
        for (int item = 0; item < count; item++) {
            screens.pass(k, true, factor, Errand.DIFFERENTIATE, item, 1, kept, sums);
        }
    }

    private void diffract(int k, boolean conjugate, int count) {
        double distance = steps.get(k).distance();
        if (distance != 0) {
            wave.diffract(transfers.get(distance), conjugate, count);
            diffracted = true;
        }
    }

    /** What rows are multiplied by: H divides by the count of samples, and where there was none, rows do. */
    private float factor() {
        float factor = diffracted ? 1 : 1f / grid().nx();
        diffracted = false;
        return factor;
    }

    /** The states were exchanged for others; whether they were diffracted. */
    void exchanged(boolean wereDiffracted) {
        diffracted = wereDiffracted;
    }

    boolean diffracted() {
        return diffracted;
    }
}
