package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import pfm.Kernels;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.analog.InputSlicing;
import pfm.analog.ProgrammedWeights;
import pfm.field.Matrix;

/** Slices of weights as crossbars of integers, where their cells keep digits exactly. */
final class IntegerSlices {
    /** How far from an integer a digit may be that float64 computed: a thousand roundings. */
    private static final double ROUNDING = 1000 * 0x1p-53;

    private final ProgrammedWeights programmed;
    private final int outputs;
    private final int inputs;
    private final int tileInputs;
    private final InputSlicing slicing;

    IntegerSlices(ProgrammedWeights programmed, int outputs, int inputs, int tileInputs, InputSlicing slicing) {
        this.programmed = programmed;
        this.outputs = outputs;
        this.inputs = inputs;
        this.tileInputs = tileInputs;
        this.slicing = slicing;
    }

    /** The slices, or nothing where a digit is no integer of 8 bits. */
    Optional<List<SlicePart>> plan(double seconds, Kernels kernels, Arena arena) {
        if (slicing.largestDigit() > Arithmetic.HIGHEST || Math.max(outputs, tileInputs) > Arithmetic.LONGEST) {
            return Optional.empty();
        }
        List<Unplanned> found = new ArrayList<>();
        for (int slice = 0; slice < programmed.slices(); slice++) {
            double[] acting = programmed.effective(slice, seconds);
            for (int first = 0, count; first < inputs; first += count) {
                double[] lsb = programmed.lsb(first);
                count = width(first, lsb);
                Matrix digits = Matrix.zeros(outputs, count, arena);
                if (!integers(acting, first, lsb, digits)) {
                    return Optional.empty();
                }
                found.add(new Unplanned(digits, first, programmed.factor(slice), lsb));
            }
        }
        return Optional.of(found.stream().map(part -> new SlicePart(
                kernels.crossbar(Crossbar.integer(part.digits)), part.first, part.factor, part.lsb)).toList());
    }

    private record Unplanned(Matrix digits, int first, double factor, double[] lsb) {
    }

    /** Inputs from {@code first} on that may be added up before they meet their unit, in a sum that float32 holds. */
    private int width(int first, double[] lsb) {
        int most = (int) Math.min(Arithmetic.LONGEST,
                (1L << 24) / ((long) slicing.largestDigit() * Arithmetic.HIGHEST));
        int count = Math.min(tileInputs, inputs - first);
        while (first + count < inputs && count + tileInputs <= most
                && Arrays.equals(lsb, programmed.lsb(first + count))) {
            count += Math.min(tileInputs, inputs - first - count);
        }
        return count;
    }

    /** Divides by the lsb, and says whether all of it are integers of 8 bits. */
    private boolean integers(double[] acting, int first, double[] lsb, Matrix digits) {
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < digits.columns(); j++) {
                double weight = acting[i * inputs + first + j];
                double digit = lsb[i] == 0 ? weight : weight / lsb[i];
                double integer = Math.rint(digit);
                if (!(Math.abs(digit - integer) <= ROUNDING && Math.abs(integer) <= Arithmetic.HIGHEST)) {
                    return false;
                }
                digits.set(i, j, integer);
            }
        }
        return true;
    }
}
