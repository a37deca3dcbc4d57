package pfm.bindings;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Kernels;
import pfm.tuning.Tuning;

/** Native libraries. This release finds them and has no kernels on them, so that it is never available. */
public final class NativeBackend implements Backend {
    /** For {@link java.util.ServiceLoader}. */
    public NativeBackend() {
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
        return unavailable();
    }

    @Override
    public Kernels open(Tuning tuning) {
        throw new BackendUnavailableException(name(), unavailable());
    }

    private static Availability.Unavailable unavailable() {
        return new Availability.Unavailable(
                "this release has no native kernels (" + libraries() + ")", "use vector or reference");
    }

    private static String libraries() {
        if (!NativeBackend.class.getModule().isNativeAccessEnabled()) {
            return "nor is native access enabled, which --enable-native-access=ALL-UNNAMED does";
        }
        return "FFTW " + word(Fftw.availability()) + ", OpenBLAS " + word(Cblas.Library.OPENBLAS.availability());
    }

    private static String word(Availability availability) {
        return availability instanceof Availability.Available ? "found" : "not found";
    }
}
