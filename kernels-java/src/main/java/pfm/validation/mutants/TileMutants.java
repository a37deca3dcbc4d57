package pfm.validation.mutants;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;

/** Crossbars that do one step of a tile wrong: here converters, scales and iterative bounds. */
final class TileMutants {
    private final Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();

    private TileMutants() {
        converters();
        scales();
        rounds();
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        return new TileMutants().mutants;
    }

    /** Kernels whose crossbars are these, but for those of integers. */
    static UnaryOperator<Kernels> kernels(Function<Crossbar, CrossbarProduct> crossbars) {
        return right -> new Tampered(right) {
            @Override
            public CrossbarProduct crossbar(Crossbar spec) {
                return spec.isInteger() ? super.crossbar(spec) : crossbars.apply(spec);
            }
        };
    }

    private void mutant(String name, Function<Crossbar, CrossbarProduct> crossbars) {
        mutants.put(name, kernels(crossbars));
    }

    private void converters() {
        mutant("rounds down", c -> new PlainCrossbar(c) {
            @Override
            double whole(double steps) {
                return Math.floor(steps);
            }
        });
        mutant("rounds ties up", c -> new PlainCrossbar(c) {
            @Override
            double whole(double steps) {
                return Math.floor(steps + 0.5);
            }
        });
        mutant("rounds ties away from 0", c -> new PlainCrossbar(c) {
            @Override
            double whole(double steps) {
                return Math.copySign(Math.floor(Math.abs(steps) + 0.5), steps);
            }
        });
        mutant("clips before it rounds", c -> new PlainCrossbar(c) {
            @Override
            double convert(double v, Converter converter) {
                return quantise(clip(v, converter), converter);
            }
        });
        mutant("clips the last code away", c -> new PlainCrossbar(c) {
            @Override
            double clip(double v, Converter converter) {
                double bound = converter.bound() - (double) converter.lsb();
                return Math.clamp(v, -bound, bound);
            }
        });
        mutant("clips above only", c -> new PlainCrossbar(c) {
            @Override
            double clip(double v, Converter converter) {
                return Math.min(v, converter.bound());
            }
        });
    }

    private void scales() {
        mutant("largest input for largest magnitude", c -> new PlainCrossbar(c) {
            @Override
            double alpha(double[] part, double[] whole, int tile) {
                return c.inputScaling() instanceof InputScaling.AbsMax
                        ? Math.max(Arrays.stream(part).max().orElseThrow(), 0) : super.alpha(part, whole, tile);
            }
        });
        mutant("largest magnitude for largest input", c -> new PlainCrossbar(c) {
            @Override
            double alpha(double[] part, double[] whole, int tile) {
                return c.inputScaling() instanceof InputScaling.Max
                        ? Arrays.stream(part).map(Math::abs).max().orElseThrow() : super.alpha(part, whole, tile);
            }
        });
        mutant("scales by all inputs, not those of the tile", c -> new PlainCrossbar(c) {
            @Override
            double alpha(double[] part, double[] whole, int tile) {
                return super.alpha(whole, whole, tile);
            }
        });
        mutant("all tiles share a moving average", c -> new PlainCrossbar(c) {
            @Override
            double alpha(double[] part, double[] whole, int tile) {
                return super.alpha(part, whole, 0);
            }
        });
        mutant("a moving average goes on where vectors begin anew", c -> new PlainCrossbar(c) {
            @Override
            protected void runSeek() {
                // remembered
            }
        });
        mutant("nothing is sent all the same", c -> new PlainCrossbar(c) {
            @Override
            double alpha(double[] part, double[] whole, int tile) {
                return Math.max(super.alpha(part, whole, tile), 1e-30);
            }
        });
        mutant("output scale forgotten", c -> new PlainCrossbar(c) {
            @Override
            double digital(double code, Pass p) {
                return code * p.alpha() * p.beta();
            }
        });
        mutant("beta forgotten behind the ADC", c -> new PlainCrossbar(c) {
            @Override
            double digital(double code, Pass p) {
                return code * p.alpha() * c.outputScale();
            }
        });
        mutant("alpha forgotten behind the ADC", c -> new PlainCrossbar(c) {
            @Override
            double digital(double code, Pass p) {
                return code * p.beta() * c.outputScale();
            }
        });
    }

    private void rounds() {
        mutant("beta for the whole batch", c -> new PlainCrossbar(c) {
            @Override
            void settle(int[] rounds) {
                Arrays.fill(rounds, Arrays.stream(rounds).max().orElseThrow());
            }
        });
        mutant("a round too few", c -> new PlainCrossbar(c) {
            @Override
            void settle(int[] rounds) {
                Arrays.setAll(rounds, b -> Math.max(0, rounds[b] - 1));
            }
        });
        mutant("a round too many", c -> new PlainCrossbar(c) {
            @Override
            void settle(int[] rounds) {
                Arrays.setAll(rounds, b -> rounds[b] == 0 ? 0 : rounds[b] + 1);
            }
        });
        mutant("one repetition at most", c -> new PlainCrossbar(c) {
            @Override
            boolean again(double beta) {
                return super.again(beta) && beta < 2;
            }
        });
        mutant("beta never exceeds 1000", c -> new PlainCrossbar(c) {
            @Override
            boolean again(double beta) {
                return super.again(beta) && 2 * beta <= 1000;
            }
        });
        mutant("beta goes on beyond 1000", c -> new PlainCrossbar(c) {
            @Override
            boolean again(double beta) {
                return super.again(beta) || super.again(beta / 2);
            }
        });
        mutant("the DAC's resolution does not end the growth", c -> new PlainCrossbar(c) {
            @Override
            boolean again(double beta) {
                return c.iterativeBounds() && beta <= 1000;
            }
        });
        mutant("repeats at the bound", spec -> new PlainCrossbar(spec) {
            @Override
            boolean clips(double v, DataConverter adc) {
                return adc instanceof Converter c ? Math.abs(quantise(v, c)) >= c.bound() : super.clips(v, adc);
            }
        });
        mutant("repeats for what rounds to the bound", c -> new PlainCrossbar(c) {
            @Override
            boolean clips(double v, DataConverter adc) {
                return Math.abs(v) > adc.bound();
            }
        });
        mutant("repeats for what is too large above only", c -> new PlainCrossbar(c) {
            @Override
            boolean clips(double v, DataConverter adc) {
                return v > 0 && super.clips(v, adc);
            }
        });
    }
}
