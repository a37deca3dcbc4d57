package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.analog.MovingAverage;
import pfm.field.Matrix;

/** The tiles of a {@link Crossbar} with converters, one after the other, each for all vectors of a batch. */
final class CrossbarTiles {
    private final Crossbar spec;
    private final WeightTable product;
    /** Most work-items of a group. */
    private final int group;
    private final TileEffects effects;
    private final TileConverters converters;
    /** Null where nothing is averaged. */
    private final MovingAverage average;
    private final Buffer xi;
    private final Buffer sums;
    private final Buffer alphas;
    private final Buffer betas;
    private final Buffer active;
    private final Buffer clipped;
    private final DeviceKernel scale;
    private final DeviceKernel wake;
    private final DeviceKernel dac;
    private final DeviceKernel bounds;
    private final DeviceKernel adc;
    private final MemorySegment count;
    /** α that were averaged, {@code [part of the inputs][batch]}. */
    private final MemorySegment averaged;

    CrossbarTiles(Crossbar spec, WeightTable product, int rows, OpenClTuning tuning, DeviceMemory memory) {
        this.spec = spec;
        this.product = product;
        group = tuning.group();
        int widest = Math.min(spec.tileInputs(), spec.inputs());
        int tallest = Math.min(spec.tileOutputs(), spec.outputs());
        effects = new TileEffects(spec, rows, widest, tallest, tuning, memory);
        converters = new TileConverters(spec, tuning, memory);
        average = spec.inputScaling() instanceof InputScaling.AverageAbsMax scaling
                ? new MovingAverage(scaling, spec.inputTiles()) : null;
        xi = memory.allocate((long) rows * widest * Float.BYTES, "converted inputs of a tile");
        sums = memory.allocate(((long) rows * tallest + Wave.SLACK) * Float.BYTES, "sums of a tile");
        alphas = memory.allocate((long) rows * Float.BYTES, "scales of vectors");
        betas = memory.allocate((long) rows * Float.BYTES, "scales of vectors");
        active = memory.allocate((long) rows * Integer.BYTES, "marks of vectors");
        clipped = memory.allocate(Integer.BYTES, "a count of vectors");
        scale = memory.kernel(WeightTable.SOURCE, "", "scale");
        wake = memory.kernel(WeightTable.SOURCE, "", "wake");
        dac = memory.kernel(WeightTable.SOURCE, "", "dac");
        bounds = memory.kernel(WeightTable.SOURCE, "", "bounds");
        adc = memory.kernel(WeightTable.SOURCE, "", "adc");
        count = memory.arena().allocate(ValueLayout.JAVA_INT);
        averaged = memory.arena().allocate(average == null ? 4 : (long) spec.inputTiles() * rows * Float.BYTES, 4);
    }

    /** Takes over weights. */
    void load(Matrix weights) {
        effects.load(weights);
    }

    /** Begins moving averages anew. */
    void reset() {
        if (average != null) {
            average.reset();
        }
    }

    /** Takes moving averages over {@code batch} rows of x from {@code first} on; before they run. */
    void average(Matrix x, int first, int batch) {
        for (int b = 0; average != null && b < batch; b++) {
            for (int t = 0, j = 0, width; j < spec.inputs(); t++, j += width) {
                width = Math.min(spec.inputs() - j, spec.tileInputs());
                float largest = (float) spec.inputScaling().alpha(x, first + b, j, width);
                averaged.setAtIndex(ValueLayout.JAVA_FLOAT, (long) t * batch + b, average.next(t, largest));
            }
        }
    }

    /**
     * Starts {@code y = W x} through all tiles.
     *
     * @param vector number of the first one
     * @return passes of vectors through tiles that were repetitions
     */
    long run(int batch, Buffer x, Buffer y, long vector) {
        long repetitions = 0;
        y.clear();
        for (int j = 0, width; j < spec.inputs(); j += width) {
            width = Math.min(spec.inputs() - j, spec.tileInputs());
            for (int o = 0, height; o < spec.outputs(); o += height) {
                height = Math.min(spec.outputs() - o, spec.tileOutputs());
                repetitions += tile(batch, x, j, width, y, o, height, vector);
            }
        }
        return repetitions;
    }

    private long tile(int batch, Buffer x, int j, int width, Buffer y, int o, int height, long vector) {
        int t = j / spec.tileInputs();
        scale.at(0).with(width).with(x).with(spec.inputs()).with(j)
                .with(kind()).with(spec.inputScaling() instanceof InputScaling.Constant(float alpha) ? alpha : 1)
                .with(alphas).with(betas).with(active).reduceRows(batch, width, group);
        if (average != null) {
            alphas.write(0, averaged.asSlice((long) t * batch * Float.BYTES, (long) batch * Float.BYTES));
            wake.at(0).with(batch).with(alphas).with(active).runEach(batch, 1, group);
        }
        long repetitions = 0;
        for (int again = batch; again > 0;) {
            dac.at(0).with(batch).with(width).with(x).with(spec.inputs()).with(j).with(xi).with(width)
                    .with(converters.dac().lsb()).with(converters.dac().bound()).with(alphas).with(betas).with(active)
                    .runEach(width, batch, group);
            converters.convertInputs(batch, width, xi, active);
            effects.feed(t, batch, width, xi, vector, betas, active);
            product.run(batch, height, width, j, o, xi, width, 0, sums, height, 0, 1);
            effects.read(t, batch, j, width, o, height, xi, sums, vector, alphas, betas);
            again = spec.iterativeBounds() ? clipped(batch, height) : 0;
            repetitions += again;
        }
        converters.convertSums(t, batch, o, height, sums, active);
        adc.at(0).with(batch).with(height).with(sums).with(height).with(converters.adc().lsb())
                .with(converters.adc().bound()).with(spec.outputScale()).with(alphas).with(betas).with(y)
                .with(spec.outputs()).with(o).runEach(height, batch, group);
        return repetitions;
    }

    /** How many vectors must be tried again; their β has doubled. */
    private int clipped(int batch, int height) {
        float mostBeta = spec.dac().lsb() == 0 ? 1000 : Math.min(1000, 0.25f / spec.dac().lsb());
        clipped.clear();
        bounds.at(0).with(height).with(sums).with(height).with(converters.adc().lsb()).with(converters.least())
                .with(converters.most()).with(mostBeta).with(betas).with(active).with(clipped)
                .reduceRows(batch, height, group);
        clipped.read(0, count);
        return count.get(ValueLayout.JAVA_INT, 0);
    }

    private int kind() {
        return switch (spec.inputScaling()) {
            case InputScaling.None _ -> 0;
            case InputScaling.AbsMax _, InputScaling.AverageAbsMax _ -> 1;
            case InputScaling.Max _ -> 2;
            case InputScaling.Constant _ -> 3;
        };
    }
}
