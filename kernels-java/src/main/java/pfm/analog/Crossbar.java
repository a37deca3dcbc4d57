package pfm.analog;

import pfm.energy.Activity;
import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A crossbar of weights with converters, cut into tiles whose partial results are added digitally. Each tile with
 * weights W does to its part x of an input vector, in this order:
 *
 * <ol>
 * <li>α by {@link InputScaling}; if α &lt; {@link Float#MIN_NORMAL} the result is 0. β = 1.
 * <li>{@code s = (1/α)/β}; {@code ξ = dac(s·x)}: rounded to even, then clipped.
 * <li>{@code y = W ξ}.
 * <li>With {@code iterativeBounds}: if the ADC clips any y, that is if |y| once rounded exceeds its bound, β doubles
 *     and the tile repeats from step 2 for this vector; the first β above 1000 or above 0.25/lsb of the DAC is the
 *     last one.
 * <li>{@code y = adc(y)}: rounded to even, then clipped.
 * <li>{@code ((y·α)·β)·outputScale} is added to the result, in the order of the inputs.
 * </ol>
 *
 * <p>With float32 vectors each operation is one float32 operation, and W ξ is accurate to float32. With float64
 * vectors they are float64 operations, except for converters that round: such a DAC and the scaling before it, and
 * such an ADC, compute in float32 all the same, so that codes do not depend on the precision. Weights are rounded to
 * the precision that the backend computes in. NaN in x makes every result NaN. ±∞ saturates the DAC, but makes every
 * result NaN where α follows it.
 *
 * <p>The adjoint is the transpose of the {@linkplain #linear() linear part}: gradients pass straight through
 * converters.
 *
 * <p>Source: the forward pass of IBM aihwkit (Rasch et al., "A flexible and fast PyTorch toolkit for simulating
 * training and inference on analog crossbar arrays", AICAS 2021).
 *
 * @param weights         W, {@code [outputs][inputs]}, finite; read when planned
 * @param dac             input converter
 * @param adc             output converter
 * @param inputScaling    how α is chosen
 * @param iterativeBounds whether β grows until nothing is clipped
 * @param outputScale     factor on every result
 * @param tileOutputs     most rows of a tile
 * @param tileInputs      most columns of a tile
 */
public record Crossbar(Matrix weights, Converter dac, Converter adc, InputScaling inputScaling, boolean iterativeBounds,
        float outputScale, int tileOutputs, int tileInputs) {
    /** Checks ranges. */
    public Crossbar {
        Require.given("weights", weights).requireFinite("weights");
        Require.given("dac", dac);
        Require.given("adc", adc);
        Require.given("input scaling", inputScaling);
        Require.finite("output scale", "", outputScale);
        Require.inRange("tile outputs", 1, Integer.MAX_VALUE, tileOutputs);
        Require.inRange("tile inputs", 1, Integer.MAX_VALUE, tileInputs);
    }

    /** The product itself: no converter, one tile. */
    public static Crossbar ideal(Matrix weights) {
        return new Crossbar(weights, Converter.IDEAL, Converter.IDEAL, new InputScaling.None(), false, 1,
                Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** The linear part, whose transpose is the adjoint: no converter, one tile. */
    public Crossbar linear() {
        return new Crossbar(weights, Converter.IDEAL, Converter.IDEAL, new InputScaling.None(), false, outputScale,
                Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Length of a result. */
    public int outputs() {
        return weights.rows();
    }

    /** Length of an input vector. */
    public int inputs() {
        return weights.columns();
    }

    /** Whether this is the product itself, up to {@link #outputScale}. */
    public boolean isIdeal() {
        return dac.isIdeal() && adc.isIdeal() && inputScaling instanceof InputScaling.None && !iterativeBounds;
    }

    /** Whether a vector that the ADC clipped is tried again with β doubled. */
    public boolean retries(float beta) {
        return iterativeBounds && beta <= 1000 && (dac.lsb() == 0 || beta <= 0.25f / dac.lsb());
    }

    /** The work of one run, converters not counted. */
    public Cost cost(int batch, Precision precision) {
        double macs = (double) outputs() * inputs() * batch;
        double numbers = (double) outputs() * inputs() + (double) (outputs() + inputs()) * batch;
        return new Cost(2 * macs, precision.bytes() * numbers, 0, macs);
    }

    /**
     * What the simulated device does for a batch: each vector passes each tile once, and again where β grows.
     *
     * @param repetitions of passes, as a plan counts them; they count as if all tiles had an equal share in them
     */
    public Activity activity(long batch, long repetitions) {
        long across = Math.ceilDiv(inputs(), tileInputs);
        long down = Math.ceilDiv(outputs(), tileOutputs);
        long tiles = across * down;
        double rounds = batch + (double) repetitions / tiles;
        return new Activity(tiles, batch * tiles + repetitions, Math.round(rounds * down * inputs()), dac.bits(),
                Math.round(rounds * across * outputs()), adc.bits(), Math.round(rounds * outputs() * inputs()),
                batch * outputs() * inputs());
    }
}
