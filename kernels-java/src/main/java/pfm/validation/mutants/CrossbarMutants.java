package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.Tile;
import pfm.analog.UniformConverter;
import pfm.field.Matrix;

/** Crossbars with one mistake each. */
final class CrossbarMutants {
    private CrossbarMutants() {
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("tile longer by one", device(c -> c.isIdeal() ? c : with(c, c.weights(), c.dac(), c.adc(),
                c.inputScaling(), c.iterativeBounds(), c.tileInputs() + 1)));
        mutants.put("ADC clips a code early", device(c -> with(c, c.weights(), c.dac(), clip(c.adc(), -1),
                c.inputScaling(), c.iterativeBounds(), c.tileInputs())));
        mutants.put("ADC clips a code late", device(c -> with(c, c.weights(), c.dac(), clip(c.adc(), 1),
                c.inputScaling(), c.iterativeBounds(), c.tileInputs())));
        mutants.put("DAC clips a code early", device(c -> with(c, c.weights(),
                (UniformConverter) clip(c.dac(), -1), c.adc(), c.inputScaling(), c.iterativeBounds(), c.tileInputs())));
        mutants.put("ADC forgotten", device(c -> with(c, c.weights(), c.dac(), new Converter(0, c.adc().bound()),
                c.inputScaling(), c.iterativeBounds(), c.tileInputs())));
        mutants.put("DAC forgotten", device(c -> with(c, c.weights(), new Converter(0, c.dac().bound()), c.adc(),
                c.inputScaling(), c.iterativeBounds(), c.tileInputs())));
        mutants.put("retries forgotten", device(c -> with(c, c.weights(), c.dac(), c.adc(), c.inputScaling(), false,
                c.tileInputs())));
        mutants.put("largest input instead of largest magnitude", device(c -> with(c, c.weights(), c.dac(), c.adc(),
                c.inputScaling() instanceof InputScaling.AbsMax ? new InputScaling.Max() : c.inputScaling(),
                c.iterativeBounds(), c.tileInputs())));
        mutants.put("last input left out", device(c -> weights(c, (j, w) -> j == c.inputs() - 1 ? 0 : w)));
        mutants.put("weights rounded to 12 bits", device(c -> weights(c, (j, w) -> Math.rint(w * 2048) / 2048)));
        mutants.put("DAC rounds down", inputs(c -> x -> x - c.dac().lsb() / 2)); // floor(v) = rint(v − ½), where α is 1
        mutants.put("wrong scale by 1e-4", inputs(c -> x -> x * (1 + 1e-4)));
        mutants.put("ADC rounds down", right -> new Tampered(right) {
            @Override
            Crossbar instead(Crossbar c) {
                // one more input, held at 1, takes half a code from each sum: floor, if α is 1
                Matrix extended = Matrix.zeros(c.outputs(), c.inputs() + 1, Arena.ofAuto());
                for (int i = 0; i < c.outputs(); i++) {
                    for (int j = 0; j < c.inputs(); j++) {
                        extended.set(i, j, c.weights().get(i, j));
                    }
                    extended.set(i, c.inputs(), -c.adc().lsb() / 2);
                }
                return with(c, extended, c.dac(), c.adc(), c.inputScaling(), c.iterativeBounds(), c.tileInputs());
            }

            @Override
            void multiply(MatVec product, Matrix x, Matrix y) {
                Matrix extended = Matrix.zeros(x.rows(), x.columns() + 1, x.precision(), Arena.ofAuto());
                for (int b = 0; b < x.rows(); b++) {
                    for (int j = 0; j <= x.columns(); j++) {
                        extended.set(b, j, j < x.columns() ? x.get(b, j) : 1);
                    }
                }
                product.multiply(extended, y);
            }
        });
        return mutants;
    }

    /** A weight as a function of its column and value. */
    private interface Weight {
        double at(int column, double weight);
    }

    private static UnaryOperator<Kernels> device(UnaryOperator<Crossbar> change) {
        return right -> new Tampered(right) {
            @Override
            Crossbar instead(Crossbar spec) {
                return change.apply(spec);
            }
        };
    }

    private static UnaryOperator<Kernels> inputs(Function<Crossbar, DoubleUnaryOperator> change) {
        return right -> new Tampered(right) {
            private Crossbar spec;

            @Override
            Crossbar instead(Crossbar planned) {
                spec = planned;
                return planned;
            }

            @Override
            void multiply(MatVec product, Matrix x, Matrix y) {
                Matrix changed = Matrix.zeros(x.rows(), x.columns(), x.precision(), Arena.ofAuto());
                for (int b = 0; b < x.rows(); b++) {
                    for (int j = 0; j < x.columns(); j++) {
                        changed.set(b, j, change.apply(spec).applyAsDouble(x.get(b, j)));
                    }
                }
                product.multiply(changed, y);
            }
        };
    }

    /** Converters of other kinds stay. */
    private static DataConverter clip(DataConverter converter, int codes) {
        return converter.isIdeal() || !(converter instanceof Converter) ? converter
                : new Converter(converter.lsb(), converter.bound() + codes * converter.lsb());
    }

    private static Crossbar weights(Crossbar c, Weight change) {
        Matrix changed = Matrix.zeros(c.outputs(), c.inputs(), Arena.ofAuto());
        for (int i = 0; i < c.outputs(); i++) {
            for (int j = 0; j < c.inputs(); j++) {
                changed.set(i, j, change.at(j, c.weights().get(i, j)));
            }
        }
        return with(c, changed, c.dac(), c.adc(), c.inputScaling(), c.iterativeBounds(), c.tileInputs());
    }

    private static Crossbar with(Crossbar c, Matrix weights, UniformConverter dac, DataConverter adc,
            InputScaling scaling, boolean iterativeBounds, int tileInputs) {
        if (c.isInteger()) {
            return new Crossbar(weights, c.cells(), c.tile(), c.seed(), c.arithmetic());
        }
        InputStage in = c.tile().input();
        OutputStage out = c.tile().output();
        Tile tile = new Tile(c.tileOutputs(), tileInputs, new InputStage(scaling, dac, in.noise(), in.asymmetry()),
                c.tile().effects(), new OutputStage(out.asymmetry(), out.noise(), out.noiseSpread(), adc,
                iterativeBounds, out.scale()));
        return new Crossbar(weights, c.cells(), tile, c.seed(), c.arithmetic());
    }
}
