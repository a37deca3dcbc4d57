package pfm.field;

import java.util.Optional;

import pfm.quantity.Require;

/**
 * Slices of a medium: index contrast δn and, where it absorbs, extinction κ of every voxel, {@code [slices][ny][nx]}.
 * The medium's index is {@code n0 + δn + iκ}; a field decays as {@code exp(−k0 κ z)}.
 *
 * @param nx         voxels along x
 * @param ny         voxels along y
 * @param slices     slices along the axis of propagation
 * @param contrast   δn of every voxel
 * @param extinction κ ≥ 0 of every voxel, or empty for a lossless medium
 */
public record Volume(int nx, int ny, int slices, Samples contrast, Optional<Samples> extinction) {
    /** Checks that there is a value for every voxel. */
    public Volume {
        Require.inRange("nx", 1, 1 << 20, nx);
        Require.inRange("ny", 1, 1 << 20, ny);
        Require.inRange("slices", 1, Integer.MAX_VALUE, slices);
        Require.given("contrast", contrast);
        Require.given("extinction, which may be Optional.empty(),", extinction);
        Require.equal("count of index contrasts", (long) nx * ny * slices, contrast.count());
        extinction.ifPresent(k -> Require.equal("count of extinctions", contrast.count(), k.count()));
    }

    /** A lossless medium. */
    public Volume(int nx, int ny, int slices, Samples contrast) {
        this(nx, ny, slices, contrast, Optional.empty());
    }

    /** Voxels in all. */
    public long voxels() {
        return contrast.count();
    }

    /** Index of the first voxel of a slice. */
    public long offset(int slice) {
        return (long) slice * nx * ny;
    }
}
