package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Samples;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.MediumGradient;

/** Wave kernels with one mistake each, of the kind that a backend makes. */
final class WaveMutants {
    private WaveMutants() {
    }

    /** Those of any kernel of waves. */
    static Map<String, UnaryOperator<Kernels>> ofAny() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        outputs(mutants);
        adjoints(mutants);
        return mutants;
    }

    private static void outputs(Map<String, UnaryOperator<Kernels>> mutants) {
        mutants.put("wrong sign in the inverse transform", after(WaveMutants::mirror));
        mutants.put("wrong scale by 1e-4", after(out -> Tampered.map(out, (re, im) ->
                new double[] {re * (1 + 1e-4), im * (1 + 1e-4)})));
        mutants.put("one sample wrong by a tenth", after(out -> out.set(0, out.grid().ny() - 1, out.grid().nx() - 1,
                1.1 * out.re(0, out.grid().ny() - 1, out.grid().nx() - 1),
                out.im(0, out.grid().ny() - 1, out.grid().nx() - 1))));
        mutants.put("one NaN", after(out -> out.set(0, 0, 0, Double.NaN, 0)));
        mutants.put("conjugated result", after(WaveMutants::conjugate));
        mutants.put("parts swapped", after(out -> Tampered.map(out, (re, im) -> new double[] {im, re})));
        mutants.put("half a precision lost", after(out -> Tampered.map(out, (re, im) ->
                new double[] {Math.rint(re * 4096) / 4096, Math.rint(im * 4096) / 4096})));
        mutants.put("every item of a batch is the first", after(out -> {
            for (int item = 1; item < out.batch(); item++) {
                out.items(item, 1).copyFrom(out.items(0, 1));
            }
        }));
        mutants.put("tail of a row is not written", right -> new Tampered(right) {
            @Override
            void forward(Propagator propagator, Field in, Field out) {
                double[][] before = new double[out.grid().ny()][];
                int tail = out.grid().nx() - 1;
                for (int y = 0; y < before.length; y++) {
                    before[y] = new double[] {out.re(0, y, tail), out.im(0, y, tail)};
                }
                propagator.propagate(in, out);
                for (int y = 0; y < before.length; y++) {
                    out.set(0, y, tail, before[y][0], before[y][1]);
                }
            }
        });
        mutants.put("out is cleared before in is read", right -> new Tampered(right) {
            @Override
            void forward(Propagator propagator, Field in, Field out) {
                out.re().fill((byte) 0);
                out.im().fill((byte) 0);
                propagator.propagate(in, out);
            }
        });
        mutants.put("last bit differs from run to run", right -> new Tampered(right) {
            private int runs;

            @Override
            void forward(Propagator propagator, Field in, Field out) {
                propagator.propagate(in, out);
                double last = out.re(0, 0, 0);
                out.set(0, 0, 0, runs++ % 2 == 0 ? last : Math.nextUp((float) last), out.im(0, 0, 0));
            }
        });
    }

    private static void adjoints(Map<String, UnaryOperator<Kernels>> mutants) {
        mutants.put("adjoint without conjugate", right -> new Tampered(right) {
            @Override
            void adjoint(Propagator propagator, Field in, Field out) {
                propagator.adjoint(in, out);
                conjugate(out);
            }
        });
        mutants.put("adjoint runs forward", right -> new Tampered(right) {
            @Override
            void adjoint(Propagator propagator, Field in, Field out) {
                propagator.propagate(in, out);
            }
        });
    }

    /** Those of a kernel that has a medium. */
    static Map<String, UnaryOperator<Kernels>> ofGradients() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("gradient of the first item alone", gradient((propagator, in, cotangent, adjoint, gradient) -> {
            propagator.gradient(in, cotangent, adjoint, gradient);
            gradient.clear();
            propagator.gradient(in.items(0, 1), cotangent.items(0, 1), adjoint.items(0, 1), gradient);
        }));
        mutants.put("gradient with the wrong sign", gradient((propagator, in, cotangent, adjoint, gradient) -> {
            propagator.gradient(in, cotangent, adjoint, gradient);
            scale(gradient, -1, 1);
        }));
        mutants.put("gradient by attenuation with the wrong sign",
                gradient((propagator, in, cotangent, adjoint, gradient) -> {
                    propagator.gradient(in, cotangent, adjoint, gradient);
                    scale(gradient, 1, -1);
                }));
        mutants.put("gradient without the factor dz", gradient((propagator, in, cotangent, adjoint, gradient) -> {
            propagator.gradient(in, cotangent, adjoint, gradient);
            scale(gradient, 1e-6, 1);
        }));
        return mutants;
    }

    /** Those of free space. */
    static Map<String, UnaryOperator<Kernels>> ofSpectra() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("a thousandth too far", spectrum(s -> new AngularSpectrum(
                s.grid(), s.wavelength(), s.index(), s.distance() * 1.001, s.diffraction(), s.bandLimited())));
        mutants.put("conjugated H", spectrum(s -> new AngularSpectrum(
                s.grid(), s.wavelength(), s.index(), -s.distance(), s.diffraction(), s.bandLimited())));
        mutants.put("band limit forgotten", spectrum(s -> new AngularSpectrum(
                s.grid(), s.wavelength(), s.index(), s.distance(), s.diffraction(), false)));
        mutants.put("paraxial where exact was meant", spectrum(s -> new AngularSpectrum(
                s.grid(), s.wavelength(), s.index(), s.distance(), Diffraction.PARAXIAL, s.bandLimited())));
        mutants.put("wavelength not divided by the index", spectrum(s -> new AngularSpectrum(
                s.grid(), s.wavelength(), 1, s.distance(), s.diffraction(), s.bandLimited())));
        mutants.put("phase of the carrier rounded to float", spectrum(s -> new AngularSpectrum(s.grid(), s.wavelength(),
                s.index(), (float) s.distance(), s.diffraction(), s.bandLimited())));
        mutants.put("swapped pitches", right -> new Tampered(right) {
            private AngularSpectrum spec;

            @Override
            AngularSpectrum instead(AngularSpectrum s) {
                Grid swapped = new Grid(s.grid().nx(), s.grid().ny(), s.grid().pitchY(), s.grid().pitchX());
                spec = new AngularSpectrum(
                        swapped, s.wavelength(), s.index(), s.distance(), s.diffraction(), s.bandLimited());
                return spec;
            }

            @Override
            void forward(Propagator propagator, Field in, Field out) {
                propagator.propagate(on(propagator.grid(), in), on(propagator.grid(), out));
            }

            @Override
            void adjoint(Propagator propagator, Field in, Field out) {
                propagator.adjoint(on(propagator.grid(), in), on(propagator.grid(), out));
            }
        });
        return mutants;
    }

    private static UnaryOperator<Kernels> after(Consumer<Field> change) {
        return right -> new Tampered(right) {
            @Override
            void forward(Propagator propagator, Field in, Field out) {
                propagator.propagate(in, out);
                change.accept(out);
            }
        };
    }

    private static UnaryOperator<Kernels> spectrum(UnaryOperator<AngularSpectrum> change) {
        return right -> new Tampered(right) {
            @Override
            AngularSpectrum instead(AngularSpectrum spec) {
                return change.apply(spec);
            }
        };
    }

    /** A gradient that something was done to. */
    private interface Pull {
        void back(MediumPropagator propagator, Field in, Field cotangent, Field adjoint, MediumGradient gradient);
    }

    private static UnaryOperator<Kernels> gradient(Pull pull) {
        return right -> new Tampered(right) {
            @Override
            void gradient(MediumPropagator propagator, Field in, Field cotangent, Field adjoint,
                    MediumGradient gradient) {
                pull.back(propagator, in, cotangent, adjoint, gradient);
            }
        };
    }

    private static void scale(MediumGradient gradient, double phase, double attenuation) {
        for (int e = 0; e < gradient.elements(); e++) {
            gradient.phase(e).ifPresent(s -> scale(s, phase));
            gradient.attenuation(e).ifPresent(s -> scale(s, attenuation));
        }
    }

    private static void scale(Samples samples, double factor) {
        for (long i = 0; i < samples.count(); i++) {
            samples.set(i, factor * samples.get(i));
        }
    }

    private static void conjugate(Field field) {
        Tampered.map(field, (re, im) -> new double[] {re, -im});
    }

    /** u(−x, −y): what a forward transform gives where the inverse was meant. */
    private static void mirror(Field field) {
        int nx = field.grid().nx();
        int ny = field.grid().ny();
        Field before = field.as(field.precision(), Arena.ofAuto());
        for (int item = 0; item < field.batch(); item++) {
            for (int y = 0; y < ny; y++) {
                for (int x = 0; x < nx; x++) {
                    int yy = (ny - y) % ny;
                    int xx = (nx - x) % nx;
                    field.set(item, y, x, before.re(item, yy, xx), before.im(item, yy, xx));
                }
            }
        }
    }

    /** The same memory on a grid of other pitch. */
    private static Field on(Grid grid, Field field) {
        return Field.of(grid, field.batch(), field.precision(), field.re(), field.im());
    }
}
