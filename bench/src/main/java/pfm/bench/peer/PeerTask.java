package pfm.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.Screen;
import pfm.optics.TransferFunction;
import pfm.validation.Discrepancy;
import pfm.validation.Output;
import pfm.validation.Tolerance;

/** Propagation of a batch of fields through equal gaps, each of which but the last may end at a mask: ours to run. */
public class PeerTask {
    private final Propagator plan;
    private final TransferFunction gap;
    private final int gaps;
    private final List<Screen> masks;
    private final int passes;
    private final Field in;
    private final Field out;

    /**
     * A task.
     *
     * @param plan   what computes it here
     * @param gap    the transfer function of every gap
     * @param gaps   count of gaps
     * @param masks  what ends the first gaps
     * @param passes how often a run must at least read or write the whole batch in memory
     * @param in     what enters
     * @param out    receives what leaves
     */
    PeerTask(Propagator plan, TransferFunction gap, int gaps, List<Screen> masks, int passes, Field in,
            Field out) {
        this.plan = plan;
        this.gap = gap;
        this.gaps = gaps;
        this.masks = List.copyOf(masks);
        this.passes = passes;
        this.in = in;
        this.out = out;
    }

    /** Computes once. */
    public void run() {
        plan.propagate(in, out);
    }

    /** Floating-point operations that a run needs; see {@link Cost}. */
    public double flops() {
        double n = in.grid().samples();
        return in.batch() * (gaps * (2 * Cost.transformFlops(in.grid().samples()) + 6 * n) + masks.size() * 6 * n);
    }

    /** Bytes that a run must at least move between processor and memory. */
    public double bytes() {
        double bytes = passes * fieldBytes();
        for (Screen mask : masks) {
            bytes += in.grid().samples() * (double) (mask.phase().format().bytes()
                    + mask.attenuation().map(a -> a.format().bytes()).orElse(0));
        }
        return bytes;
    }

    /** Bytes of the batch of fields. */
    public double fieldBytes() {
        return 2.0 * in.precision().bytes() * in.grid().samples() * in.batch();
    }

    /** What the peer is told on its command line. */
    List<String> arguments() {
        Grid grid = in.grid();
        return List.of(name(), "" + grid.nx(), "" + grid.ny(), "" + in.batch(), "" + gaps, "" + masks.size());
    }

    /** Writes what the peer reads. */
    public void write(Path data) throws IOException {
        try (PeerData file = new PeerData(data)) {
            file.write(in);
            file.write(gap);
            for (Screen mask : masks) {
                file.write(mask, in.grid().samples());
            }
            writeMore(file);
        }
    }

    /** How far the peer's last answer is from ours. */
    public Discrepancy judge(Path answer) throws IOException {
        try (PeerAnswer numbers = new PeerAnswer(answer)) {
            return judge(numbers);
        }
    }

    /** The peer's name of the task. */
    String name() {
        return "propagate";
    }

    /** Writes what else the peer reads. */
    void writeMore(PeerData file) throws IOException {
    }

    /** Reads and judges everything in the answer. */
    Discrepancy judge(PeerAnswer numbers) throws IOException {
        return judge(Output.of("field", out), numbers.field(out), 2 * gaps);
    }

    /** Judges one result; both sides round by themselves, so that they may differ by √2 of what either may err. */
    final Discrepancy judge(Output ours, Output theirs, int transforms) {
        double bound = new Tolerance.Transforms(transforms, in.grid().samples()).bound(Precision.FLOAT32);
        return new Discrepancy(Discrepancy.relativeL2(ours, theirs), Math.sqrt(2) * bound);
    }
}
