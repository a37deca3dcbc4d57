package pfm.validation.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Backends;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.AngularSpectrum;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.validation.ClosedForm;
import pfm.validation.ClosedForms;
import pfm.validation.Finding;

/** No number of a closed form of waves is beyond failing: each is refused when the physics is a little wrong. */
class PhysicsMutantsTest {
    /** Numbers that theory computes by itself, to be printed. */
    private static final Set<String> BY_THEORY_ALONE = Set.of("exact Talbot length [um]");
    private static final List<String> FORMS = List.of("talbot-length", "long-path-of-a-speckled-beam",
            "gaussian-beam-paraxial", "gaussian-beam-exact", "thin-lens", "circular-aperture-on-axis", "arago-spot",
            "airy-pattern", "double-slit", "order-in-dz", "graded-index-lens", "slab-waveguide-modes",
            "multimode-interference", "y-splitter", "gradient-of-a-mask", "gradient-of-a-slab",
            "gradient-by-differences");

    @TestFactory
    Stream<DynamicTest> everyNumberCanFail() {
        return FORMS.stream().map(name -> dynamicTest(name, () -> {
            ClosedForm form = ClosedForms.all().stream().filter(f -> f.name().equals("closed-form/" + name))
                    .findFirst().orElseThrow();
            Set<String> passing = new TreeSet<>();
            try (Kernels right = Backends.named("reference").open()) {
                for (Finding finding : form.judge(right, Precision.FLOAT64)) {
                    passing.add(finding.quantity());
                }
                passing.removeAll(BY_THEORY_ALONE);
                for (UnaryOperator<Kernels> wrong : mutants().values()) {
                    if (!passing.isEmpty()) {
                        form.judge(wrong.apply(right), Precision.FLOAT64).stream().filter(f -> !f.passes())
                                .forEach(f -> passing.remove(f.quantity()));
                    }
                }
            }
            assertEquals(Set.of(), passing, "these always pass");
        }));
    }

    private static Map<String, UnaryOperator<Kernels>> mutants() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("a wavelength that is 1 % too long", right -> new Tampered(right) {
            @Override
            AngularSpectrum instead(AngularSpectrum s) {
                return new AngularSpectrum(s.grid(), 1.01 * s.wavelength(), s.index(), s.distance(), s.diffraction(),
                        s.bandLimited());
            }

            @Override
            SplitStep instead(SplitStep s) {
                return new SplitStep(s.grid(), 1.01 * s.wavelength(), s.index(), s.elements(), s.diffraction(),
                        s.bandLimited(), s.frame());
            }

            @Override
            void gradient(MediumPropagator propagator, Field in, Field cotangent, Field adjoint,
                    MediumGradient gradient) {
                propagator.gradient(in, cotangent, adjoint, gradient);
                Samples pulls = gradient.phase(0).orElseThrow();
                pulls.set(0, 1.01 * pulls.get(0) + 1e-9);
            }
        });
        mutants.put("an output that is shifted by a sample, and a gradient of the wrong sign", right ->
                new Tampered(right) {
                    @Override
                    void forward(Propagator propagator, Field in, Field out) {
                        Field straight = Field.zeros(out.grid(), out.batch(), out.precision(), Arena.ofAuto());
                        propagator.propagate(in, straight);
                        for (int y = 0; y < out.grid().ny(); y++) {
                            for (int x = 0; x < out.grid().nx(); x++) {
                                int from = (x + 1) % out.grid().nx();
                                out.set(0, y, x, straight.re(0, y, from), straight.im(0, y, from));
                            }
                        }
                    }

                    @Override
                    void gradient(MediumPropagator propagator, Field in, Field cotangent, Field adjoint,
                            MediumGradient gradient) {
                        propagator.gradient(in, cotangent, adjoint, gradient);
                        Samples pulls = gradient.phase(0).orElseThrow();
                        IntStream.range(0, (int) pulls.count()).forEach(i -> pulls.set(i, -pulls.get(i)));
                    }
                });
        mutants.put("an amplitude that is 1 % too large", right -> new Tampered(right) {
            @Override
            void forward(Propagator propagator, Field in, Field out) {
                propagator.propagate(in, out);
                for (int y = 0; y < out.grid().ny(); y++) {
                    for (int x = 0; x < out.grid().nx(); x++) {
                        out.set(0, y, x, 1.01 * out.re(0, y, x), 1.01 * out.im(0, y, x));
                    }
                }
            }
        });
        return mutants;
    }
}
