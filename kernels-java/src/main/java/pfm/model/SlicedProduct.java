package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import pfm.Kernels;
import pfm.analog.CellArray;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.analog.InputSlicing;
import pfm.analog.OutputStage;
import pfm.analog.ProgrammedWeights;
import pfm.analog.Tile;
import pfm.energy.Activity;
import pfm.energy.EnergyModel;
import pfm.energy.Ledger;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A matrix-vector product a digit at a time, on any backend: each slice of the weights is a crossbar of its own, which
 * each digit of an input vector passes on its own, the least significant first. Results leave their ADC, are shifted
 * and added: {@code y = α/(2^(b−1) − 1)·Σ_k Σ_l 2^(c k + s l)·adc(W_k d_l)}, with α the largest magnitude of the
 * vector, and W_k in units of weights. The sum is float64, in that order.
 *
 * <p>Without an ADC, slices whose cells are exact, with digits of 7 bits at most on either side, are crossbars of
 * {@linkplain Crossbar#integer integers}: {@link #isExact}. Their results are the same bits on every backend, and only
 * the sum of shifted results rounds, in float64.
 *
 * <p>Else sums are those of an analog crossbar. Where weights are integers, the largest of which is that of
 * {@link pfm.analog.WeightSlicing}, and cells are exact, W_k are integers: sums of products are then exact in float32,
 * on every backend, as long as {@code inputs of a tile·largest digit of a weight·largest digit of an input} is below
 * 2^24. More is refused.
 */
public final class SlicedProduct {
    private static final double EXACT = 1 << 24;
    /** Between the seeds of slices, whose ADCs have errors of their own. */
    private static final long APART = 0x9E3779B97F4A7C15L;

    private final InputSlicing slicing;
    private final DataConverter adc;
    private final int inputs;
    private final int outputs;
    private final int across;
    private final int down;
    private final int slices;
    private final boolean exact;
    private final List<SlicePart> parts = new ArrayList<>();

    /**
     * Programs and plans.
     *
     * @param weights     {@code [outputs][inputs]}
     * @param array       that the weights are kept in, with {@link CellArray#slicing}
     * @param seconds     after programming, when the array is read
     * @param slicing     digits of inputs
     * @param adc         of every output of every tile
     * @param tileOutputs most outputs of a tile
     * @param tileInputs  most inputs of a tile
     * @param seed        of everything random
     * @param arena       owns the slices
     */
    public SlicedProduct(Matrix weights, CellArray array, double seconds, InputSlicing slicing, DataConverter adc,
            int tileOutputs, int tileInputs, long seed, Kernels kernels, Arena arena) {
        this.slicing = slicing;
        this.adc = adc;
        this.inputs = weights.columns();
        this.outputs = weights.rows();
        int longest = Math.min(inputs, tileInputs);
        this.across = Math.ceilDiv(inputs, longest);
        this.down = Math.ceilDiv(outputs, Math.min(outputs, tileOutputs));
        this.slices = array.slices();
        array.slicing().ifPresent(s -> Require.inRange("inputs of a tile x largest digits of weight and input", 1,
                EXACT - 1, "", s.largestSum(longest, slicing.largestDigit())));
        ProgrammedWeights programmed = array.program(weights, tileOutputs, tileInputs, seed);
        Optional<List<SlicePart>> integers = adc.isIdeal() && array.slicing().isPresent()
                ? new IntegerSlices(programmed, outputs, inputs, longest, slicing).plan(seconds, kernels, arena)
                : Optional.empty();
        this.exact = integers.isPresent();
        if (exact) {
            parts.addAll(integers.get());
            return;
        }
        double[] ones = new double[outputs];
        Arrays.fill(ones, 1);
        Tile tile = Tile.IDEAL.withSize(tileOutputs, tileInputs)
                .withOutput(new OutputStage(0, 0, 0, adc, false, 1));
        for (int slice = 0; slice < slices; slice++) {
            double[] acting = programmed.effective(slice, seconds);
            Matrix w = Matrix.zeros(outputs, inputs, arena);
            for (int i = 0; i < acting.length; i++) {
                w.set(i / inputs, i % inputs, acting[i]);
            }
            parts.add(new SlicePart(kernels.crossbar(new Crossbar(w, Optional.empty(), tile, seed + slice * APART)), 0,
                    programmed.factor(slice), ones));
        }
    }

    /** Whether digits are multiplied as integers, exactly. */
    public boolean isExact() {
        return exact;
    }

    /** Products of a slice of weights with a digit of inputs that make up a product. */
    public int passes() {
        return slices * slicing.slices();
    }

    /**
     * What the simulated device does for a batch. A digit of an input is converted once for all slices of weights that
     * stand beside each other in a tile, by a DAC of its bits and the sign; every output of every slice has an ADC.
     */
    public Activity activity(long batch) {
        long tiles = (long) across * down;
        long rounds = batch * slicing.slices();
        return new Activity(tiles, rounds * tiles, rounds * down * inputs, slicing.sliceBits() + 1,
                rounds * slices * across * outputs, adc.bits(), rounds * slices * outputs * inputs,
                batch * outputs * inputs);
    }

    /** What a batch would cost on the simulated device. */
    public Ledger ledger(EnergyModel model, long batch) {
        return model.ledger(activity(batch));
    }

    /**
     * {@code y[b] = W x[b]} for every row b.
     *
     * @param x {@code [batch][inputs]}, finite
     * @param y {@code [batch][outputs]}
     */
    public void multiply(Matrix x, Matrix y) {
        Require.equal("columns of x", inputs, x.columns());
        Require.equal("columns of y", outputs, y.columns());
        Require.equal("rows of y", x.rows(), y.rows());
        try (Arena arena = Arena.ofShared()) {
            Matrix result = Matrix.zeros(x.rows(), outputs, arena);
            Matrix sum = Matrix.zeros(x.rows(), outputs, Precision.FLOAT64, arena);
            double[] alpha = new double[x.rows()];
            for (int b = 0; b < alpha.length; b++) {
                alpha[b] = new InputScaling.AbsMax().alpha(x, b, 0, inputs);
            }
            for (SlicePart part : parts) {
                Matrix digits = Matrix.zeros(x.rows(), part.product().inputs(), arena);
                for (int l = 0; l < slicing.slices(); l++) {
                    split(x, alpha, l, part.first(), digits);
                    part.product().multiply(digits, result);
                    part.add(result, slicing.factor(l), sum);
                }
            }
            for (int b = 0; b < alpha.length; b++) {
                for (int i = 0; i < outputs; i++) {
                    y.set(b, i, sum.get(b, i) * alpha[b] / slicing.largest());
                }
            }
        }
    }

    private void split(Matrix x, double[] alpha, int slice, int first, Matrix digits) {
        for (int b = 0; b < alpha.length; b++) {
            for (int j = 0; j < digits.columns(); j++) {
                int integer = alpha[b] == 0 ? 0 : slicing.integer(x.get(b, first + j), alpha[b]);
                digits.set(b, j, slicing.digit(integer, slice));
            }
        }
    }
}
