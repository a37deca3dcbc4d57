package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Backends;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.noise.Philox;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;

/**
 * The gradient of the reference against central differences, for the loss {@code L = Σ w |v|²} with random weights w,
 * whose cotangent is {@code 2 w v}. Float32 and 8-bit parameters move by steps that their format holds; the step that
 * was stored is the one divided by.
 */
class GradientTest {
    private static final Grid GRID = new Grid(10, 9, 1e-6, 0.8e-6);
    private static final int BATCH = 2;

    private final Kernels kernels = Backends.named("reference").open();
    private final Arena arena = Arena.ofShared();
    private final Field in = Seeded.field(GRID, BATCH, Precision.FLOAT64, 1, arena);
    private final Field weights = Seeded.field(GRID, BATCH, Precision.FLOAT64, 2, arena);
    private final Field out = Field.zeros(GRID, BATCH, Precision.FLOAT64, arena);
    private final Field adjoint = Field.zeros(GRID, BATCH, Precision.FLOAT64, arena);

    @AfterEach
    void close() {
        kernels.close();
        arena.close();
    }

    @ParameterizedTest
    @EnumSource(value = Media.class, mode = EnumSource.Mode.EXCLUDE, names = "RANDOM") // it has no parameters to move
    void equalsCentralDifferencesOfSingleParameters(Media medium) {
        SplitStep spec = medium.on(GRID, 4, arena);
        MediumPropagator propagator = kernels.splitStep(spec);
        MediumGradient gradient = gradient(propagator);
        double scale = largest(gradient);
        int checked = 0;
        for (Parameter parameter : parameters(spec, gradient)) {
            for (int draw = 0; draw < 5; draw++) {
                long index = (long) (Philox.uniform(7, draw, checked) * parameter.samples.count());
                if (parameter.move(index, 0) == 0) {
                    continue; // the sample is at the end of its levels, or opaque
                }
                double difference = difference(propagator, parameter, index);
                // The third derivative of a loss that is a sine of each phase leaves h²/6: 2e-7 for a level, less else
                assertEquals(difference, parameter.derivative.get(index), 1e-6 * scale, spec + " at " + index);
                checked++;
            }
        }
        assertTrue(checked >= 5, checked + " parameters were checked");
    }

    /** Every number of screens lays the checkpoints differently. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 17})
    void equalsTheDerivativeAlongARandomDirectionForAnyNumberOfScreens(int screens) {
        SplitStep spec = Media.MASKS.on(GRID, screens, arena);
        MediumPropagator propagator = kernels.splitStep(spec);
        MediumGradient gradient = gradient(propagator);
        List<Parameter> parameters = parameters(spec, gradient);
        double expected = 0;
        List<double[]> before = new ArrayList<>();
        List<double[]> steps = new ArrayList<>();
        for (Parameter p : parameters) {
            double[] start = new double[(int) p.samples.count()];
            double[] step = new double[start.length];
            for (int i = 0; i < start.length; i++) {
                start[i] = p.samples.get(i);
                step[i] = (float) (start[i] + 2e-5 * (Philox.uniform(9, steps.size(), i) - 0.5)) - start[i];
                expected += p.derivative.get(i) * step[i];
            }
            before.add(start);
            steps.add(step);
        }
        double up = loss(propagator, parameters, before, steps, 1);
        double down = loss(propagator, parameters, before, steps, -1);
        // Relative to the length of gradient and step: an inner product of random vectors is near zero by chance
        double length = parameters.stream().mapToDouble(p -> norm(p.derivative)).sum() * 2e-5 / Math.sqrt(12)
                * Math.sqrt(GRID.samples());
        assertEquals(expected, (up - down) / 2, 1e-6 * length, screens + " screens");
    }

    @Test
    void pullsTheCotangentBackToTheInputAsTheAdjointDoes() {
        for (Media medium : Media.values()) {
            MediumPropagator propagator = kernels.splitStep(medium.on(GRID, 5, arena));
            Field cotangent = Seeded.field(GRID, BATCH, Precision.FLOAT64, 3, arena);
            Field expected = Field.zeros(GRID, BATCH, Precision.FLOAT64, arena);
            propagator.adjoint(cotangent, expected);
            MediumGradient gradient = MediumGradient.zeros(propagator.spec(), Precision.FLOAT64, arena);
            propagator.gradient(in, cotangent, cotangent, gradient); // in place
            assertEquals(0, Discrepancy.relativeL2(Output.of("adjoint", expected), Output.of("in place", cotangent)));
        }
    }

    @Test
    void addsToWhatIsThereUntilItIsCleared() {
        MediumPropagator propagator = kernels.splitStep(Media.EXTINCTION.on(GRID, 2, arena));
        MediumGradient once = gradient(propagator);
        MediumGradient twice = gradient(propagator);
        Field cotangent = cotangent(propagator);
        propagator.gradient(in, cotangent, adjoint, twice);
        for (Samples[] pair : List.of(new Samples[] {once.phase(0).orElseThrow(), twice.phase(0).orElseThrow()},
                new Samples[] {once.attenuation(0).orElseThrow(), twice.attenuation(0).orElseThrow()})) {
            for (long i = 0; i < pair[0].count(); i++) {
                assertEquals(2 * pair[0].get(i), pair[1].get(i), 1e-14 * (1 + Math.abs(pair[1].get(i)))); // sums of two
            }
        }
        twice.clear();
        assertEquals(0, norm(twice.phase(0).orElseThrow()));
        assertEquals(0, norm(twice.attenuation(0).orElseThrow()));
    }

    /** A table of parameters with its derivative. */
    private record Parameter(Samples samples, Samples derivative) {
        /** Moves a sample by as many steps of its format and returns the room for a step; 0 where there is none. */
        double move(long index, int steps) {
            double value = samples.get(index);
            double step = samples.format() == Samples.Format.LEVELS8 ? samples.step() : 1e-4;
            boolean inner = samples.format() != Samples.Format.LEVELS8
                    || value - step >= samples.min() && value + step <= samples.min() + 255 * samples.step();
            if (!inner || !Double.isFinite(value)) {
                return 0;
            }
            samples.set(index, value + steps * step);
            return step;
        }
    }

