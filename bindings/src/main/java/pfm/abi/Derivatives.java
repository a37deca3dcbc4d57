package pfm.abi;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.quantity.Require;

/** Gradients of a split step over memory of the caller; a derivative that is not wanted goes to memory of the plan. */
final class Derivatives {
    private static final int SIZE = 16; // of pfm_derivatives [byte]

    private final List<Element> elements;
    private final Arena memory;
    private final Map<String, Samples> unwanted = new HashMap<>();

    Derivatives(SplitStep spec, Arena memory) {
        this.elements = spec.elements();
        this.memory = memory;
    }

    /** The gradient over an array of {@code pfm_derivatives}. */
    MediumGradient at(long address, int count) {
        Require.equal("count of gradients", elements.size(), count);
        Struct given = new Struct("gradients", address, SIZE, count);
        List<Optional<Samples>> phase = new ArrayList<>();
        List<Optional<Samples>> attenuation = new ArrayList<>();
        for (int e = 0; e < count; e++) {
            Optional<Samples> phases = Optional.empty();
            Optional<Samples> attenuations = Optional.empty();
            switch (elements.get(e)) {
                case Element.Gap _ -> { }
                case Element.Mask mask -> {
                    phases = Optional.of(mask.phase());
                    attenuations = mask.attenuation();
                }
                case Element.Slab slab -> {
                    phases = Optional.of(slab.volume().contrast());
                    attenuations = slab.volume().extinction();
                }
            }
            phase.add(samples("phase of gradient " + e, given.address(), phases));
            attenuation.add(samples("attenuation of gradient " + e, given.address(), attenuations));
        }
        return MediumGradient.of(phase, attenuation);
    }

    private Optional<Samples> samples(String name, long address, Optional<Samples> parameters) {
        if (parameters.isEmpty() && address != 0) {
            throw new IllegalArgumentException(name + " must be NULL, for the element has no such values, was given");
        }
        return parameters.map(Samples::count).map(count -> address == 0
                ? unwanted.computeIfAbsent(name, _ -> Samples.zeros(Precision.FLOAT32, count, memory))
                : Samples.float32(CallerMemory.floats(name, address, count, 1), count, name));
    }
}
