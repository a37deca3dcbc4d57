package pfm.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import pfm.energy.Cost;

/** Work done per second, in units of 10⁹. */
@AuxCounters
@State(Scope.Thread)
public class Rates {
    /** Floating-point operations. */
    public double gigaFlops;
    /** Bytes of inputs, outputs and parameters. */
    public double gigaBytes;
    /** Samples of a field carried past one slice. */
    public double gigaVoxelUpdates;
    /** Multiply-accumulates of a matrix product. */
    public double gigaMacs;

    /** For the harness. */
    public Rates() {
    }

    void count(Cost cost) {
        gigaFlops += cost.flops() / 1e9;
        gigaBytes += cost.bytes() / 1e9;
        gigaVoxelUpdates += cost.voxelUpdates() / 1e9;
        gigaMacs += cost.macs() / 1e9;
    }
}