    private static List<Parameter> parameters(SplitStep spec, MediumGradient gradient) {
        List<Parameter> parameters = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        spec.steps().stream().map(s -> s.screen()).flatMap(Optional::stream).forEach(screen -> {
            if (!seen.contains(screen.element())) {
                seen.add(screen.element());
                parameters.addAll(parameters(screen, gradient));
            }
        });
        return parameters;
    }

    private static List<Parameter> parameters(Screen screen, MediumGradient gradient) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter(screen.phase(), gradient.phase(screen.element()).orElseThrow()));
        screen.attenuation().ifPresent(a ->
                parameters.add(new Parameter(a, gradient.attenuation(screen.element()).orElseThrow())));
        return parameters;
    }

    private MediumGradient gradient(MediumPropagator propagator) {
        MediumGradient gradient = MediumGradient.zeros(propagator.spec(), Precision.FLOAT64, arena);
        propagator.gradient(in, cotangent(propagator), adjoint, gradient);
        return gradient;
    }

    private double difference(MediumPropagator propagator, Parameter parameter, long index) {
        double value = parameter.samples.get(index);
        parameter.move(index, 1);
        double high = parameter.samples.get(index);
        double up = loss(propagator);
        parameter.samples.set(index, value);
        parameter.move(index, -1);
        double low = parameter.samples.get(index);
        double down = loss(propagator);
        parameter.samples.set(index, value);
        return (up - down) / (high - low);
    }

    private double loss(MediumPropagator propagator, List<Parameter> parameters, List<double[]> before,
            List<double[]> steps, int sign) {
        for (int p = 0; p < before.size(); p++) {
            for (int i = 0; i < before.get(p).length; i++) {
                parameters.get(p).samples.set(i, before.get(p)[i] + sign * steps.get(p)[i]);
            }
        }
        return loss(propagator);
    }

    private double loss(MediumPropagator propagator) {
        propagator.reload();
        propagator.propagate(in, out);
        double loss = 0;
        for (int item = 0; item < BATCH; item++) {
            for (int y = 0; y < GRID.ny(); y++) {
                for (int x = 0; x < GRID.nx(); x++) {
                    loss += weights.re(item, y, x) * new Complex(out.re(item, y, x), out.im(item, y, x)).square();
                }
            }
        }
        return loss;
    }

    private Field cotangent(MediumPropagator propagator) {
        propagator.propagate(in, out);
        Field cotangent = Field.zeros(GRID, BATCH, Precision.FLOAT64, arena);
        for (int item = 0; item < BATCH; item++) {
            for (int y = 0; y < GRID.ny(); y++) {
                for (int x = 0; x < GRID.nx(); x++) {
                    double factor = 2 * weights.re(item, y, x);
                    cotangent.set(item, y, x, factor * out.re(item, y, x), factor * out.im(item, y, x));
                }
            }
        }
        return cotangent;
    }

    private static double largest(MediumGradient gradient) {
        double largest = 0;
        for (int e = 0; e < gradient.elements(); e++) {
            for (Optional<Samples> table : List.of(gradient.phase(e), gradient.attenuation(e))) {
                for (long i = 0; table.isPresent() && i < table.get().count(); i++) {
                    largest = Math.max(largest, Math.abs(table.get().get(i)));
                }
            }
        }
        return largest;
    }

    private static double norm(Samples samples) {
        double sum = 0;
        for (long i = 0; i < samples.count(); i++) {
            sum += samples.get(i) * samples.get(i);
        }
        return Math.sqrt(sum);
    }
}
