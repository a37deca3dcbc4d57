package pfm.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.OffHeap;
import pfm.field.Samples;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;

/**
 * Passes one plane through the screens of a {@link SplitStep}: {@code u ← u·w·exp(scale·(i p − a))}. Parameters are
 * staged plane by plane, because the memory behind a mapped medium may vanish.
 */
final class ReferenceScreens {
    private final double[] windowX;
    private final double[] windowY;
    private final MemorySegment staged;
    private final double[] phase;
    private final double[] attenuation;

    ReferenceScreens(SplitStep spec, Arena arena) {
        this.windowX = spec.frame().window(spec.grid().nx());
        this.windowY = spec.frame().window(spec.grid().ny());
        Plane tables = new Plane(spec.grid());
        this.phase = tables.re;
        this.attenuation = tables.im;
        this.staged = OffHeap.allocate(arena, spec.grid().samples() * Double.BYTES, "one staged screen");
    }

    /** {@code u ← u·w·exp(scale·(i p − a))}. */
    void forward(Plane u, Screen screen) {
        pass(u, screen, 1);
    }

    /** {@code u ← u·w·exp(scale·(−i p − a))}, the adjoint of {@link #forward}. */
    void adjoint(Plane u, Screen screen) {
        pass(u, screen, -1);
    }

    /** Adds {@code scale·Im(conj(u) c)} and {@code −scale·Re(conj(u) c)} for u and c behind the screen. */
    void differentiate(Plane u, Plane c, Screen screen, MediumGradient gradient) {
        Samples byPhase = gradient.phase(screen.element()).orElseThrow();
        for (int i = 0; i < u.re.length; i++) {
            add(byPhase, screen.first() + i, screen.scale() * (u.re[i] * c.im[i] - u.im[i] * c.re[i]));
        }
        gradient.attenuation(screen.element()).ifPresent(byAttenuation -> {
            for (int i = 0; i < u.re.length; i++) {
                add(byAttenuation, screen.first() + i, -screen.scale() * (u.re[i] * c.re[i] + u.im[i] * c.im[i]));
            }
        });
    }

    private static void add(Samples samples, long index, double value) {
        samples.set(index, samples.get(index) + value);
    }

    private void pass(Plane u, Screen screen, int sign) {
        stage(screen.phase(), screen.first(), phase);
        screen.attenuation().ifPresent(a -> stage(a, screen.first(), attenuation));
        boolean lossy = screen.attenuation().isPresent();
        for (int i = 0; i < u.re.length; i++) {
            double angle = screen.scale() * phase[i];
            double modulus = windowX[i % u.nx] * windowY[i / u.nx];
            if (lossy) {
                modulus *= Math.exp(-screen.scale() * attenuation[i]);
            }
            u.multiply(i, modulus * Math.cos(angle), sign * modulus * Math.sin(angle));
        }
    }

    private void stage(Samples samples, long first, double[] values) {
        samples.stage(first, values.length, staged);
        samples.release(first, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (samples.format()) {
                case FLOAT32 -> staged.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                case FLOAT64 -> staged.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                case LEVELS8 -> samples.min() + (staged.get(ValueLayout.JAVA_BYTE, i) & 0xFF) * samples.step();
            };
        }
    }
}
