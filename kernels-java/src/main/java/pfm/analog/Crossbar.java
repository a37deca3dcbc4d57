package pfm.analog;

import java.util.Optional;

import pfm.energy.Activity;
import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A crossbar of weights with converters and the imperfections of its parts, cut into tiles whose partial results are
 * added digitally. Each tile with weights W, n inputs at most, does to its part x of an input vector, in this order:
 *
 * <ol>
 * <li>α by {@link InputScaling}; if α &lt; {@link Float#MIN_NORMAL} the result is 0. β = 1.
 * <li>{@code s = (1/α)/β}; {@code ξ = dac(s·x)}: a {@link Converter} rounds to even, then clips. {@link InputStage}:
 *     noise is added, and negative inputs shrink.
 * <li>{@code y = W ξ}.
 * <li>{@link ArrayEffects}: voltage drop, resistance of the read-out, noise of the weights, its curve.
 * <li>{@link OutputStage}: negative outputs shrink, noise is added.
 * <li>With iterative bounds: if the ADC {@linkplain DataConverter#clips clips} any y, for a {@link Converter} that is
 *     if |y| once rounded exceeds its bound, β doubles and the tile repeats from step 2 for this vector, with noise of
 *     its own; the first β above 1000 or above 0.25/lsb of the DAC is the last one.
 * <li>{@code y = adc(y)}: a {@link Converter} rounds to even, then clips; each output of a tile has its own ADC, whose
 *     parts may differ ({@link CodedAdc}).
 * <li>{@code ((y·α)·β)·scale} is added to the result, in the order of the inputs.
 * </ol>
 *
 * <p>With float32 vectors each operation is one float32 operation, and the sums W ξ, Σ|W||ξ|, Σ|W|ξ² and that of the
 * voltage drop are accurate to float32. With float64 vectors they are float64 operations, except for converters that
 * round: such a DAC and the scaling before it, and such an ADC, compute in float32 all the same, so that codes do not
 * depend on the precision. Weights are rounded to the precision that the backend computes in. NaN in x makes every
 * result NaN. ±∞ saturates the DAC, but makes every result NaN where α follows it.
 *
 * <p>Noise is drawn for the seed, the kind, the number of the vector ({@link pfm.MatVec#seek}), the part of the inputs,
 * the round of iterative bounds, and the input within the tile or the output: {@link pfm.noise.NoiseRow}. So it is the
 * same on every backend, for every thread count and every way to cut a batch.
 *
 * <p>The adjoint is the transpose of the {@linkplain #linear() linear part}: gradients pass straight through
 * converters and the rest.
 *
 * <p>With {@link Arithmetic#INTEGER8} there is nothing of that but the product, of integers, which is exact; so is its
 * adjoint, {@code Wᵀ y} for a y that is rounded and clipped as x is. A gradient, whose numbers are no integers, is that
 * of {@link #ideal}.
 *
 * <p>Source: the forward pass of IBM aihwkit (Rasch et al., "A flexible and fast PyTorch toolkit for simulating
 * training and inference on analog crossbar arrays", AICAS 2021).
 *
 * @param weights    W, {@code [outputs][inputs]}, finite; read when planned and at reload
 * @param cells      what holds the weights; empty where they are exact
 * @param tile       what a tile does
 * @param seed       of everything random
 * @param arithmetic what it computes with; integers without cells, in a tile that is ideal
 */
public record Crossbar(Matrix weights, Optional<CellArray> cells, Tile tile, long seed, Arithmetic arithmetic) {
    /** Checks weights, and that integers meet nothing analog. */
    public Crossbar {
        Require.given("arithmetic", arithmetic).require(Require.given("weights", weights));
        Require.given("cells", cells);
        Require.given("tile", tile);
        if (arithmetic == Arithmetic.INTEGER8) {
            Require.equal("cells of a crossbar of integers", Optional.empty(), cells);
            Require.equal("tile of a crossbar of integers", Tile.IDEAL, tile);
        }
    }

    /** Floating numbers. */
    public Crossbar(Matrix weights, Optional<CellArray> cells, Tile tile, long seed) {
        this(weights, cells, tile, seed, Arithmetic.FLOATING);
    }

    /** Exact weights, and converters as the only imperfection. */
    public Crossbar(Matrix weights, UniformConverter dac, DataConverter adc, InputScaling inputScaling,
            boolean iterativeBounds, float outputScale, int tileOutputs, int tileInputs) {
        this(weights, Optional.empty(), new Tile(tileOutputs, tileInputs, new InputStage(inputScaling, dac, 0, 0),
                ArrayEffects.IDEAL, new OutputStage(0, 0, 0, adc, iterativeBounds, outputScale)), 0);
    }

    /** The product itself: no converter, one tile. */
    public static Crossbar ideal(Matrix weights) {
        return new Crossbar(weights, Optional.empty(), Tile.IDEAL, 0);
    }

    /**
     * The exact product of {@link Arithmetic#INTEGER8}.
     *
     * @param weights integers in [−128, 127], at most {@link Arithmetic#LONGEST} rows and columns
     */
    public static Crossbar integer(Matrix weights) {
        return new Crossbar(weights, Optional.empty(), Tile.IDEAL, 0, Arithmetic.INTEGER8);
    }

    /** The linear part, whose transpose is the adjoint: the weights as cells hold them, and the scale of results. */
    public Crossbar linear() {
        return new Crossbar(weights, cells, tile.linear(), seed, arithmetic);
    }

    /** Length of a result. */
    public int outputs() {
        return weights.rows();
    }

    /** Length of an input vector. */
    public int inputs() {
        return weights.columns();
    }

    /** Input converter. */
    public UniformConverter dac() {
        return tile.input().dac();
    }

    /** Output converter. */
    public DataConverter adc() {
        return tile.output().adc();
    }

    /** How α is chosen. */
    public InputScaling inputScaling() {
        return tile.input().scaling();
    }

    /** Whether β grows until nothing is clipped. */
    public boolean iterativeBounds() {
        return tile.output().iterativeBounds();
    }

    /** Factor on every result. */
    public float outputScale() {
        return tile.output().scale();
    }

    /** Most rows of a tile. */
    public int tileOutputs() {
        return tile.outputs();
    }

    /** Most columns of a tile. */
    public int tileInputs() {
        return tile.inputs();
    }

    /** Parts that the inputs are cut into. */
    public int inputTiles() {
        return Math.ceilDiv(inputs(), tileInputs());
    }

    /** Whether this is the product with its weights, up to {@link #outputScale}, in floating numbers. */
    public boolean isIdeal() {
        return tile.isIdeal() && !isInteger();
    }

    /** Whether this is {@link Arithmetic#INTEGER8}. */
    public boolean isInteger() {
        return arithmetic == Arithmetic.INTEGER8;
    }

    /** Whether a vector that the ADC clipped is tried again with β doubled. */
    public boolean retries(float beta) {
        return iterativeBounds() && beta <= 1000 && (dac().lsb() == 0 || beta <= 0.25f / dac().lsb());
    }

    /** The work of one run, converters not counted. */
    public Cost cost(int batch, Precision precision) {
        double macs = (double) outputs() * inputs() * batch;
        int weight = isInteger() ? Byte.BYTES : precision.bytes();
        double vectors = (double) (outputs() + inputs()) * batch;
        double bytes = (double) outputs() * inputs() * weight + vectors * precision.bytes();
        return new Cost(2 * macs, bytes, 0, macs);
    }

    /**
     * What the simulated device does for a batch: each vector passes each tile once, and again where β grows. Every
     * slice of digits has cells and ADCs of its own. Integers meet no converter.
     *
     * @param repetitions of passes, as a plan counts them; they count as if all tiles had an equal share in them
     */
    public Activity activity(long batch, long repetitions) {
        if (isInteger()) {
            long products = batch * outputs() * inputs();
            return new Activity(1, batch, 0, 0, 0, 0, products, products);
        }
        long across = inputTiles();
        long down = Math.ceilDiv(outputs(), tileOutputs());
        long tiles = across * down;
        double rounds = batch + (double) repetitions / tiles;
        double columns = rounds * outputs() * cells.map(CellArray::slices).orElse(1);
        return new Activity(tiles, batch * tiles + repetitions, Math.round(rounds * down * inputs()), dac().bits(),
                Math.round(columns * across), adc().bits(), Math.round(columns * inputs()),
                batch * outputs() * inputs());
    }
}
