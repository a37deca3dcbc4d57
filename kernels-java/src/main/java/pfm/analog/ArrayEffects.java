package pfm.analog;

import pfm.quantity.Require;

/**
 * What an array and its read-out do to sums of products, in this order:
 *
 * <ol>
 * <li>Voltage drop along the lines, in closed form: {@code a_i = (n/571428.6)·Σ_j |W_ij||ξ_j|},
 *     {@code c = a(a(0.05 a − 0.2) + 0.5)}, {@code y_i −= irDrop·c·Σ_j W_ij ξ_j (1 − (1 − j/n)²)} for n inputs of a
 *     tile; j = 0 is the farthest from the read-out.
 * <li>{@code y (1 − voltageOffset)/(1 + min(series·|y|, mostSeries))}.
 * <li>{@link WeightNoise}.
 * <li>The curve of the read-out {@code curveFactor·y/(1 + |n_i y|)}, with {@code n_i = curve·(1 + curveSpread·N)} drawn
 *     once for each output.
 * </ol>
 *
 * <p>Source: IBM aihwkit 1.1, forward pass of a tile; the closed form is a fit to circuit simulations there.
 *
 * @param irDrop        strength of the voltage drop; 0 for none, 1 for that of the source
 * @param series        resistance of the read-out, per unit of y
 * @param mostSeries    largest value of series·|y| that counts
 * @param voltageOffset part of y that is lost
 * @param weightNoise   fluctuation of weights
 * @param curveFactor   slope of the curve
 * @param curve         mean bend of the curve; 0 for a straight line
 * @param curveSpread   deviation of the bend over the outputs, as a part of it
 */
public record ArrayEffects(float irDrop, float series, float mostSeries, float voltageOffset, WeightNoise weightNoise,
        float curveFactor, float curve, float curveSpread) {
    /** Conductance of a line over that of a cell: 1 over the resistance of a segment times the largest conductance. */
    public static final double LINE = 571428.6;

    /** Changes nothing. */
    public static final ArrayEffects IDEAL = new ArrayEffects(0, 0, 0, 0, new WeightNoise.None(), 1, 0, 0);

    /** Checks ranges. */
    public ArrayEffects {
        Require.inRange("IR drop", 0, 1e6, "", irDrop);
        Require.inRange("series resistance", 0, 1e6, "", series);
        Require.inRange("largest series resistance", 0, 1e6, "", mostSeries);
        Require.inRange("voltage offset", -1, 1, "", voltageOffset);
        Require.given("weight noise", weightNoise);
        Require.inRange("factor of the curve", -1e6, 1e6, "", curveFactor);
        Require.inRange("bend of the curve", -1e6, 1e6, "", curve);
        Require.inRange("spread of the curve", 0, 1e3, "", curveSpread);
    }

    /** Whether Σ|W|ξ² is needed. */
    public boolean readsSquares() {
        return weightNoise instanceof WeightNoise.PcmRead(float sigma) && sigma > 0;
    }

    /** Whether the read-out changes y as a function of itself alone. */
    public boolean bends() {
        return series != 0 || voltageOffset != 0 || curveFactor != 1 || curve != 0;
    }
}
