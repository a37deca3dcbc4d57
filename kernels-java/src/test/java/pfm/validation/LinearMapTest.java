package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.function.BiFunction;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Kernels;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;

/** Every wave kernel is a linear map with the adjoint that it says; free space commutes with shifts. */
class LinearMapTest {
    private static final Grid GRID = new Grid(30, 21, 1e-6, 0.8e-6);
    /** 4 u log2 n, over at most 2·7 transforms: 6e-14 in double. */
    private static final Tolerance.Transforms ROUNDING = new Tolerance.Transforms(2 * 7, GRID.samples());

    /** How a kernel is planned. */
    private record Kernel(String name, BiFunction<Kernels, Arena, Propagator> plan) {
    }

    /** A kernel on a backend in a precision. */
    private record Subject(Propagator propagator, Precision precision, Arena arena) {
        Field noise(long seed) {
            return Seeded.field(GRID, 1, precision, seed, arena);
        }

        Field propagate(Field in) {
            Field out = Field.zeros(GRID, 1, precision, arena);
            propagator.propagate(in, out);
            return out;
        }

        Field adjoint(Field in) {
            Field out = Field.zeros(GRID, 1, precision, arena);
            propagator.adjoint(in, out);
            return out;
        }
    }

    @TestFactory
    Stream<DynamicTest> theAdjointIsTheAdjoint() {
        return Stream.concat(freeSpace(), media()).flatMap(kernel -> onEveryBackend(kernel, (subject, tolerance) -> {
            Field u = subject.noise(1);
            Field w = subject.noise(3);
            combine(u, new Complex(0.5, -0.25), subject.noise(2), w);
            Field v = subject.propagate(w); // not orthogonal to Au, however little light a medium lets through
            Complex left = MediumForms.product(v, subject.propagate(u), true);
            Complex right = MediumForms.product(subject.adjoint(v), u, true);
            // |⟨v, δ(Au)⟩| ≤ ‖v‖ ‖δ(Au)‖ by Cauchy and Schwarz, on both sides
            double bound = 2 * tolerance * Math.sqrt(u.power(0) * v.power(0));
            double error = left.plus(right.times(-1)).modulus();
            assertTrue(error <= bound, () -> error + " > " + bound);
            assertTrue(left.modulus() > 100 * bound, () -> left.modulus() + " is too small to say anything");
        }));
    }

    @TestFactory
    Stream<DynamicTest> aSumOfFieldsGivesTheSumOfResults() {
        return Stream.concat(freeSpace(), media()).flatMap(kernel -> onEveryBackend(kernel, (subject, tolerance) -> {
            Complex a = new Complex(0.5, -0.25); // exact in float32
            Field u = subject.noise(1);
            Field v = subject.noise(2);
            Field sum = subject.noise(3);
            combine(u, a, v, sum);
            Field expected = Field.zeros(GRID, 1, Precision.FLOAT64, subject.arena);
            combine(subject.propagate(u), a, subject.propagate(v), expected);
            double error = Discrepancy.relativeL2(Output.of("sum", expected),
                    Output.of("of sum", subject.propagate(sum)));
            assertTrue(error <= 3 * tolerance, () -> error + " > " + 3 * tolerance); // three runs round
        }));
    }

    /** w = u + a v. */
    private static void combine(Field u, Complex a, Field v, Field w) {
        for (int y = 0; y < GRID.ny(); y++) {
            for (int x = 0; x < GRID.nx(); x++) {
                Complex value = new Complex(v.re(0, y, x), v.im(0, y, x)).times(a)
                        .plus(new Complex(u.re(0, y, x), u.im(0, y, x)));
                w.set(0, y, x, value.re(), value.im());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> freeSpaceCommutesWithShifts() {
        return freeSpace().flatMap(kernel -> onEveryBackend(kernel, (subject, tolerance) -> {
            Field u = subject.noise(1);
            double distance = Discrepancy.relativeL2(Output.of("shifted result",
                    shifted(subject.propagate(u), subject)),
                    Output.of("result of shifted", subject.propagate(shifted(u, subject))));
            assertTrue(distance <= 2 * tolerance, () -> distance + " > " + 2 * tolerance); // two runs round
        }));
    }

    private static Field shifted(Field field, Subject subject) {
        Field shifted = Field.zeros(GRID, 1, subject.precision, subject.arena);
        for (int y = 0; y < GRID.ny(); y++) {
            for (int x = 0; x < GRID.nx(); x++) {
                shifted.set(0, (y + 8) % GRID.ny(), (x + 11) % GRID.nx(), field.re(0, y, x), field.im(0, y, x));
            }
        }
        return shifted;
    }

    private static Stream<Kernel> freeSpace() {
        return Stream.of(false, true).flatMap(limited -> Stream.of(Diffraction.values()).map(d -> new Kernel(
                d + (limited ? ", band-limited" : ""), (kernels, arena) -> kernels.angularSpectrum(
                        new AngularSpectrum(GRID, 5e-7, 1.2, 6e-5, d, limited)))));
    }

    private static Stream<Kernel> media() {
        return Stream.of(Media.values()).map(medium -> new Kernel(
                medium.name(), (kernels, arena) -> kernels.splitStep(medium.on(GRID, 5, arena))));
    }

    private static Stream<DynamicTest> onEveryBackend(Kernel kernel, ObjDoubleConsumer<Subject> check) {
        return Judged.backends().stream().map(backend -> dynamicTest(kernel.name + " on " + backend.name(), () -> {
            try (Kernels kernels = backend.open(); Arena arena = Arena.ofShared()) {
                for (Precision precision : kernels.precisions()) {
                    Propagator propagator = kernel.plan.apply(kernels, arena);
                    check.accept(new Subject(propagator, precision, arena), ROUNDING.bound(precision));
                }
            }
        }));
    }
}
