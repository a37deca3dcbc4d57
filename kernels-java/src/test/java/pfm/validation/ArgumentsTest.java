package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.Tape;
import pfm.analog.Crossbar;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

/**
 * Every kernel of every backend against every wrong argument: the message names it, what was expected and what came.
 */
class ArgumentsTest {
    private static final Grid GRID = new Grid(12, 10, 1e-6);
    private static final String OTHER_GRID = " must be 12x10 at 1.0E-6 m, was 10x12 at 1.0E-6 m";

    private static Arena arena;
    private static Field field;
    private static Field otherGrid;
    private static Field otherBatch;
    private static Field wide;
    private static AngularSpectrum space;
    private static SplitStep medium;
    private static Crossbar crossbar;

    @BeforeAll
    static void allocate() {
        arena = Arena.ofShared();
        field = Seeded.field(GRID, 2, Precision.FLOAT32, 1, arena);
        otherGrid = Field.zeros(new Grid(10, 12, 1e-6), 2, arena);
        otherBatch = Field.zeros(GRID, 3, arena);
        wide = field.as(Precision.FLOAT64, arena);
        space = new AngularSpectrum(GRID, 5e-7, 1, 1e-5);
        medium = Media.EXTINCTION.on(GRID, 2, arena);
        crossbar = Crossbar.ideal(Seeded.matrix(3, 5, -1, 1, Precision.FLOAT32, 2, arena));
    }

    @AfterAll
    static void free() {
        arena.close();
    }

