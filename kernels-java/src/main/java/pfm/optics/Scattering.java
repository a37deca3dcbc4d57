package pfm.optics;

import pfm.field.SampleStatistics;

/**
 * How strongly a medium scatters: one-way models hold up to about three mean free paths.
 *
 * @param contrastDeviation δn_rms, root mean square deviation of the index contrast from its mean
 * @param meanFreePath      ℓ_s ≈ 1/(k0² δn_rms² p) [m] for voxels of size p; infinite for a homogeneous medium
 * @param paths             L/ℓ_s over the thickness L of the slab
 */
public record Scattering(double contrastDeviation, double meanFreePath, double paths) {
    /** Where a one-way model stops being trustworthy. */
    public static final double TRUSTED_PATHS = 3;

    /** The scattering of a slab whose voxels are as wide as the pitch of {@code spec} along x. */
    public static Scattering of(SplitStep spec, Element.Slab slab) {
        double deviation = SampleStatistics.of(slab.volume().contrast()).deviation();
        double path = 1 / (spec.k0() * spec.k0() * deviation * deviation * spec.grid().pitchX());
        return new Scattering(deviation, path, slab.volume().slices() * slab.sliceThickness() / path);
    }
}
