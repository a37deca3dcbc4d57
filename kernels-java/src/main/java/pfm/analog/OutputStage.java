package pfm.analog;

import pfm.quantity.Require;

/**
 * What a tile does to results of its array: {@code y(1 − asymmetry)} where y is negative, {@code y + noise_i·N} with
 * {@code noise_i = noise·|1 + noiseSpread·N|} drawn once for each output, then the ADC, and iterative bounds before it.
 *
 * @param asymmetry       part by which negative outputs are too small
 * @param noise           deviation of the noise before the ADC
 * @param noiseSpread     its deviation over the outputs, as a part of it
 * @param adc             output converter, of any kind
 * @param iterativeBounds whether a vector that the ADC clips is tried again with doubled β
 * @param scale           factor on every result
 */
public record OutputStage(float asymmetry, float noise, float noiseSpread, DataConverter adc, boolean iterativeBounds,
        float scale) {
    /** Changes nothing. */
    public static final OutputStage IDEAL = new OutputStage(0, 0, 0, Converter.IDEAL, false, 1);

    /** Checks ranges. */
    public OutputStage {
        Require.inRange("output asymmetry", -1, 1, "", asymmetry);
        Require.inRange("output noise", 0, 1e6, "", noise);
        Require.inRange("spread of the output noise", 0, 1e3, "", noiseSpread);
        Require.given("adc", adc);
        Require.finite("output scale", "", scale);
    }

    /** This stage with another range of its ADC. */
    public OutputStage withBound(float bound) {
        return new OutputStage(asymmetry, noise, noiseSpread, adc.withBound(bound), iterativeBounds, scale);
    }
}
