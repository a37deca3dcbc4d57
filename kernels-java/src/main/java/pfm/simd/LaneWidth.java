package pfm.simd;

import jdk.incubator.vector.FloatVector;

import pfm.Availability;

/** How many bits a SIMD register has: what the machine prefers, or what {@code -Dpfm.vector.bits} forces. */
final class LaneWidth {
    /** System property that forces the width: 128, 256 or 512. Results do not depend on it. */
    static final String PROPERTY = "pfm.vector.bits";

    private LaneWidth() {
    }

    /** Whether the width that {@code forced} names, or the preferred one if it is null, can run here. */
    static Availability availability(String forced) {
        int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        if (preferred < 128) {
            return new Availability.Unavailable("the JVM uses no SIMD registers of 128 bits or more here",
                    "use another backend, or a JVM with its C2 compiler and -XX:UseAVX at its default");
        }
        if (forced != null && !(forced.matches("128|256|512") && Integer.parseInt(forced) <= preferred)) {
            return new Availability.Unavailable(PROPERTY + " must be 128, 256 or 512 and at most " + preferred
                    + " on this machine, was '" + forced + "'", "leave out -D" + PROPERTY);
        }
        return new Availability.Available("CPU, " + bits() + "-bit registers");
    }

    /** The width in use. */
    static int bits() {
        return Integer.getInteger(PROPERTY, Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));
    }
}
