package pfm.simd;

import pfm.Availability;

/** Whether Java's Vector API can be used here. Mentions no vector type, so that it loads without the module. */
public final class SimdAvailability {
    private static final String MODULE = "jdk.incubator.vector";

    private SimdAvailability() {
    }

    /** Whether the module is loaded and has registers of the width asked for; the remedy says what to do if not. */
    public static Availability here() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new Availability.Unavailable(
                    "module " + MODULE + " is not loaded", "start java with --add-modules " + MODULE);
        }
        return LaneWidth.availability(System.getProperty(LaneWidth.PROPERTY));
    }
}
