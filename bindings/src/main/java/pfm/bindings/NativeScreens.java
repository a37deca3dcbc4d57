package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.bindings.NativePlane.Stretch;
import pfm.field.Samples;
import pfm.optics.AbsorbingFrame;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.simd.Lanes;
import pfm.simd.StagedSamples;

/**
 * Passes a {@link NativePlane} through the screens of a {@link SplitStep}, {@code u ← u·w·exp(scale·(i p − a))}, in one
 * sweep. The medium is read at every run.
 */
final class NativeScreens {
    private final NativePlane plane;
    /** The window of every sample; null without a frame. */
    private final MemorySegment window;
    private final Scratch[] scratch;

    NativeScreens(SplitStep spec, NativePlane plane, PlanMemory memory) {
        this.plane = plane;
        window = spec.frame().isNone() ? null : window(spec, memory);
        scratch = new Scratch[plane.workers()];
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = new Scratch(memory);
        }
    }

    private static MemorySegment window(SplitStep spec, PlanMemory memory) {
        int nx = spec.grid().nx();
        AbsorbingFrame frame = spec.frame();
        double[] x = frame.window(nx);
        double[] y = frame.window(spec.grid().ny());
        MemorySegment window = memory.allocate(NativePlane.bytes(spec.grid()) / 2, "the window of a frame");
        for (int i = 0; i < spec.grid().samples(); i++) {
            window.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (x[i % nx] * y[i / nx]));
        }
        return window;
    }

    /** What a worker needs of a medium. */
    private record Scratch(StagedSamples staged, MemorySegment angles, MemorySegment moduli) {
        Scratch(PlanMemory memory) {
            // a register of levels may be read past the end of a stretch
            this(new StagedSamples(memory.allocate(NativePlane.STRETCH * (long) Double.BYTES + Lanes.BYTES,
                    "a stretch of a medium")),
                    memory.allocate(NativePlane.STRETCH * (long) Float.BYTES, "a stretch of angles"),
                    memory.allocate(NativePlane.STRETCH * (long) Float.BYTES, "a stretch of moduli"));
        }

        void loadAngles(Screen screen, int first, int count) {
            Samples phase = screen.phase();
            staged.loadPhases(phase, screen.first() + first, count, screen.scale());
            int groups = NativePlane.groups(count);
            if (phase.format() == Samples.Format.LEVELS8) {
                double step = wrapped(screen.scale() * phase.step() / Math.PI);
                Interleaved.halfTurnsOfLevels(staged.memory(), angles, groups, (float) step,
                        (float) (step - (float) step), (float) wrapped(screen.scale() * phase.min() / Math.PI));
            } else {
                double turns = screen.scale() / Math.PI;
                Interleaved.halfTurns(staged.memory(), angles, groups, (float) turns,
                        (float) (turns - (float) turns));
            }
        }

        void loadModuli(Samples loss, Screen screen, int first, int count) {
            staged.load(loss, screen.first() + first, count);
            int groups = NativePlane.groups(count);
            if (loss.format() == Samples.Format.LEVELS8) {
                Interleaved.values(staged.memory(), moduli, groups, (float) loss.min(), (float) loss.step());
            } else {
                MemorySegment.copy(staged.memory(), 0, moduli, 0, (long) count * Float.BYTES);
            }
            double octaves = -screen.scale() / Math.log(2);
            Interleaved.power(moduli, groups, (float) octaves, (float) (octaves - (float) octaves));
        }

        /** Half turns less whole turns. */
        private static double wrapped(double halfTurns) {
            return Math.IEEEremainder(halfTurns, 2);
        }
    }

    /** Part of a sweep: {@code u ← u·w·exp(scale·(i p − a))}, or for the adjoint {@code w·exp(scale·(−i p − a))}. */
    Stretch passing(Screen screen, boolean adjoint) {
        return (worker, first, count) -> pass(screen, adjoint, scratch[worker], first, count);
    }

    private void pass(Screen screen, boolean adjoint, Scratch mine, int first, int count) {
        int groups = NativePlane.groups(count);
        long at = NativePlane.at(first);
        MemorySegment u = plane.memory();
        if (screen.attenuation().isPresent()) {
            mine.loadModuli(screen.attenuation().get(), screen, first, count);
            if (window != null) {
                Interleaved.multiplyReal(mine.moduli, window, at / 2, groups);
            }
            mine.loadAngles(screen, first, count);
            Interleaved.rotateAndScale(u, at, mine.angles, mine.moduli, 0, groups, adjoint);
        } else {
            mine.loadAngles(screen, first, count);
            if (window != null) {
                Interleaved.rotateAndScale(u, at, mine.angles, window, at / 2, groups, adjoint);
            } else {
                Interleaved.rotate(u, at, mine.angles, groups, adjoint);
            }
        }
    }

    /**
     * Part of a sweep that adds {@code scale·Im(conj(u) c)} and {@code −scale·Re(conj(u) c)} for u and c behind the
     * screen, c in the plane.
     */
    Stretch differentiating(MemorySegment u, Screen screen, MediumGradient gradient) {
        Samples phase = gradient.phase(screen.element()).orElseThrow();
        Samples loss = gradient.attenuation(screen.element()).orElse(null);
        float scale = (float) screen.scale();
        return (worker, first, count) -> {
            add(u, scratch[worker].angles, scale, false, phase, screen.first(), first, count);
            if (loss != null) {
                add(u, scratch[worker].angles, -scale, true, loss, screen.first(), first, count);
            }
        };
    }

    private void add(MemorySegment u, MemorySegment products, float scale, boolean real,
            Samples sum, long offset, int first, int count) {
        Interleaved.correlate(u, plane.memory(), NativePlane.at(first), products, NativePlane.groups(count),
                scale, real);
        Interleaved.add(products, sum.segment(), (offset + first) * Float.BYTES, count);
    }
}
