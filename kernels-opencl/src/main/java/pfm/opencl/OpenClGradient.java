package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.field.Field;
import pfm.field.InsufficientMemoryException;
import pfm.field.Samples;
import pfm.opencl.OpenClScreens.ScreenSums;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;

/** The gradient of an {@link OpenClSplitStep}: checkpoints, fields behind screens and sums, all on the device. */
final class OpenClGradient {
    /** Bytes of a sum that are added to the caller's at once. */
    private static final long PORTION = 16 << 20;

    private final OpenClSplitStep plan;
    private final SplitStep spec;
    private final Wave wave;
    private final DeviceMemory memory;
    private final int stride;
    /** Items that are handled together where fields are computed again. */
    private final int items;
    /** Number of the screen in front of which the last checkpoint lies. */
    private final int last;
    private final List<Buffer> checkpoints = new ArrayList<>();
    private final List<Buffer> behind = new ArrayList<>();
    private Buffer cotangents;
    private final List<Screen> screens = new ArrayList<>();
    private final List<Optional<Buffer>> byPhase = new ArrayList<>();
    private final List<Optional<Buffer>> byLoss = new ArrayList<>();

    /** With memory for sums; what else it needs for such a batch, or for parts of it, is taken when it is needed. */
    OpenClGradient(OpenClSplitStep plan, int batch, OpenClTuning tuning, DeviceMemory memory) {
        this.plan = plan;
        this.memory = memory;
        spec = plan.spec();
        wave = plan.wave();
        spec.steps().forEach(step -> step.screen().ifPresent(screens::add));
        for (Element element : spec.elements()) {
            switch (element) {
                case Element.Gap _ -> sums(Optional.empty(), Optional.empty());
                case Element.Mask mask -> sums(Optional.of(mask.phase()), mask.attenuation());
                case Element.Slab slab -> sums(Optional.of(slab.volume().contrast()), slab.volume().extinction());
            }
        }
        int count = screens.size();
        stride = Math.max(1, (int) Math.ceil(Math.sqrt(count)));
        last = Math.max(0, count - 1) / stride * stride;
        int planes = Math.min(stride, count) + last / stride + 1;
        long plane = Math.max(wave.stateBytes(), wave.bytes(wave.tiledCells()));
        items = Math.clamp(Math.min(memory.device().free() / 2 / (planes * plane), tuning.batch() / plane), 1,
                Math.min(batch, wave.items()));
    }

    private void allocate(List<Buffer> buffers, int wanted, long plane, String purpose) {
        while (buffers.size() < wanted) {
            buffers.add(memory.allocate(items * plane, purpose));
        }
    }

    private void sums(Optional<Samples> phase, Optional<Samples> loss) {
        byPhase.add(phase.map(s -> memory.allocate((s.count() + Wave.SLACK) * Float.BYTES, "a gradient")));
        byLoss.add(loss.map(s -> memory.allocate((s.count() + Wave.SLACK) * Float.BYTES, "a gradient")));
    }

    /** A tape of half of the memory that is left at most: all fields, or checkpoints, or nothing. */
    OpenClTape tape(int batch, long mostBytes, Arena owner) {
        long most = Math.min(mostBytes, memory.device().unallocated() / 2);
        for (OpenClTape.Kind kind : List.of(OpenClTape.Kind.FIELDS, OpenClTape.Kind.CHECKPOINTS)) {
            boolean fields = kind == OpenClTape.Kind.FIELDS;
            int planes = fields ? screens.size() : last / stride;
            long plane = fields ? wave.bytes(wave.tiledCells()) : wave.stateBytes();
            if (planes > 0 && batch <= most / (planes * plane)) {
                OpenClTape tape = new OpenClTape(plan, batch, kind, fields ? Math.min(batch, wave.items()) : items);
                freedWith(owner, tape);
                try {
                    tape.allocate(planes, plane, memory);
                    return tape;
                } catch (InsufficientMemoryException e) {
                    tape.free(memory); // others took it meanwhile
                }
            }
        }
        return new OpenClTape(plan, batch, OpenClTape.Kind.NOTHING, wave.items());
    }

