package pfm.opencl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pfm.field.RandomLevels;
import pfm.field.Samples;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.optics.Step;

/** The screens of a {@link SplitStep} on a device, and the passes of a {@link Wave} through them. */
final class OpenClScreens {
    private static final RandomLevels NOT_RANDOM = new RandomLevels(0, 1);

    private final Wave wave;
    private final DeviceMemory memory;
    private final boolean framed;
    private final Buffer windowX;
    private final Buffer windowY;
    private final List<Planned> screens = new ArrayList<>();
    private final Map<Table, MediumTable> tables = new HashMap<>();
    private final Map<Form, DeviceKernel> kernels = new HashMap<>();
    private final long plane;

    /** A table of a medium, and how its values are read. */
    private record Table(Samples samples, double halfTurns) {
    }

    /** A screen and what it is read from; no loss is null. */
    private record Planned(Screen screen, MediumTable phase, MediumTable loss) {
    }

    /** What a kernel is compiled for: how phases and losses are stored, as in {@code screen.cl}, and its errand. */
    private record Form(int phase, int loss, Errand errand) {
    }

    /** What else a pass does. */
    enum Errand {
        NONE, KEEP, DIFFERENTIATE
    }

    OpenClScreens(SplitStep spec, Wave wave, OpenClTuning tuning, DeviceMemory memory) {
        this.wave = wave;
        this.memory = memory;
        plane = spec.grid().samples();
        framed = !spec.frame().isNone();
        windowX = memory.floats(longer(spec.frame().window(spec.grid().nx()), wave.tiledPoints()), "a window");
        windowY = memory.floats(longer(spec.frame().window(spec.grid().ny()), wave.tiledRows()), "a window");
        for (Step step : spec.steps()) {
            step.screen().ifPresent(screen -> screens.add(new Planned(screen,
                    table(screen.phase(), screen.scale() / Math.PI, tuning),
                    screen.attenuation().map(loss -> table(loss, 0, tuning)).orElse(null))));
        }
    }

    private static double[] longer(double[] window, int length) {
        double[] whole = new double[Math.max(length, window.length)];
        System.arraycopy(window, 0, whole, 0, window.length);
        return whole;
    }

    private MediumTable table(Samples samples, double halfTurns, OpenClTuning tuning) {
        return tables.computeIfAbsent(new Table(samples, halfTurns),
                _ -> new MediumTable(samples, halfTurns, plane, tuning.resident(), memory));
    }

    /** Takes over the medium as it is now. */
    void reload() {
        tables.values().forEach(MediumTable::reload);
    }

    /**
     * Passes items through screen number {@code k}: {@code u ← factor·u·w·exp(scale·(i p − a))}, or with −i for the
     * adjoint.
     *
     * @param first first item
     * @param count items
     * @param kept  fields behind the screen, written or met; null where there are none
     * @param sums  receives the gradient; null where there is none
     */
    void pass(int k, boolean adjoint, float factor, Errand errand, int first, int count, Buffer kept, ScreenSums sums) {
        Screen screen = screens.get(k).screen;
        MediumTable phase = screens.get(k).phase;
        MediumTable loss = screens.get(k).loss;
        wave.runRows(kernel(phase, loss, errand), count, kernel -> {
            kernel.with(wave.states());
            phaseArguments(kernel, screen, phase);
            lossArguments(kernel, screen, phase, loss);
            kernel.with(windowX).with(windowY).with(factor).with(adjoint ? -1f : 1f).with(first);
            kernel.with(kept == null ? wave.states() : kept).with(wave.tiledCells());
            if (sums == null) {
                kernel.with(wave.states()).with(0L).with(wave.states()).with(0L);
            } else {
                kernel.with(sums.byPhase()).with(sums.at()).with(sums.byLoss() == null ? sums.byPhase() : sums.byLoss())
                        .with(sums.at());
            }
            kernel.with((float) screen.scale());
        });
    }

    /**
     * Where the gradient of a screen is summed.
     *
     * @param byPhase derivatives by phase
     * @param byLoss  derivatives by attenuation; null where there is none
     * @param at      number of the first sample
     */
    record ScreenSums(Buffer byPhase, Buffer byLoss, long at) {
    }

    private static void phaseArguments(DeviceKernel kernel, Screen screen, MediumTable phase) {
        kernel.with(phase.holding(screen.first())).with(phase.offset(screen.first()));
        double unit = screen.scale() / Math.PI;
        if (phase.isLevels()) {
            double step = Math.IEEEremainder(unit * phase.samples().step(), 2);
            kernel.with((float) step).with((float) (step - (float) step))
                    .with((float) Math.IEEEremainder(unit * phase.samples().min(), 2));
        } else {
            kernel.with((float) unit).with((float) (unit - (float) unit)).with(0f);
        }
        RandomLevels random = phase.samples().generator().orElse(NOT_RANDOM);
        kernel.with(random.seed()).with(random.levels());
    }

    private static void lossArguments(DeviceKernel kernel, Screen screen, MediumTable phase, MediumTable loss) {
        double octaves = -screen.scale() / Math.log(2);
        if (loss == null) {
            kernel.with(phase.holding(screen.first())).with(0L).with(0f).with(0f).with(0f).with(0f);
        } else {
            kernel.with(loss.holding(screen.first())).with(loss.offset(screen.first()))
                    .with((float) octaves).with((float) (octaves - (float) octaves))
                    .with((float) loss.samples().min()).with((float) loss.samples().step());
        }
    }

    private DeviceKernel kernel(MediumTable phase, MediumTable loss, Errand errand) {
        Form form = new Form(phase.isGenerated() ? 3 : phase.isLevels() ? 1 : 2,
                loss == null ? 0 : loss.isLevels() ? 1 : 2, errand);
        return kernels.computeIfAbsent(form, f -> wave.rowKernel(
                wave.inRegisters() ? "register_screen.cl" : "split_step.cl",
                "#define PHASE " + f.phase + "\n#define LOSS " + f.loss + "\n#define WINDOW " + (framed ? 1 : 0)
                        + "\n#define KEEP " + (f.errand == Errand.KEEP ? 1 : 0)
                        + "\n#define DIFFERENTIATE " + (f.errand == Errand.DIFFERENTIATE ? 1 : 0) + "\n", "screen"));
    }
}
