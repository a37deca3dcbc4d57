package pfm.validation;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.MediumGradient;

/** What is asked of a wave kernel. */
enum Direction {
    FORWARD,
    /** Forward, input and output in one field. */
    IN_PLACE,
    ADJOINT,
    /** The cotangent pulled back to the input and to the parameters of the medium. */
    GRADIENT;

    String suffix() {
        return "/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A run of a linear map in this direction from {@code in} to {@code out}. */
    Runnable of(Propagator propagator, Field in, Field out) {
        return switch (this) {
            case FORWARD -> () -> propagator.propagate(in, out);
            case IN_PLACE -> () -> {
                out.copyFrom(in);
                propagator.propagate(out, out);
            };
            case ADJOINT -> () -> propagator.adjoint(in, out);
            case GRADIENT -> throw new IllegalArgumentException("a gradient needs a medium");
        };
    }

    /** The pull-back of a seeded cotangent; what it computes is added to {@code outputs}. */
    static Runnable gradient(MediumPropagator propagator, Field in, List<Output> outputs, Arena arena) {
        Precision precision = in.precision();
        Field cotangent = Seeded.field(in.grid(), in.batch(), precision, 4, arena);
        Field adjoint = Field.zeros(in.grid(), in.batch(), precision, arena);
        MediumGradient gradient = MediumGradient.zeros(propagator.spec(), precision, arena);
        outputs.add(Output.of("cotangent of the input", adjoint));
        outputs.addAll(outputs(gradient));
        return () -> {
            gradient.clear();
            propagator.gradient(in, cotangent, adjoint, gradient);
        };
    }

    private static List<Output> outputs(MediumGradient gradient) {
        List<Output> outputs = new ArrayList<>();
        for (int e = 0; e < gradient.elements(); e++) {
            String element = " of element " + e;
            gradient.phase(e).ifPresent(s -> outputs.add(Output.of("gradient by phase" + element, s)));
            gradient.attenuation(e).ifPresent(s -> outputs.add(Output.of("gradient by attenuation" + element, s)));
        }
        return outputs;
    }
}
