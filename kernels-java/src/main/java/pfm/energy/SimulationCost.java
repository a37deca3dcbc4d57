package pfm.energy;

import pfm.quantity.Require;

/**
 * What it costs to simulate a cube of glass by split steps: samples of λ/4 across and λ/2 along the light. A cubic
 * millimetre at 1 µm is 4000² × 2000 samples.
 *
 * @param side       of the cube [m]
 * @param wavelength in vacuum [m]
 * @param fields     inputs that are propagated
 */
public record SimulationCost(double side, double wavelength, double fields) {
    /** A gradient by checkpoints: forward, forward again, and back. */
    public static final double GRADIENT_RUNS = 3;
    /** Two read-write passes of a complex64 sample over memory, and a byte of the volume. */
    public static final double BYTES_OF_AN_UPDATE = 33;
    /** A field is transposed between nodes twice in a slice, 8 bytes a sample. */
    public static final double NETWORK_BYTES_OF_AN_UPDATE = 16;

    /** Checks magnitudes. */
    public SimulationCost {
        Require.inRange("side of the cube", 1e-9, 1e6, "m", side);
        Require.inRange("wavelength", 1e-9, 0.01, "m", wavelength);
        Require.inRange("fields", 1, 1e18, "", fields);
    }

    /** Samples of a plane. */
    public double plane() {
        double n = Math.max(1, 4 * side / wavelength);
        return n * n;
    }

    /** Slices. */
    public double slices() {
        return Math.max(1, 2 * side / wavelength);
    }

    /** Voxel·field updates of a forward run. */
    public double updates() {
        return plane() * slices() * fields;
    }

    /** Floating-point operations of a forward run: {@code 10 log2 N + 20} for each update. */
    public double flops() {
        return updates() * (10 * Math.log(plane()) / Math.log(2) + 20);
    }

    /** Memory of a field, and of one byte for each of so many voxels that are designed [byte]. */
    public double bytes(double voxels) {
        return 8 * plane() + voxels;
    }

    /** Seconds of a forward run at a rate of voxel·field updates/s. */
    public double seconds(double rate) {
        return updates() / Require.inRange("rate", Double.MIN_NORMAL, Double.MAX_VALUE, "updates/s", rate);
    }

    /** Seconds of a design: so many steps, each with the gradient of all fields. */
    public double designSeconds(double rate, double steps) {
        return seconds(rate) * GRADIENT_RUNS * steps;
    }

    /**
     * The rate of so many accelerators of a bandwidth [byte/s] each, in nodes of one, joined by links [byte/s]: the
     * slower of memory and network. One node needs no network.
     *
     * @param share of the bandwidth that a kernel reaches
     */
    public static double rate(double nodes, double bandwidth, double share, double link) {
        double memory = bandwidth * share / BYTES_OF_AN_UPDATE;
        return nodes * (nodes == 1 ? memory : Math.min(memory, link / NETWORK_BYTES_OF_AN_UPDATE));
    }
}
