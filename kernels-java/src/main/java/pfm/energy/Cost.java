package pfm.energy;

/**
 * The work of one run, counted from its formula, not measured.
 *
 * @param flops        floating-point operations; a complex transform of n points counts 5 n log2 n
 * @param bytes        the least traffic to memory in bytes: every input, output and parameter once
 * @param voxelUpdates samples in x, y and z times fields: the unit of speed of a wave kernel; 0 for a product
 * @param macs         multiply-accumulates of a matrix product; 0 for a wave kernel
 */
public record Cost(double flops, double bytes, double voxelUpdates, double macs) {
    /** The cost of doing both. */
    public Cost plus(Cost other) {
        return new Cost(flops + other.flops, bytes + other.bytes, voxelUpdates + other.voxelUpdates, macs + other.macs);
    }

    /** This work {@code times} times over. */
    public Cost times(double times) {
        return new Cost(flops * times, bytes * times, voxelUpdates * times, macs * times);
    }

    /** Floating-point operations of a complex transform of n points, by convention 5 n log2 n. */
    public static double transformFlops(long n) {
        return 5 * n * Math.log(n) / Math.log(2);
    }
}
