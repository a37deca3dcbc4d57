package pfm.validation.mutants;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.analog.OutputSpread;
import pfm.analog.WeightNoise;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/** Crossbars that do one step between the converters of a tile wrong: voltage drop, read-out, noise, their order. */
final class ArrayMutants {
    private final Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();

    private ArrayMutants() {
        drops();
        readOuts();
        noises();
        orders();
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        return new ArrayMutants().mutants;
    }

    private void mutant(String name, Function<Crossbar, CrossbarProduct> crossbars) {
        mutants.put(name, TileMutants.kernels(crossbars));
    }

    private void drops() {
        mutant("voltage drops from the other end", c -> new PlainCrossbar(c) {
            @Override
            double position(int j, int n) {
                return super.position(n - 1 - j, n);
            }
        });
        mutant("positions begin at 1", c -> new PlainCrossbar(c) {
            @Override
            double position(int j, int n) {
                return super.position(j + 1, n);
            }
        });
        mutant("positions count over all inputs", c -> new PlainCrossbar(c) {
            @Override
            double position(int j, int n) {
                return super.position(j, c.inputs());
            }
        });
        mutant("currents cancel", c -> new PlainCrossbar(c) {
            @Override
            double current(double w, double v) {
                return w * v;
            }
        });
        mutant("drop without its square", c -> new PlainCrossbar(c) {
            @Override
            double drop(double a) {
                return a * (0.05 * a * a + 0.5);
            }
        });
        mutant("drop without its cube", c -> new PlainCrossbar(c) {
            @Override
            double drop(double a) {
                return a * (-0.2 * a + 0.5);
            }
        });
    }

    private void readOuts() {
        mutant("series resistance without its limit", c -> new PlainCrossbar(c) {
            @Override
            double series(double v) {
                return v * (1 - c.tile().effects().voltageOffset()) / (1 + c.tile().effects().series() * Math.abs(v));
            }
        });
        mutant("series resistance of signed results", c -> new PlainCrossbar(c) {
            @Override
            double series(double v) {
                return v * (1 - c.tile().effects().voltageOffset())
                        / (1 + Math.min(c.tile().effects().series() * v, c.tile().effects().mostSeries()));
            }
        });
        mutant("curve of signed results", c -> new PlainCrossbar(c) {
            @Override
            double curve(double v, double bend) {
                return c.tile().effects().curveFactor() * v / (1 + bend * v);
            }
        });
        mutant("curve after its factor", c -> new PlainCrossbar(c) {
            @Override
            double curve(double v, double bend) {
                double steep = c.tile().effects().curveFactor() * v;
                return steep / (1 + Math.abs(bend * steep));
            }
        });
        mutant("all outputs have the same curve", c -> new PlainCrossbar(c) {
            @Override
            double readOut(double v, double fluctuation, double bend) {
                return super.readOut(v, fluctuation, c.tile().effects().curve());
            }
        });
        mutant("read noise of |x|", c -> new PlainCrossbar(c) {
            @Override
            double fluctuation(double w, double v) {
                return c.tile().effects().readsSquares() ? Math.abs(w * v) : super.fluctuation(w, v);
            }
        });
        mutant("read noise of squared weights", c -> new PlainCrossbar(c) {
            @Override
            double fluctuation(double w, double v) {
                return c.tile().effects().readsSquares() ? w * w * v * v : super.fluctuation(w, v);
            }
        });
        mutant("weight noise of |x|", c -> new PlainCrossbar(c) {
            @Override
            double fluctuation(double w, double v) {
                return c.tile().effects().weightNoise() instanceof WeightNoise.Additive ? Math.abs(v)
                        : super.fluctuation(w, v);
            }
        });
    }

    private void noises() {
        mutant("noise of the vector after", noise((c, stream, p) ->
                new NoiseRow(c.seed(), stream, p.round(), p.tile(), p.number() + 1)));
        mutant("noise of the place in the batch", noise((c, stream, p) ->
                new NoiseRow(c.seed(), stream, p.round(), p.tile(), p.row() == 0 ? 0 : p.number() - 1)));
        mutant("noise of the first tile", noise((c, stream, p) ->
                new NoiseRow(c.seed(), stream, p.round(), 0, p.number())));
        mutant("noise of the first round", noise((c, stream, p) ->
                new NoiseRow(c.seed(), stream, 0, p.tile(), p.number())));
        mutant("noise of another seed", noise((c, stream, p) ->
                new NoiseRow(c.seed() + 1, stream, p.round(), p.tile(), p.number())));
        mutant("one stream of noise", noise((c, stream, p) ->
                new NoiseRow(c.seed(), NoiseStream.OUTPUT_NOISE, p.round(), p.tile(), p.number())));
        mutant("input noise by number of all inputs", c -> new PlainCrossbar(c) {
            @Override
            int inputSample(Pass p, int j) {
                return p.tile() * Math.min(c.tileInputs(), c.inputs()) + j;
            }
        });
        mutant("output noise by number within the tile", c -> new PlainCrossbar(c) {
            @Override
            int outputSample(Pass p, int i) {
                return i - p.from();
            }
        });
        mutant("spread of the first tile", c -> new PlainCrossbar(c) {
            @Override
            OutputSpread spread(int tile) {
                return OutputSpread.of(c, 0);
            }
        });
        mutant("spread forgotten", c -> new PlainCrossbar(c) {
            @Override
            OutputSpread spread(int tile) {
                OutputSpread right = super.spread(tile);
                Arrays.fill(right.noise(), c.tile().output().noise());
                return right;
            }
        });
    }

    private interface Row {
        NoiseRow of(Crossbar spec, NoiseStream stream, Pass pass);
    }

    private static Function<Crossbar, CrossbarProduct> noise(Row row) {
        return c -> new PlainCrossbar(c) {
            @Override
            NoiseRow noise(NoiseStream stream, Pass p) {
                return row.of(c, stream, p);
            }
        };
    }

    private void orders() {
        mutant("input noise after the asymmetry", c -> new PlainCrossbar(c) {
            @Override
            double noisy(double v, double noise, double asymmetry) {
                return asymmetric(v, asymmetry) + noise;
            }
        });
        mutant("output noise before the asymmetry", c -> new PlainCrossbar(c) {
            @Override
            double after(double v, double asymmetry, double noise) {
                return asymmetric(v + noise, asymmetry);
            }
        });
        mutant("weight noise after the curve", c -> new PlainCrossbar(c) {
            @Override
            double readOut(double v, double fluctuation, double bend) {
                return curve(series(v), bend) + fluctuation;
            }
        });
        mutant("weight noise before the series resistance", c -> new PlainCrossbar(c) {
            @Override
            double readOut(double v, double fluctuation, double bend) {
                return curve(series(v + fluctuation), bend);
            }
        });
        mutant("series resistance after the curve", c -> new PlainCrossbar(c) {
            @Override
            double readOut(double v, double fluctuation, double bend) {
                return series(curve(v, bend) + fluctuation);
            }
        });
    }
}
