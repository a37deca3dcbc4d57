package pfm.optics;

import java.util.Optional;

/**
 * One step of a {@link SplitStep}: diffract over a distance, then pass a screen. Neighbouring distances are merged.
 *
 * @param distance [m]; 0 where two screens touch
 * @param screen   what follows, empty only in the last step
 */
public record Step(double distance, Optional<Screen> screen) {
}
