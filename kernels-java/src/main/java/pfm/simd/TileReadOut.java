package pfm.simd;

import pfm.analog.ArrayEffects;
import pfm.analog.Crossbar;
import pfm.analog.InputStage;
import pfm.analog.OutputSpread;
import pfm.analog.OutputStage;
import pfm.analog.WeightNoise;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/**
 * What the tiles of a {@link Crossbar} that share a part of the inputs do to an input vector after the DAC, and to sums
 * of products before the ADC, in the order that it states, in loops over the heap that the compiler vectorises.
 */
public final class TileReadOut {
    private final InputStage input;
    private final ArrayEffects effects;
    private final OutputStage output;
    private final OutputSpread spread;
    private final long seed;
    private final int number;
    private final float line;

    /** Those of part {@code number} of the inputs, which has {@code inputs} of them. */
    public TileReadOut(Crossbar spec, int number, int inputs) {
        this.input = spec.tile().input();
        this.effects = spec.tile().effects();
        this.output = spec.tile().output();
        this.spread = OutputSpread.of(spec, number);
        this.seed = spec.seed();
        this.number = number;
        this.line = (float) (inputs / ArrayEffects.LINE);
    }

    private NoiseRow noise(NoiseStream stream, int round, long vector) {
        return new NoiseRow(seed, stream, round, number, vector);
    }

    /** Whether {@link #feed} does anything. */
    public boolean feeds() {
        return input.noise() != 0 || input.asymmetry() != 0;
    }

    /** What follows the DAC, for inputs {@code first … first + count − 1} of the tile, with noise that random makes. */
    public void feed(float[] xi, int at, int first, int count, int round, long vector, SimdNoise random) {
        if (input.noise() != 0) {
            random.addNormals(noise(NoiseStream.INPUT_NOISE, round, vector), first, count, input.noise(), xi, at);
        }
        shrinkNegative(xi, at, count, input.asymmetry());
    }

    /** Whether the sums Σ|W||ξ| and those of the voltage drop are needed. */
    public boolean drops() {
        return effects.irDrop() != 0;
    }

    /** Whether the sums Σ|W|ξ² are needed. */
    public boolean readsSquares() {
        return effects.readsSquares();
    }

    /** Whether ‖ξ‖² is needed. */
    public boolean readsNorm() {
        return effects.weightNoise() instanceof WeightNoise.Additive;
    }

    /** y less what the lines take, from the sums Σ|W||ξ| and those of the voltage drop. */
    public void drop(float[] y, float[] current, float[] far, int at, int count) {
        float strength = effects.irDrop();
        for (int i = at; i < at + count; i++) {
            float a = line * current[i];
            float c = a * (a * (0.05f * a - 0.2f) + 0.5f);
            y[i] = y[i] - c * strength * far[i];
        }
    }

    /**
     * Makes of sums of products, less the voltage drop, what the ADC gets, for {@code count} outputs from {@code first}
     * on.
     *
     * @param squares Σ|W|ξ² at the places of y, where they are needed; overwritten
     * @param norm    ‖ξ‖² where it is needed
     * @param random  makes the noise
     */
    public void read(float[] y, float[] squares, int at, float norm, int first, int count, int round, long vector,
            SimdNoise random) {
        if (effects.bends()) {
            resist(y, at, count);
        }
        switch (effects.weightNoise()) {
            case WeightNoise.None none -> { }
            case WeightNoise.Additive additive -> random.addNormals(noise(NoiseStream.WEIGHT_NOISE, round, vector),
                    first, count, additive.sigma() * (float) Math.sqrt(norm), y, at);
            case WeightNoise.PcmRead read -> {
                if (readsSquares()) {
                    deviations(squares, at, count, read.sigma());
                    random.addNormals(noise(NoiseStream.WEIGHT_NOISE, round, vector), first, count, squares, at, y,
                            at);
                }
            }
        }
        if (effects.bends()) {
            bend(y, at, first, count);
        }
        shrinkNegative(y, at, count, output.asymmetry());
        if (output.noise() != 0) {
            NoiseRow row = noise(NoiseStream.OUTPUT_NOISE, round, vector);
            if (output.noiseSpread() == 0) {
                random.addNormals(row, first, count, output.noise(), y, at);
            } else {
                random.addNormals(row, first, count, spread.noise(), first, y, at);
            }
        }
    }

    private static void deviations(float[] squares, int at, int count, float sigma) {
        for (int i = at; i < at + count; i++) {
            squares[i] = sigma * (float) Math.sqrt(squares[i]);
        }
    }

    private void resist(float[] y, int at, int count) {
        if (effects.series() == 0 && effects.voltageOffset() == 0) {
            return;
        }
        float kept = 1 - effects.voltageOffset();
        float series = effects.series();
        float most = effects.mostSeries();
        for (int i = at; i < at + count; i++) {
            y[i] = y[i] * kept / (1 + Math.min(series * Math.abs(y[i]), most));
        }
    }

    private void bend(float[] y, int at, int first, int count) {
        if (effects.curveFactor() == 1 && effects.curve() == 0) {
            return;
        }
        float factor = effects.curveFactor();
        float[] curve = spread.curve();
        for (int i = 0; i < count; i++) {
            float v = y[at + i];
            y[at + i] = factor * v / (1 + Math.abs(curve[first + i] * v));
        }
    }

    private static void shrinkNegative(float[] values, int at, int count, float asymmetry) {
        if (asymmetry == 0) {
            return;
        }
        float kept = 1 - asymmetry;
        for (int i = at; i < at + count; i++) {
            float v = values[i];
            values[i] = v < 0 ? v * kept : v;
        }
    }
}
