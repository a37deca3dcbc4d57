package pfm.bindings;

import java.util.List;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Kernels;
import pfm.field.Grid;
import pfm.simd.SimdAvailability;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * Native libraries: FFTW for transforms, OpenBLAS for products, and between them what no library does, in SIMD Java.
 * Mentions no vector type, so that it loads where the incubator module is missing.
 *
 * <p>Parameter of its {@link Tuning}: {@code native.planner}, how long FFTW may search for a plan, {@code estimate},
 * {@code measure} (the default) or {@code patient}. What it finds is kept in a file beside the stored tuning. Another
 * plan, which another thread count may bring, rounds differently.
 */
public final class NativeBackend implements Backend {
    /** For {@link java.util.ServiceLoader}. */
    public NativeBackend() {
    }

    /** A tuning in which FFTW takes the first plan that comes: for plans that run a few times. */
    public static Tuning guessing(Tuning tuning) {
        return tuning.with(NativeTuning.PLANNER, NativeTuning.name(Fftw.Rigor.ESTIMATE));
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public int preference() {
        return 80;
    }

    @Override
    public Availability availability() {
        if (!NativeBackend.class.getModule().isNativeAccessEnabled()) {
            return new Availability.Unavailable("native access is not enabled",
                    "start java with --enable-native-access=ALL-UNNAMED");
        }
        if (SimdAvailability.here() instanceof Availability.Unavailable why) {
            return why;
        }
        try {
            return new Availability.Available(versions(Fftw.open(), Cblas.Library.OPENBLAS.open()));
        } catch (LibraryUnavailableException e) {
            return new Availability.Unavailable(e.library() + ": " + e.why().reason(), e.why().remedy());
        }
    }

    @Override
    public List<String> parameters() {
        return NativeTuning.NAMES;
    }

    @Override
    public void check(Tuning tuning) {
        NativeTuning.of(tuning);
    }

    @Override
    public List<Alternatives> alternatives(Grid grid, Tuning tuning) {
        return List.of(NativeTuning.of(tuning).alternatives());
    }

    @Override
    public Kernels open(Tuning tuning) {
        if (availability() instanceof Availability.Unavailable why) {
            throw new BackendUnavailableException(name(), why);
        }
        return new NativeKernels(tuning, Fftw.open(), Cblas.Library.OPENBLAS.open());
    }

    /** Both libraries with their versions, without how they were built. */
    static String versions(Fftw fftw, Cblas blas) {
        return fftw.version().replaceFirst("^fftw-([0-9.]+).*", "FFTW $1") + ", "
                + blas.version().replaceFirst("^(OpenBLAS [0-9.]+).*", "$1");
    }
}
