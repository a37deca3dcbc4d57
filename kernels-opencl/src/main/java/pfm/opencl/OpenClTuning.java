package pfm.opencl;

import java.util.List;

import pfm.tuning.Tuning;

/**
 * The parameters that {@link OpenClBackend} names, checked, each with its default for a device.
 *
 * @param lanes      floats that a work-item handles in one vector
 * @param group      most work-items of a group
 * @param local      most bytes of local memory that a group uses
 * @param lines      most lines of a tile
 * @param radix      widest radix of a transform
 * @param specialise whether kernels are compiled for each length
 * @param batch      bytes of the fields that are handled together; one item at least
 * @param resident   most bytes of a medium that stays on the device
 * @param split      most points of a line that is transformed in one pass, where a work-item is a lane
 * @param registers  points of a line that a work-item holds in registers, where it is a lane; 0 for lines in tiles
 */
record OpenClTuning(int lanes, int group, long local, int lines, int radix, boolean specialise, long batch,
        long resident, int split, int registers) {
    /** Room for what a buffer has behind its samples. */
    private static final long PAGE = 1 << 12;

    static final String LANES = "opencl.lanes";
    static final String GROUP = "opencl.group";
    static final String LOCAL = "opencl.local";
    static final String LINES = "opencl.lines";
    static final String RADIX = "opencl.radix";
    static final String SPECIALISE = "opencl.specialise";
    static final String BATCH = "opencl.batch";
    static final String RESIDENT = "opencl.resident";
    static final String SPLIT = "opencl.split";
    static final String REGISTERS = "opencl.registers";

    static final List<String> NAMES = List.of(LANES, GROUP, LOCAL, LINES, RADIX, SPECIALISE, BATCH, RESIDENT,
            SPLIT, REGISTERS);

    /** Refuses unknown names and wrong values. */
    static void check(Tuning tuning) {
        tuning.requireKnown("opencl", NAMES);
        of(tuning, 1, 1, 1 << 15, 1L << 30, 1L << 28, true);
    }

    /** The parameters for a device. */
    static OpenClTuning of(Tuning tuning, DeviceDescription device) {
        return of(tuning, device.lanes(), device.mostItems(), device.localMemory(), device.memory(), device.mostInOne(),
                device.kind() == DeviceDescription.Kind.CPU);
    }

    private static OpenClTuning of(Tuning tuning, int lanes, int mostItems, long localMemory, long memory,
            long mostInOne, boolean processor) {
        long width = oneOf(LANES, tuning.integer(LANES, 1, 16, lanes), List.of(1L, 2L, 4L, 8L, 16L));
        // numbers of a butterfly of 16 fill the registers of a processor, whose cells are vectors
        long radix = oneOf(RADIX, tuning.integer(RADIX, 8, 16, processor ? 8 : 16), List.of(8L, 16L));
        long registers = oneOf(REGISTERS, tuning.integer(REGISTERS, 0, 16, processor ? 0 : 16), List.of(0L, 8L, 16L));
        // On a processor a group is one item: what it would wait for at a barrier is itself.
        return new OpenClTuning((int) width,
                (int) Math.min(mostItems, tuning.integer(GROUP, 1, 1 << 16, processor ? 1 : 512)),
                Math.min(localMemory, tuning.integer(LOCAL, 0, Long.MAX_VALUE, Long.MAX_VALUE)),
                (int) tuning.integer(LINES, 1, 64, processor ? 1 : 8),
                (int) radix,
                tuning.integer(SPECIALISE, 0, 1, processor ? 0 : 1) == 1,
                tuning.integer(BATCH, 1, Long.MAX_VALUE, processor ? 4 << 20 : Math.min(memory / 8, mostInOne)),
                tuning.integer(RESIDENT, 1, Long.MAX_VALUE, Math.min(memory / 2, mostInOne - PAGE)),
                (int) tuning.integer(SPLIT, 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                (int) registers);
    }

    private static long oneOf(String name, long value, List<Long> values) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException(
                    "tuning parameter " + name + " must be one of " + values + ", was '" + value + "'");
        }
        return value;
    }
}
