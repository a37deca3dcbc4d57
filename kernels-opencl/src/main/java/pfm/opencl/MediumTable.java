package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import org.jocl.CL;
import org.jocl.cl_event;

import pfm.field.Samples;

import static pfm.opencl.OpenClException.check;

/**
 * The phases or attenuations of a medium on a device, 8-bit where they are: all of them for the life of the plan, or,
 * where they are too many, two windows that move along the medium. While kernels read one window, the other is filled
 * through two pieces of pinned memory in turn, one of which is filled while the other is transferred.
 */
final class MediumTable {
    /** Largest phase in half turns that kernels reduce to a turn without loss. */
    private static final float REACH = 0x1p21f;
    /** Whether a transfer ends before the next begins, for devices that take commands from one thread alone. */
    private static final boolean BLOCKING = Boolean.getBoolean("pfm.opencl.blocking");
    /** Bytes that are transferred at once. */
    private static final long PORTION = 64 << 20;

    private final Samples samples;
    /** Half turns of a unit of phase; 0 where the samples are no phases. */
    private final double halfTurns;
    private final Device device;
    /** Whether kernels generate the values, which then have no memory. */
    private final boolean generated;
    private final int width;
    private final long span;
    private final Window[] windows;
    private final List<PinnedMemory> pinned = new ArrayList<>();
    /** The transfer out of each; null if there was none. */
    private final cl_event[] written = new cl_event[2];
    /** Which one is filled next. */
    private int turn;
    private int current;

    /** A part of the medium that is on the device. */
    private static final class Window {
        private final Buffer buffer;
        /** First sample; −1 while there is none. */
        private long first = -1;
        /** Ends when kernels have read it; null if none has. */
        private cl_event read;
        /** Whether kernels have to wait for its transfer. */
        private boolean fresh;

        Window(Buffer buffer) {
            this.buffer = buffer;
        }
    }

    /**
     * @param plane samples of a screen
     * @param most  bytes that may stay on the device
     */
    MediumTable(Samples samples, double halfTurns, long plane, long most, DeviceMemory memory) {
        this.samples = samples;
        this.halfTurns = halfTurns;
        device = memory.device();
        generated = halfTurns != 0 && samples.generator().isPresent();
        width = samples.format() == Samples.Format.LEVELS8 ? 1 : Float.BYTES;
        boolean whole = generated || samples.count() * width <= most;
        long part = Math.max(1, Math.min(most, PORTION) / 2 / width / plane) * plane;
        span = generated ? 0 : whole ? samples.count() : part;
        windows = new Window[whole ? 1 : 2];
        for (int w = 0; w < windows.length; w++) {
            windows[w] = new Window(memory.allocate((span + Wave.SLACK) * width, "a medium"));
        }
        long portion = Math.min(PORTION / 2, span * width);
        for (int piece = 0; !generated && piece < 2 && piece * portion < span * width; piece++) {
            pinned.add(memory.owning(new PinnedMemory(device, portion)));
        }
        memory.owning(this::forget);
        reload();
    }

    /** Whether values are 8-bit levels. */
    boolean isLevels() {
        return width == 1;
    }

    /** Whether kernels generate the values. */
    boolean isGenerated() {
        return generated;
    }

    Samples samples() {
        return samples;
    }

    /** Takes over the medium as it is now. */
    void reload() {
        if (generated) {
            windows[0].first = 0;
        } else if (windows.length == 1) {
            fill(windows[0], 0);
        } else {
            for (Window window : windows) {
                window.first = -1;
            }
        }
    }

    /**
     * The memory that holds a screen from now until another is asked for.
     *
     * @param first its first sample
     */
    Buffer holding(long first) {
        if (!generated && !holds(windows[current], first)) { // one that holds all may have failed to fill
            released(windows[current]);
            current = (current + 1) % windows.length;
            if (!holds(windows[current], first)) {
                fill(windows[current], first / span * span);
            }
        }
        if (windows[current].fresh) {
            windows[current].fresh = false;
            cl_event last = written[(turn + pinned.size() - 1) % pinned.size()]; // transfers end in order
            check("clEnqueueBarrierWithWaitList",
                    CL.clEnqueueBarrierWithWaitList(device.queue(), 1, new cl_event[] {last}, null));
        }
        return windows[current].buffer;
    }

    /** Where a screen begins in that memory. */
    long offset(long first) {
        return first - windows[current].first;
    }

    private boolean holds(Window window, long first) {
        return window.first >= 0 && first >= window.first && first < window.first + span;
    }

    /** Kernels that were started are the last ones to read a window. */
    private void released(Window window) {
        window.read = forgotten(window.read);
        window.read = new cl_event();
        check("clEnqueueMarkerWithWaitList", CL.clEnqueueMarkerWithWaitList(device.queue(), 0, null, window.read));
        Device.count(1);
        check("clFlush", CL.clFlush(device.queue()));
    }

    private void fill(Window window, long first) {
        window.first = -1; // until it is full
        if (window.read != null) {
            check("clWaitForEvents", CL.clWaitForEvents(1, new cl_event[] {window.read}));
        }
        long end = Math.min(first + span, samples.count());
        long portion = pinned.getFirst().memory().byteSize() / width;
        for (long at = first; at < end; at += portion) {
            long count = Math.min(portion, end - at);
            MemorySegment piece = pinned.get(turn).memory().asSlice(0, count * width);
            await(turn);
            stage(at, count, piece);
            written[turn] = new cl_event();
            check("writing a medium to the device", CL.clEnqueueWriteBuffer(device.transfers(), window.buffer.memory(),
                    BLOCKING, (at - first) * width, count * width, Buffer.pointer(piece), 0, null, written[turn]));
            Device.count(1);
            device.profile().addTransfer(written[turn]);
            check("clFlush", CL.clFlush(device.transfers()));
            turn = (turn + 1) % pinned.size();
            samples.release(at, count);
        }
        window.fresh = true;
        window.first = first;
    }

    /** Waits until a piece of pinned memory is free. */
    private void await(int piece) {
        if (written[piece] != null) {
            check("clWaitForEvents", CL.clWaitForEvents(1, new cl_event[] {written[piece]}));
            written[piece] = forgotten(written[piece]);
        }
    }

    private void stage(long first, long count, MemorySegment target) {
        if (samples.format() == Samples.Format.FLOAT64) {
            try (Arena arena = Arena.ofShared()) {
                MemorySegment wide = arena.allocate(count * Double.BYTES, 64);
                samples.stage(first, count, wide);
                for (long i = 0; i < count; i++) {
                    target.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) wide.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
                }
            }
        } else {
            samples.stage(first, count, target);
        }
        if (!isLevels() && halfTurns != 0) {
            reduce(count, target);
        }
    }

    /** Phases too large for kernels are replaced by small ones, equal modulo a turn. */
    private void reduce(long count, MemorySegment phases) {
        for (long i = 0; i < count; i++) {
            double turned = phases.getAtIndex(ValueLayout.JAVA_FLOAT, i) * halfTurns;
            if (!(Math.abs(turned) <= REACH)) {
                phases.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                        (float) (Math.IEEEremainder(turned, 2) / halfTurns));
            }
        }
    }

    private void forget() {
        for (Window window : windows) {
            window.read = forgotten(window.read);
        }
        for (int piece = 0; piece < written.length; piece++) {
            written[piece] = forgotten(written[piece]);
        }
    }

    private static cl_event forgotten(cl_event event) {
        if (event != null) {
            CL.clReleaseEvent(event);
            Device.count(-1);
        }
        return null;
    }
}