    @SuppressWarnings("restricted") // a segment of no bytes, for what happens when the arena is closed
    private void freedWith(Arena owner, OpenClTape tape) {
        MemorySegment.NULL.reinterpret(owner, _ -> tape.free(memory));
    }

    /** Adds the gradient of a run to {@code gradient}; the tape says what there is of it on the device. */
    void run(Field in, Field cotangent, Field adjoint, MediumGradient gradient, OpenClTape tape) {
        byPhase.forEach(b -> b.ifPresent(Buffer::clear));
        byLoss.forEach(b -> b.ifPresent(Buffer::clear));
        boolean fields = tape.kind() == OpenClTape.Kind.FIELDS;
        if (!fields) {
            allocate(behind, Math.min(stride, screens.size()), wave.bytes(wave.tiledCells()),
                    "a field behind a screen");
            allocate(checkpoints, last / stride, wave.stateBytes(), "a checkpoint of a field");
            cotangents = cotangents == null ? memory.allocate(items * wave.stateBytes(), "a cotangent") : cotangents;
        }
        int together = fields ? tape.items() : items;
        for (int first = 0; first < in.batch(); first += together) {
            int count = Math.min(together, in.batch() - first);
            if (fields) {
                plan.enter(cotangent, first, count);
                plan.backward(screens.size(), count);
                back(0, screens.size(), count, tape.part(first));
                plan.leave(adjoint, first, count);
            } else {
                List<Buffer> marks = tape.kind() == OpenClTape.Kind.CHECKPOINTS ? tape.part(first) : checkpoints;
                if (marks == checkpoints) {
                    plan.enter(in, first, count);
                    sweep(count, checkpoints);
                }
                part(in, cotangent, adjoint, first, count, marks);
            }
        }
        for (int e = 0; e < gradient.elements(); e++) {
            add(byPhase.get(e), gradient.phase(e));
            add(byLoss.get(e), gradient.attenuation(e));
        }
    }

    /** Takes what has entered through the screens in front of the last checkpoint, and keeps all checkpoints. */
    int sweep(int count, List<Buffer> marks) {
        for (int k = 0; k < last; k += stride) {
            plan.forward(k, k + stride, count, null);
            wave.save(marks.get(k / stride), count);
        }
        return last;
    }

    private void part(Field in, Field cotangent, Field adjoint, int item, int count, List<Buffer> marks) {
        plan.enter(cotangent, item, count);
        plan.backward(screens.size(), count);
        for (int from = last; from >= 0; from -= stride) {
            int end = Math.min(from + stride, screens.size());
            boolean diffracted = plan.diffracted();
            wave.save(cotangents, count);
            if (from > 0) {
                wave.restore(marks.get(from / stride - 1), count);
                plan.exchanged(false);
            } else {
                plan.enter(in, item, count);
            }
            plan.forward(from, end, count, behind);
            wave.restore(cotangents, count);
            plan.exchanged(diffracted);
            back(from, end, count, behind);
        }
        plan.leave(adjoint, item, count);
    }

    /** Takes a cotangent back through the screens {@code from … end − 1}, and adds their gradients. */
    private void back(int from, int end, int count, List<Buffer> fields) {
        for (int k = end - 1; k >= from; k--) {
            Screen screen = screens.get(k);
            plan.differentiate(k, count, fields.get(k - from), new ScreenSums(
                    byPhase.get(screen.element()).orElseThrow(), byLoss.get(screen.element()).orElse(null),
                    screen.first()));
            plan.backward(k, count);
        }
    }

    private static void add(Optional<Buffer> sum, Optional<Samples> target) {
        if (sum.isEmpty()) {
            return;
        }
        MemorySegment total = target.orElseThrow().segment();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment part = arena.allocate(Math.min(PORTION, total.byteSize()), 64);
            for (long at = 0; at < total.byteSize(); at += PORTION) {
                MemorySegment read = part.asSlice(0, Math.min(PORTION, total.byteSize() - at));
                sum.get().read(at, read);
                for (long b = 0; b < read.byteSize(); b += Float.BYTES) {
                    total.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + b, total.get(ValueLayout.JAVA_FLOAT_UNALIGNED,
                            at + b) + read.get(ValueLayout.JAVA_FLOAT, b));
                }
            }
        }
    }
}
