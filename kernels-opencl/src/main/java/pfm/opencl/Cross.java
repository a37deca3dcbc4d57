package pfm.opencl;

import java.util.function.Function;

import pfm.fft.Stage;
import pfm.fft.UnitFactors;

/**
 * The stages of long rows and long columns that are not done in tiles, both in one pass over memory. Passes over rows
 * take a state that lacks them, passes over columns one that has them.
 */
final class Cross {
    private static final String SOURCE = "cross.cl";
    /** Neighbours that a group handles at most: four lines of a cache on a GPU. */
    private static final int MOST_WIDTH = 64;

    private final int nx;
    private final int span;
    private final int width;
    private final int group;
    private final long bytes;
    private final Buffer twiddles;
    private final DeviceKernel there;
    private final DeviceKernel back;
    /** Whether the state has the stages. */
    private boolean crossed;

    private Cross(LineCut x, LineCut y, int pitch, long plane, OpenClTuning tuning, DeviceMemory memory) {
        nx = x.recipe().length();
        int ny = y.recipe().length();
        span = ny / y.radix();
        width = width(x.radix(), y.radix(), tuning);
        bytes = bytes(x.radix(), y.radix(), width);
        group = Math.min(Integer.highestOneBit(tuning.group()), Integer.highestOneBit(width));
        twiddles = memory.floats(UnitFactors.pairs(y.left().map(Stage::twiddles).orElse(new double[0])),
                "the twiddles of a transform");
        Function<Integer, DeviceKernel> kernel = backward -> memory.kernel(SOURCE, "#define RX " + x.radix()
                + "\n#define RY " + y.radix() + "\n#define WIDTH " + width + "\n#define WIDEST " + tuning.radix()
                + "\n#define INVERSE " + backward + "\n", "crossing").with(nx).with(ny).with(pitch).with(plane);
        there = kernel.apply(0);
        back = kernel.apply(1);
    }

    /** For a wave; null where neither its rows nor its columns are cut. */
    static Cross of(LineCut x, LineCut y, int pitch, long plane, OpenClTuning tuning, DeviceMemory memory) {
        return x.isCut() || y.isCut() ? new Cross(x, y, pitch, plane, tuning, memory) : null;
    }

    private static int width(int rx, int ry, OpenClTuning tuning) {
        int width = rx;
        while (2 * width <= MOST_WIDTH && bytes(rx, ry, 2 * width) <= tuning.local()) {
            width *= 2;
        }
        return width;
    }

    /** Bytes of local memory of a group. */
    static long bytes(int rx, int ry, int width) {
        return 2L * Float.BYTES * ry * (width + width / rx);
    }

    /** Takes over a state that lacks the stages. */
    void entered() {
        crossed = false;
    }

    /** Makes the state of some items have the stages or lack them. */
    void make(boolean wanted, Buffer states, int count) {
        if (crossed != wanted) {
            DeviceKernel kernel = wanted ? there : back;
            int argument = kernel.next();
            kernel.with(states).with(twiddles).withLocal(bytes).at(argument)
                    .run((long) span * count, Math.ceilDiv(nx, width), group);
            crossed = wanted;
        }
    }
}
