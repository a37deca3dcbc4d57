package pfm.analog;

import pfm.quantity.Require;

/**
 * What a tile does to an input vector before it meets the weights: {@code v = dac(s x) + noise·N}, and
 * {@code ξ = v(1 − asymmetry)} where v is negative.
 *
 * @param scaling   how α is chosen, which brings vectors into the range of the DAC
 * @param dac       input converter
 * @param noise     deviation of the noise after the DAC
 * @param asymmetry part by which negative inputs are too small
 */
public record InputStage(InputScaling scaling, UniformConverter dac, float noise, float asymmetry) {
    /** Changes nothing. */
    public static final InputStage IDEAL = new InputStage(new InputScaling.None(), Converter.IDEAL, 0, 0);

    /** Checks ranges. */
    public InputStage {
        Require.given("input scaling", scaling);
        Require.given("dac", dac);
        Require.inRange("input noise", 0, 1e6, "", noise);
        Require.inRange("input asymmetry", -1, 1, "", asymmetry);
    }

    /** This stage with another range of its DAC. */
    public InputStage withBound(float bound) {
        return new InputStage(scaling, dac.withBound(bound), noise, asymmetry);
    }
}
