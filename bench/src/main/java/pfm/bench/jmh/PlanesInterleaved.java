package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.field.Precision;
import pfm.optics.Screen;
import pfm.optics.Step;
import pfm.optics.TransferFunction;
import pfm.validation.Output;

/**
 * A wave task as one writes it on a library of transforms: per step a forward transform, a product with the transfer
 * function, an inverse transform, a product with the screen. Planes are interleaved, as such libraries prefer, and run
 * side by side where there are as many as threads; else the threads share each plane.
 */
final class PlanesInterleaved implements Candidate {
    private final WaveTask task;
    private final Planes planes;
    private final int threads;
    private final ForkJoinPool pool;
    private final List<Factors> passes = new ArrayList<>();

    /** What a plane is multiplied with in one step; {@code screen} is null in the last. */
    private record Factors(MemorySegment transfer, MemorySegment screen) {
    }

    PlanesInterleaved(WaveTask task, Planes planes, int threads, Arena arena) {
        this.task = task;
        this.planes = planes;
        this.threads = threads;
        pool = new ForkJoinPool(threads);
        Map<Double, MemorySegment> transfers = new HashMap<>();
        for (Step step : task.steps()) {
            passes.add(new Factors(
                    transfers.computeIfAbsent(step.distance(), z -> transfer(task.transfer().apply(z), arena)),
                    step.screen().map(screen -> screen(screen, arena)).orElse(null)));
        }
    }

    /** H over the count of samples, which the inverse transform leaves undone. */
    private MemorySegment transfer(TransferFunction h, Arena arena) {
        MemorySegment table = table(arena);
        double[] entry = new double[2];
        for (int y = 0, i = 0; y < task.grid().ny(); y++) {
            for (int x = 0; x < task.grid().nx(); x++, i++) {
                h.entry(x, y, entry);
                set(table, i, entry[0] / task.grid().samples(), entry[1] / task.grid().samples());
            }
        }
        return table;
    }

    private MemorySegment screen(Screen screen, Arena arena) {
        MemorySegment table = table(arena);
        for (int i = 0; i < task.grid().samples(); i++) {
            double phase = screen.scale() * screen.phase().get(screen.first() + i);
            set(table, i, Math.cos(phase), Math.sin(phase));
        }
        return table;
    }

    private MemorySegment table(Arena arena) {
        return OffHeap.allocate(arena, 8 * task.grid().samples(), "a table of complex factors");
    }

    private static void set(MemorySegment table, long index, double re, double im) {
        table.setAtIndex(ValueLayout.JAVA_FLOAT, 2 * index, (float) re);
        table.setAtIndex(ValueLayout.JAVA_FLOAT, 2 * index + 1, (float) im);
    }

    @Override
    public String describe() {
        return planes.describe() + ", threads: " + threads + ", FLOAT32";
    }

    @Override
    public Cost cost() {
        return task.cost();
    }

    @Override
    public void load() {
        Field in = task.input();
        for (int item = 0; item < task.batch(); item++) {
            Field plane = in.items(item, 1);
            for (long i = 0; i < task.grid().samples(); i++) {
                set(planes.samples(item), i, plane.re().getAtIndex(ValueLayout.JAVA_FLOAT, i),
                        plane.im().getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }
    }

    @Override
    public void run() {
        if (task.batch() >= threads) {
            each(task.batch(), item -> carry(item, this::multiply));
        } else {
            IntStream.range(0, task.batch()).forEach(item -> carry(item, this::multiplyShared));
        }
    }

    @FunctionalInterface
    private interface Multiplication {
        void of(MemorySegment plane, MemorySegment factors);
    }

    private void carry(int item, Multiplication multiplication) {
        MemorySegment plane = planes.samples(item);
        for (Factors factors : passes) {
            planes.forward(item);
            multiplication.of(plane, factors.transfer);
            planes.inverse(item);
            if (factors.screen != null) {
                multiplication.of(plane, factors.screen);
            }
        }
    }

    private void multiply(MemorySegment plane, MemorySegment factors) {
        InterleavedProduct.multiply(plane, factors, 0, task.grid().samples());
    }

    private void multiplyShared(MemorySegment plane, MemorySegment factors) {
        long samples = task.grid().samples();
        each(threads, part -> InterleavedProduct.multiply(
                plane, factors, samples * part / threads, samples * (part + 1) / threads));
    }

    private void each(int count, IntConsumer job) {
        if (threads == 1) {
            IntStream.range(0, count).forEach(job);
        } else {
            pool.submit(() -> IntStream.range(0, count).parallel().forEach(job)).join();
        }
    }

    @Override
    public Output result() {
        Field out = Field.zeros(task.grid(), task.batch(), Precision.FLOAT32, Arena.ofAuto());
        for (int item = 0; item < task.batch(); item++) {
            Field plane = out.items(item, 1);
            for (long i = 0; i < task.grid().samples(); i++) {
                plane.re().setAtIndex(ValueLayout.JAVA_FLOAT, i, number(item, 2 * i));
                plane.im().setAtIndex(ValueLayout.JAVA_FLOAT, i, number(item, 2 * i + 1));
            }
        }
        return Output.of("u", out);
    }

    private float number(int item, long index) {
        return planes.samples(item).getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    @Override
    public void close() {
        planes.close();
        pool.close();
    }
}
