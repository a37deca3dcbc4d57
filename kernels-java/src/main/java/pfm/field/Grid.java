package pfm.field;

import pfm.quantity.Require;

/**
 * A plane of samples. Sample (x, y) lies at {@code ((x − nx/2)·pitchX, (y − ny/2)·pitchY)}; rows are along x.
 *
 * @param nx     samples along x
 * @param ny     samples along y
 * @param pitchX distance of samples along x [m]
 * @param pitchY distance of samples along y [m]
 */
public record Grid(int nx, int ny, double pitchX, double pitchY) {
    /** Checks counts and pitch. */
    public Grid {
        Require.inRange("nx", 1, 1 << 20, nx);
        Require.inRange("ny", 1, 1 << 20, ny);
        Require.inRange("pitch along x", 1e-10, 1, "m", pitchX);
        Require.inRange("pitch along y", 1e-10, 1, "m", pitchY);
    }

    /** A grid with one pitch [m] for both axes. */
    public Grid(int nx, int ny, double pitch) {
        this(nx, ny, pitch, pitch);
    }

    /** A square grid of {@code n × n} samples at {@code pitch} [m]. */
    public static Grid square(int n, double pitch) {
        return new Grid(n, n, pitch);
    }

    /** Samples of a plane. */
    public long samples() {
        return (long) nx * ny;
    }

    /** Position of column {@code x} [m], zero at column nx/2. */
    public double positionX(int x) {
        return (x - nx / 2) * pitchX;
    }

    /** Position of row {@code y} [m], zero at row ny/2. */
    public double positionY(int y) {
        return (y - ny / 2) * pitchY;
    }

    /** Spatial frequency of bin {@code k} along x [1/m], in the order of NumPy's {@code fftfreq}. */
    public double frequencyX(int k) {
        return (k < (nx + 1) / 2 ? k : k - nx) / (nx * pitchX);
    }

    /** Spatial frequency of bin {@code k} along y [1/m], in the order of NumPy's {@code fftfreq}. */
    public double frequencyY(int k) {
        return (k < (ny + 1) / 2 ? k : k - ny) / (ny * pitchY);
    }

    @Override
    public String toString() {
        return nx + "x" + ny + " at " + (pitchX == pitchY ? pitchX + " m" : pitchX + " x " + pitchY + " m");
    }
}
