package pfm.opencl;

import java.util.ArrayList;
import java.util.List;

import pfm.analog.ArrayEffects;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.analog.InputStage;
import pfm.analog.OutputSpread;
import pfm.analog.OutputStage;
import pfm.analog.WeightNoise;
import pfm.field.Matrix;

/** What the tiles of a {@link Crossbar} do between DAC, products and ADC, on the device. */
final class TileEffects {
    private static final String SOURCE = "tile.cl";
    /** Those of {@code norm}. */
    private static final int PARTIAL_SUMS = 64;

    private final Crossbar spec;
    /** Most work-items of a group. */
    private final int group;
    private final boolean drops;
    private final boolean squares;
    /** |W| and what of W the voltage drop takes; null where nothing needs them. */
    private final WeightTable magnitude;
    private final WeightTable far;
    private final Buffer ofMagnitudes;
    private final Buffer ofSquares;
    private final Buffer current;
    private final Buffer dropped;
    private final Buffer squareSums;
    private final Buffer norms;
    /** Of each part of the inputs. */
    private final List<Buffer> curves = new ArrayList<>();
    private final List<Buffer> noises = new ArrayList<>();
    private final DeviceKernel feed;
    private final DeviceKernel derive;
    private final DeviceKernel norm;
    private final DeviceKernel readOut;

    TileEffects(Crossbar spec, int rows, int widest, int tallest, OpenClTuning tuning, DeviceMemory memory) {
        this.spec = spec;
        group = tuning.group();
        ArrayEffects effects = spec.tile().effects();
        drops = effects.irDrop() != 0;
        squares = effects.readsSquares();
        magnitude = drops || squares ? new WeightTable(spec.inputs(), spec.outputs(), tuning, memory) : null;
        far = drops ? new WeightTable(spec.inputs(), spec.outputs(), tuning, memory) : null;
        long inputs = drops || squares ? (long) rows * widest * Float.BYTES : 0;
        long sums = ((long) rows * tallest + Wave.SLACK) * Float.BYTES;
        ofMagnitudes = memory.allocate(inputs, "magnitudes of inputs");
        ofSquares = memory.allocate(inputs, "squares of inputs");
        current = memory.allocate(drops ? sums : 0, "currents of a tile");
        dropped = memory.allocate(drops ? sums : 0, "voltage drops of a tile");
        squareSums = memory.allocate(squares ? sums : 0, "variances of a tile");
        norms = memory.allocate((long) rows * Float.BYTES, "norms of vectors");
        for (int t = 0; t < spec.inputTiles(); t++) {
            OutputSpread spread = OutputSpread.of(spec, t);
            curves.add(memory.floats(spread.curve(), "curves of outputs"));
            noises.add(memory.floats(spread.noise(), "noise of outputs"));
        }
        feed = memory.kernel(SOURCE, "", "feed");
        derive = memory.kernel(SOURCE, "", "derive");
        norm = memory.kernel(SOURCE, "", "norm");
        readOut = memory.kernel(SOURCE, "", "readOut");
    }

    /** Takes over weights. */
    void load(Matrix w) {
        if (magnitude != null) {
            magnitude.load((input, output) -> (float) Math.abs(w.get(output, input)));
        }
        if (far != null) {
            far.load((input, output) -> {
                int first = input - input % spec.tileInputs();
                int n = Math.min(spec.tileInputs(), spec.inputs() - first);
                return (float) ((float) w.get(output, input) * EffectiveWeights.drop(input - first, n));
            });
        }
    }

    /** What follows the DAC, for part {@code t} of the inputs, and what is derived of it. */
    void feed(int t, int batch, int width, Buffer xi, long vector, Buffer betas, Buffer active) {
        InputStage input = spec.tile().input();
        if (input.noise() != 0 || input.asymmetry() != 0) {
            feed.at(0).with(batch).with(width).with(xi).with(width).with(input.noise()).with(1 - input.asymmetry())
                    .with(spec.seed()).with(t).with(vector).with(betas).with(active).runEach(width, batch, group);
        }
        if (magnitude != null) {
            derive.at(0).with(batch).with(width).with(xi).with(width).with(ofMagnitudes).with(ofSquares)
                    .runEach(width, batch, group);
        }
        if (spec.tile().effects().weightNoise() instanceof WeightNoise.Additive) {
            norm.at(0).with(width).with(xi).with(width).with(norms).run(batch, 1, Math.min(group, PARTIAL_SUMS));
        }
    }

    /** Makes what the ADC gets of the sums of outputs {@code o … o + height − 1}. */
    void read(int t, int batch, int j, int width, int o, int height, Buffer xi, Buffer sums, long vector,
            Buffer alphas, Buffer betas) {
        if (!spec.tile().disturbs()) {
            return;
        }
        if (drops) {
            far.run(batch, height, width, j, o, xi, width, 0, dropped, height, 0, 1);
            magnitude.run(batch, height, width, j, o, ofMagnitudes, width, 0, current, height, 0, 1);
        }
        if (squares) {
            magnitude.run(batch, height, width, j, o, ofSquares, width, 0, squareSums, height, 0, 1);
        }
        ArrayEffects effects = spec.tile().effects();
        OutputStage output = spec.tile().output();
        readOut.at(0).with(batch).with(height).with(o).with(sums).with(height).with(drops ? 1 : 0)
                .with((float) (width / ArrayEffects.LINE)).with(effects.irDrop()).with(current).with(dropped)
                .with(1 - effects.voltageOffset()).with(effects.series()).with(effects.mostSeries())
                .with(kind(effects.weightNoise())).with(sigma(effects.weightNoise())).with(norms).with(squareSums)
                .with(effects.curveFactor()).with(curves.get(t)).with(1 - output.asymmetry())
                .with(output.noise() != 0 ? 1 : 0).with(noises.get(t)).with(spec.seed()).with(t).with(vector)
                .with(alphas).with(betas).runEach(height, batch, group);
    }

    private static int kind(WeightNoise noise) {
        return switch (noise) {
            case WeightNoise.None none -> 0;
            case WeightNoise.Additive additive -> 1;
            case WeightNoise.PcmRead(float sigma) -> sigma > 0 ? 2 : 0;
        };
    }

    private static float sigma(WeightNoise noise) {
        return switch (noise) {
            case WeightNoise.None none -> 0;
            case WeightNoise.Additive additive -> additive.sigma();
            case WeightNoise.PcmRead read -> read.sigma();
        };
    }
}
