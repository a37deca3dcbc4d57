package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.field.Field;
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
    private final int stride;
    private final int items;
    private final List<Buffer> checkpoints = new ArrayList<>();
    private final List<Buffer> behind = new ArrayList<>();
    private final Buffer cotangents;
    private final List<Screen> screens = new ArrayList<>();
    private final List<Optional<Buffer>> byPhase = new ArrayList<>();
    private final List<Optional<Buffer>> byLoss = new ArrayList<>();

    /** With memory for a batch of that size, or for the part of it that finds room; larger ones go in parts. */
    OpenClGradient(OpenClSplitStep plan, int batch, OpenClTuning tuning, DeviceMemory memory) {
        this.plan = plan;
        spec = plan.spec();
        wave = plan.wave();
        spec.steps().forEach(step -> step.screen().ifPresent(screens::add));
        for (Element element : spec.elements()) {
            switch (element) {
                case Element.Gap _ -> sums(Optional.empty(), Optional.empty(), memory);
                case Element.Mask mask -> sums(Optional.of(mask.phase()), mask.attenuation(), memory);
                case Element.Slab slab ->
                    sums(Optional.of(slab.volume().contrast()), slab.volume().extinction(), memory);
            }
        }
        int count = screens.size();
        stride = Math.max(1, (int) Math.ceil(Math.sqrt(count)));
        int planes = Math.min(stride, count) + Math.max(0, Math.ceilDiv(count, stride) - 1) + 1;
        long plane = Math.max(wave.stateBytes(), wave.bytes(wave.tiledCells()));
        items = Math.clamp(Math.min(memory.device().free() / 2 / (planes * plane), tuning.batch() / plane), 1,
                Math.min(batch, wave.items()));
        for (int i = 0; i < Math.min(stride, count); i++) {
            behind.add(memory.allocate(items * wave.bytes(wave.tiledCells()), "a field behind a screen"));
        }
        for (int i = 1; i < Math.ceilDiv(count, stride); i++) {
            checkpoints.add(memory.allocate(items * wave.stateBytes(), "a checkpoint of a field"));
        }
        cotangents = memory.allocate(items * wave.stateBytes(), "a cotangent");
    }

    private void sums(Optional<Samples> phase, Optional<Samples> loss, DeviceMemory memory) {
        byPhase.add(phase.map(s -> memory.allocate((s.count() + Wave.SLACK) * Float.BYTES, "a gradient")));
        byLoss.add(loss.map(s -> memory.allocate((s.count() + Wave.SLACK) * Float.BYTES, "a gradient")));
    }

    void run(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
        byPhase.forEach(b -> b.ifPresent(Buffer::clear));
        byLoss.forEach(b -> b.ifPresent(Buffer::clear));
        for (int first = 0; first < in.batch(); first += items) {
            part(in, cotangent, adjoint, first, Math.min(items, in.batch() - first));
        }
        for (int e = 0; e < gradient.elements(); e++) {
            add(byPhase.get(e), gradient.phase(e));
            add(byLoss.get(e), gradient.attenuation(e));
        }
    }

    private void part(Field in, Field cotangent, Field adjoint, int item, int count) {
        int total = screens.size();
        int last = Math.max(0, total - 1) / stride * stride; // where the last checkpoint lies
        plan.enter(in, item, count);
        for (int k = 0; k < last; k++) {
            plan.forward(k, count, null);
            if ((k + 1) % stride == 0) {
                wave.save(checkpoints.get(k / stride), count);
            }
        }
        plan.enter(cotangent, item, count);
        plan.backward(total, count);
        for (int from = last; from >= 0; from -= stride) {
            int end = Math.min(from + stride, total);
            boolean diffracted = plan.diffracted();
            wave.save(cotangents, count);
            recompute(in, item, count, from, end);
            wave.restore(cotangents, count);
            plan.exchanged(diffracted);
            for (int k = end - 1; k >= from; k--) {
                Screen screen = screens.get(k);
                plan.differentiate(k, count, behind.get(k - from), new ScreenSums(
                        byPhase.get(screen.element()).orElseThrow(),
                        byLoss.get(screen.element()).orElse(null), screen.first()));
                plan.backward(k, count);
            }
        }
        plan.leave(adjoint, item, count);
    }

    /** Fills {@link #behind} with the fields behind the screens {@code from … end − 1}. */
    private void recompute(Field in, int item, int count, int from, int end) {
        if (from > 0) {
            wave.restore(checkpoints.get(from / stride - 1), count);
            plan.exchanged(false);
        } else {
            plan.enter(in, item, count);
        }
        for (int k = from; k < end; k++) {
            plan.forward(k, count, behind.get(k - from));
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
