package pfm.opencl;

import java.util.Set;

import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;

/** {@link AngularSpectrum} in OpenCL: rows, columns with H between their transforms, rows. */
final class OpenClAngularSpectrum extends Propagator {
    private final Wave wave;
    private final Transfer h;
    private final Profile profile;

    OpenClAngularSpectrum(AngularSpectrum spec, OpenClTuning tuning, DeviceMemory memory) {
        super(spec.grid(), memory.arena().scope(), Set.of(Precision.FLOAT32));
        wave = new Wave(spec.grid(), tuning, memory);
        h = wave.transfer(spec.transferFunction());
        profile = memory.device().profile();
    }

    @Override
    protected void run(Field in, Field out) {
        profile.told("angular spectrum", () -> propagate(in, out, false));
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        profile.told("angular spectrum, adjoint", () -> propagate(in, out, true));
    }

    private void propagate(Field in, Field out, boolean conjugate) {
        for (int first = 0; first < in.batch(); first += wave.items()) {
            int count = Math.min(wave.items(), in.batch() - first);
            wave.enter(in, first, count);
            wave.diffract(h, conjugate, count);
            wave.leave(out, first, count, 1);
        }
    }
}