    @TestFactory
    Stream<DynamicTest> propagatorsRefuseFieldsThatDoNotFit() {
        return onEveryBackend(kernels -> {
            for (Propagator p : List.of(kernels.angularSpectrum(space), kernels.splitStep(medium))) {
                refuses("grid of in" + OTHER_GRID, () -> p.propagate(otherGrid, field));
                refuses("grid of in" + OTHER_GRID, () -> p.adjoint(otherGrid, field));
                refuses("grid of out" + OTHER_GRID, () -> p.propagate(field, otherGrid));
                refuses("grid of out" + OTHER_GRID, () -> p.adjoint(field, otherGrid));
                refuses("batch of out must be 2, was 3", () -> p.propagate(field, otherBatch));
                refuses("batch of out must be 2, was 3", () -> p.adjoint(field, otherBatch));
                refuses(tooWide(kernels, "out"), () -> p.propagate(field, wide));
                refuses(tooWide(kernels, "out"), () -> p.adjoint(field, wide));
                if (!kernels.precisions().contains(Precision.FLOAT64)) {
                    refuses(tooWide(kernels, "in"), () -> p.propagate(wide, wide));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> memoryThatIsReadOnlyTakesNoResult() {
        Field fixed = Field.of(GRID, 2, Precision.FLOAT32, field.re().asReadOnly(), field.im().asReadOnly());
        Matrix x = Matrix.zeros(2, 5, arena);
        Matrix y = Matrix.zeros(2, 3, arena);
        Matrix fixedX = Matrix.of(2, 5, Precision.FLOAT32, x.values().asReadOnly());
        Matrix fixedY = Matrix.of(2, 3, Precision.FLOAT32, y.values().asReadOnly());
        return onEveryBackend(kernels -> {
            MediumPropagator p = kernels.splitStep(medium);
            MediumGradient gradient = MediumGradient.zeros(medium, Precision.FLOAT32, arena);
            MatVec product = kernels.crossbar(crossbar);
            Field out = Field.zeros(GRID, 2, arena);
            p.propagate(fixed, out);
            p.gradient(fixed, fixed, out, gradient);
            product.multiply(fixedX, y);
            product.adjoint(fixedY, x);
            refuses("out must be writable, was read-only memory", () -> p.propagate(field, fixed));
            refuses("out must be writable, was read-only memory", () -> p.adjoint(field, fixed));
            refuses("adjoint must be writable, was read-only memory",
                    () -> p.gradient(field, field, fixed, gradient));
            refuses("y must be writable, was read-only memory", () -> product.multiply(x, fixedY));
            refuses("x must be writable, was read-only memory", () -> product.adjoint(y, fixedX));
        });
    }

    @TestFactory
    Stream<DynamicTest> kernelsThatAreClosedPlanNothing() {
        return onEveryBackend(kernels -> {
            kernels.close();
            for (Executable plan : List.<Executable>of(() -> kernels.angularSpectrum(space),
                    () -> kernels.splitStep(medium), () -> kernels.crossbar(crossbar))) {
                String message = assertThrows(IllegalStateException.class, plan).getMessage();
                assertTrue(message.contains("must be open, were closed"), message);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsRefuseWhatDoesNotFit() {
        return onEveryBackend(kernels -> {
            MediumPropagator p = kernels.splitStep(medium);
            MediumGradient gradient = MediumGradient.zeros(medium, Precision.FLOAT32, arena);
            MediumGradient wideGradient = MediumGradient.zeros(medium, Precision.FLOAT64, arena);
            MediumGradient ofMasks = MediumGradient.zeros(Media.MASKS.on(GRID, 2, arena), Precision.FLOAT32, arena);
            MediumGradient ofThree = MediumGradient.zeros(
                    Media.EXTINCTION.on(GRID, 3, arena), Precision.FLOAT32, arena);
            MediumGradient lossless = MediumGradient.zeros(
                    Media.LEVELS8.on(GRID, 2, arena), Precision.FLOAT32, arena);
            refuses("grid of in" + OTHER_GRID, () -> p.gradient(otherGrid, field, field, gradient));
            refuses("grid of cotangent" + OTHER_GRID, () -> p.gradient(field, otherGrid, field, gradient));
            refuses("grid of adjoint" + OTHER_GRID, () -> p.gradient(field, field, otherGrid, gradient));
            refuses("batch of cotangent must be 2, was 3", () -> p.gradient(field, otherBatch, field, gradient));
            refuses("batch of adjoint must be 2, was 3", () -> p.gradient(field, field, otherBatch, gradient));
            refuses(tooWide(kernels, "cotangent"), () -> p.gradient(field, wide, field, gradient));
            refuses(tooWide(kernels, "adjoint"), () -> p.gradient(field, field, wide, gradient));
            refuses(tooWide(kernels, "gradient"), () -> p.gradient(field, field, field, wideGradient));
            refuses("count of elements of the gradient must be 1, was 5",
                    () -> p.gradient(field, field, field, ofMasks));
            refuses("phases of the gradient of element 0 must be 240, was 360",
                    () -> p.gradient(field, field, field, ofThree));
            refuses("attenuations of the gradient of element 0 must be 240, was 0",
                    () -> p.gradient(field, field, field, lossless));
        });
    }

    @TestFactory
    Stream<DynamicTest> productsRefuseMatricesThatDoNotFit() {
        return onEveryBackend(kernels -> {
            MatVec product = kernels.crossbar(crossbar);
            Matrix x = Matrix.zeros(2, 5, arena);
            Matrix y = Matrix.zeros(2, 3, arena);
            refuses("columns of x must be 5, was 3", () -> product.multiply(y, y));
            refuses("columns of y must be 3, was 5", () -> product.multiply(x, x));
            refuses("rows of y must be 2, was 4", () -> product.multiply(x, Matrix.zeros(4, 3, arena)));
            refuses("columns of y must be 3, was 5", () -> product.adjoint(x, x));
            refuses("columns of x must be 5, was 3", () -> product.adjoint(y, y));
            refuses("rows of x must be 2, was 4", () -> product.adjoint(y, Matrix.zeros(4, 5, arena)));
            refuses(tooWide(kernels, "y"), () -> product.multiply(x, y.as(Precision.FLOAT64, arena)));
            refuses(tooWide(kernels, "x"), () -> product.adjoint(y, x.as(Precision.FLOAT64, arena)));
        });
    }

    @TestFactory
    Stream<DynamicTest> plansEndWithTheirKernels() {
        return Judged.backends().stream().map(backend -> dynamicTest(backend.name(), () -> {
            Kernels kernels = backend.open();
            MediumPropagator p = kernels.splitStep(medium);
            Propagator free = kernels.angularSpectrum(space);
            MatVec product = kernels.crossbar(crossbar);
            Tape tape = p.tape(2, Long.MAX_VALUE, arena);
            Field out = Field.zeros(GRID, 2, arena);
            p.propagate(field, out, tape);
            kernels.close();
            kernels.close(); // a second time changes nothing
            MediumGradient gradient = MediumGradient.zeros(medium, Precision.FLOAT32, arena);
            for (Executable late : List.<Executable>of(() -> p.propagate(field, field), () -> p.adjoint(field, field),
                    () -> p.gradient(field, field, field, gradient), p::reload,
                    () -> p.tape(2, 0, arena), () -> p.propagate(field, out, tape),
                    () -> p.gradient(field, field, out, gradient, tape), () -> free.propagate(field, field),
                    () -> free.adjoint(field, field),
                    () -> product.multiply(Matrix.zeros(2, 5, arena), Matrix.zeros(2, 3, arena)),
                    () -> product.adjoint(Matrix.zeros(2, 3, arena), Matrix.zeros(2, 5, arena)))) {
                assertEquals("the plan must be open, was closed with its Kernels; open Kernels again",
                        assertThrows(IllegalStateException.class, late).getMessage());
            }
            for (Executable late : List.<Executable>of(() -> kernels.splitStep(medium),
                    () -> kernels.angularSpectrum(space), () -> kernels.crossbar(crossbar))) {
                assertThrows(IllegalStateException.class, late);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> aFieldWhoseMemoryIsGoneIsRefusedNotRead() {
        return onEveryBackend(kernels -> {
            Arena closed = Arena.ofShared();
            Field gone = Field.zeros(GRID, 2, closed);
            closed.close();
            for (Propagator p : List.of(kernels.angularSpectrum(space), kernels.splitStep(medium))) {
                assertThrows(IllegalStateException.class, () -> p.propagate(gone, field));
                assertThrows(IllegalStateException.class, () -> p.propagate(field, gone));
                p.propagate(field, otherField()); // and the plan is still good
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aMediumWhoseMemoryIsGoneIsRefusedNotRead() {
        return onEveryBackend(kernels -> {
            Arena closed = Arena.ofShared();
            Samples phase = Samples.zeros(Precision.FLOAT32, GRID.samples(), closed);
            SplitStep mask = new SplitStep(GRID, 5e-7, 1, List.of(new Element.Mask(phase, Optional.empty())));
            MediumPropagator p = kernels.splitStep(mask);
            closed.close();
            assertThrows(IllegalStateException.class, () -> {
                p.reload();
                p.propagate(field, otherField());
            });
        });
    }

    @Test
    void aPlanRunsForOneThreadAtATime() {
        Propagator busy = new Propagator(GRID, arena.scope(), Set.of(Precision.FLOAT32)) {
            @Override
            protected void run(Field in, Field out) {
                adjoint(in, out); // as another thread would
            }

            @Override
            protected void runAdjoint(Field in, Field out) {
                throw new AssertionError("reached");
            }
        };
        for (int again = 0; again < 2; again++) { // what was refused leaves the plan as it was
            assertEquals("the plan must be idle, was running on another thread; make one plan per thread",
                    assertThrows(IllegalStateException.class, () -> busy.propagate(field, field)).getMessage());
        }
    }

    private static Field otherField() {
        return Field.zeros(GRID, 2, arena);
    }

    private static String tooWide(Kernels kernels, String quantity) {
        return "precision of " + quantity + " must be " + (kernels.precisions().contains(Precision.FLOAT64)
                ? "FLOAT32, was FLOAT64" : "one of [FLOAT32] on this backend, was FLOAT64; convert it, or open the"
                + " reference backend");
    }

    private static void refuses(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    private static Stream<DynamicTest> onEveryBackend(Consumer<Kernels> check) {
        assertTrue(Judged.backends().size() >= 2, "the reference and another backend must be available");
        return Judged.backends().stream().map(backend -> dynamicTest(backend.name(), () -> {
            try (Kernels kernels = backend.open()) {
                check.accept(kernels);
            }
        }));
    }
}
