package pfm.validation.mutants;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.CodedAdc;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.OutputStage;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;

/** Crossbars whose ADCs, made of parts with errors, are wrong; and quantizers that are. */
final class ConverterMutants {
    private final Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();

    private ConverterMutants() {
        columns();
        errors();
        codes();
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        return new ConverterMutants().mutants;
    }

    private void mutant(String name, Function<Crossbar, CrossbarProduct> crossbars) {
        mutants.put(name, TileMutants.kernels(crossbars));
    }

    private void columns() {
        mutant("ADC of the next column", c -> new PlainCrossbar(c) {
            @Override
            double adc(double v, int tile, int output) {
                return super.adc(v, tile, (output + 1) % c.outputs());
            }
        });
        mutant("all parts of the inputs share ADCs", c -> new PlainCrossbar(c) {
            @Override
            double adc(double v, int tile, int output) {
                return super.adc(v, 0, output);
            }
        });
        mutant("tiles below each other share ADCs", c -> new PlainCrossbar(c) {
            @Override
            double adc(double v, int tile, int output) {
                return super.adc(v, tile, output % c.tileOutputs());
            }
        });
    }

    private void errors() {
        errors("capacitors without mismatch", e -> new ConverterErrors(0, e.comparator(), e.gain(), e.sharedBy()));
        errors("comparators without offset", e -> new ConverterErrors(e.capacitor(), 0, e.gain(), e.sharedBy()));
        errors("twice the offset of comparators",
                e -> new ConverterErrors(e.capacitor(), 2 * e.comparator(), e.gain(), e.sharedBy()));
        errors("amplifiers of any gain",
                e -> new ConverterErrors(e.capacitor(), e.comparator(), Double.POSITIVE_INFINITY, e.sharedBy()));
        errors("a column too many shares an ADC",
                e -> new ConverterErrors(e.capacitor(), e.comparator(), e.gain(), e.sharedBy() + 1));
    }

    private void errors(String name, UnaryOperator<ConverterErrors> change) {
        mutant(name, c -> new PlainCrossbar(c.adc() instanceof CodedAdc adc
                ? with(c, withErrors(adc, change.apply(adc.errors()))) : c));
    }

    private static DataConverter withErrors(CodedAdc adc, ConverterErrors errors) {
        return switch (adc) {
            case SarAdc(var range, _) -> new SarAdc(range, errors);
            case RampAdc(var range, _) -> new RampAdc(range, errors);
            case PipelineAdc(var range, _) -> new PipelineAdc(range, errors);
        };
    }

    private static Crossbar with(Crossbar c, DataConverter adc) {
        OutputStage out = c.tile().output();
        return new Crossbar(c.weights(), c.cells(), c.tile().withOutput(new OutputStage(out.asymmetry(), out.noise(),
                out.noiseSpread(), adc, out.iterativeBounds(), out.scale())), c.seed(), c.arithmetic());
    }

    private void codes() {
        coded("level below for the middle of a code", (adc, right, v) -> right - adc.lsb() / 2);
        coded("a code at 0", (adc, right, v) -> Math.rint(v / adc.lsb()) * adc.lsb());
        mutant("a value on a level belongs above", c -> new PlainCrossbar(c) {
            @Override
            double adc(double v, int tile, int output) {
                return super.adc(c.adc() instanceof CodedAdc ? Math.nextUp((float) v) : v, tile, output);
            }
        });
        mutant("a quantizer rounds to multiples of its step", c -> new PlainCrossbar(c) {
            @Override
            double adc(double v, int tile, int output) {
                return c.adc() instanceof Quantizer q
                        ? Math.clamp(Math.rint(v * q.steps()) / q.steps(), (double) q.min(), (double) q.max())
                        : super.adc(v, tile, output);
            }
        });
        mutant("repeats where half the range is used", c -> new PlainCrossbar(c) {
            @Override
            boolean clips(double v, DataConverter adc) {
                return adc instanceof CodedAdc ? Math.abs(v) > adc.bound() / 2 : super.clips(v, adc);
            }
        });
    }

    /** What a mutant makes of a value and the right result. */
    private interface Code {
        double of(CodedAdc adc, double right, double value);
    }

    private void coded(String name, Code code) {
        mutant(name, c -> new PlainCrossbar(c) {
            @Override
            double adc(double v, int tile, int output) {
                double right = super.adc(v, tile, output);
                return c.adc() instanceof CodedAdc adc ? code.of(adc, right, v) : right;
            }
        });
    }
}
