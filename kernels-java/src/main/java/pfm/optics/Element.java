package pfm.optics;

import java.util.Optional;

import pfm.field.Samples;
import pfm.field.Volume;
import pfm.quantity.Require;

/** What a wave meets on its way, in order: gaps, thin masks and slabs of a medium. */
public sealed interface Element {

    /**
     * Free space of the background index.
     *
     * @param distance [m]; negative goes back
     */
    record Gap(double distance) implements Element {
        /** Checks the magnitude. */
        public Gap {
            Wave.distance("gap", distance);
        }
    }

    /**
     * A mask without thickness: {@code u ← u·exp(iφ − a)}.
     *
     * @param phase       φ of every sample [rad], {@code [ny][nx]}
     * @param attenuation a ≥ 0 of every sample [nepers]; +∞ is opaque: what is finite becomes 0, what NaN and ∞ become
     *                    is left to the backend; empty for a lossless mask
     */
    record Mask(Samples phase, Optional<Samples> attenuation) implements Element {
        /** Checks that both tables agree. */
        public Mask {
            Require.given("phase", phase);
            Require.given("attenuation, which may be Optional.empty(),", attenuation);
            attenuation.ifPresent(a -> Require.equal("count of attenuations", phase.count(), a.count()));
        }

        /** A lossless mask. */
        public Mask(Samples phase) {
            this(phase, Optional.empty());
        }
    }

    /**
     * A slab of a medium, slice by slice: half a step of diffraction, the screen {@code exp(i k0 (δn + iκ) dz)}, half a
     * step.
     *
     * @param volume         index contrast and extinction
     * @param sliceThickness dz [m], positive
     */
    record Slab(Volume volume, double sliceThickness) implements Element {
        /** Checks the magnitude. */
        public Slab {
            Require.given("volume", volume);
            Require.inRange("slice thickness", 1e-12, 1, "m", sliceThickness);
        }
    }
}
