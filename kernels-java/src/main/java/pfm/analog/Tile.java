package pfm.analog;

import pfm.quantity.Require;

/**
 * What a tile of a crossbar does to its part of a vector; {@link Crossbar} says in which order.
 *
 * @param outputs most rows of a tile
 * @param inputs  most columns of a tile
 * @param input   before the array
 * @param effects in the array
 * @param output  after it
 */
public record Tile(int outputs, int inputs, InputStage input, ArrayEffects effects, OutputStage output) {
    /** One tile of any size that computes the product itself. */
    public static final Tile IDEAL = new Tile(
            Integer.MAX_VALUE, Integer.MAX_VALUE, InputStage.IDEAL, ArrayEffects.IDEAL, OutputStage.IDEAL);

    /** Checks ranges. */
    public Tile {
        Require.inRange("tile outputs", 1, Integer.MAX_VALUE, outputs);
        Require.inRange("tile inputs", 1, Integer.MAX_VALUE, inputs);
        Require.given("input stage", input);
        Require.given("array effects", effects);
        Require.given("output stage", output);
    }

    /**
     * The default tile of IBM aihwkit: 7 bits in, 9 bits out with bound 12 and noise 0.06, vectors scaled by their
     * largest magnitude, iterative bounds.
     */
    public static Tile aihwkitDefault() {
        return new Tile(512, 512, new InputStage(new InputScaling.AbsMax(), Converter.ofResolution(1 / 126.0, 1), 0, 0),
                ArrayEffects.IDEAL,
                new OutputStage(0, 0.06f, 0, Converter.ofResolution(1 / 510.0, 12), true, 1));
    }

    /**
     * The preset for inference of IBM aihwkit ("standard hardware-aware training"): 8 bits in and out, output bound 10
     * and noise 0.04, read noise of phase-change cells 0.0175, voltage drop.
     */
    public static Tile realistic() {
        return new Tile(512, 512,
                new InputStage(new InputScaling.Constant(1), Converter.ofResolution(1 / 254.0, 1), 0, 0),
                new ArrayEffects(1, 0, 0, 0, new WeightNoise.PcmRead(0.0175f), 1, 0, 0),
                new OutputStage(0, 0.04f, 0, Converter.ofResolution(1 / 254.0, 10), false, 1));
    }

    /** This tile in another size. */
    public Tile withSize(int mostOutputs, int mostInputs) {
        return new Tile(mostOutputs, mostInputs, input, effects, output);
    }

    /** This tile with another input stage. */
    public Tile withInput(InputStage other) {
        return new Tile(outputs, inputs, other, effects, output);
    }

    /** This tile with another array. */
    public Tile withEffects(ArrayEffects other) {
        return new Tile(outputs, inputs, input, other, output);
    }

    /** This tile with another output stage. */
    public Tile withOutput(OutputStage other) {
        return new Tile(outputs, inputs, input, effects, other);
    }

    /** The linear part: nothing but the digital factor on results. */
    public Tile linear() {
        return IDEAL.withOutput(new OutputStage(0, 0, 0, Converter.IDEAL, false, output.scale()));
    }

    /** Whether this is the product itself, up to the factor on results. */
    public boolean isIdeal() {
        return input.equals(InputStage.IDEAL) && !disturbs() && output.adc().isIdeal() && !output.iterativeBounds();
    }

    /** Whether something lies between sums of products and the ADC. */
    public boolean disturbs() {
        return !effects.equals(ArrayEffects.IDEAL) || output.asymmetry() != 0 || output.noise() != 0;
    }
}
