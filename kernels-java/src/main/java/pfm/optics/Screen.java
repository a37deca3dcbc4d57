package pfm.optics;

import java.util.Optional;

import pfm.field.Samples;

/**
 * A thin screen as backends see it: {@code u ← u·w·exp(scale·(i·phase[first + j] − attenuation[first + j]))} at sample
 * j of the plane, with the window w of the absorbing frame.
 *
 * @param element     which element of the specification it belongs to
 * @param first       index of its first sample in the tables
 * @param scale       1 for a mask, k0·dz for a slice of a medium
 * @param phase       phases [rad] or index contrasts
 * @param attenuation attenuations [nepers] or extinctions
 */
public record Screen(int element, long first, double scale, Samples phase, Optional<Samples> attenuation) {
}
