package pfm.optics;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import pfm.field.Precision;
import pfm.field.Samples;
import pfm.quantity.Require;

/**
 * The derivative of a real loss with respect to every parameter of a {@link SplitStep}: for a mask its phases and
 * attenuations, for a slab its index contrasts and extinctions, in the shape of the parameters.
 */
public final class MediumGradient {
    private final Precision precision;
    private final List<Optional<Samples>> phase;
    private final List<Optional<Samples>> attenuation;

    private MediumGradient(Precision precision, List<Optional<Samples>> phase, List<Optional<Samples>> attenuation) {
        this.precision = precision;
        this.phase = List.copyOf(phase);
        this.attenuation = List.copyOf(attenuation);
    }

    /** A gradient of zeros in the shape of the parameters of {@code spec}. */
    public static MediumGradient zeros(SplitStep spec, Precision precision, Arena arena) {
        List<Optional<Samples>> phase = new ArrayList<>();
        List<Optional<Samples>> attenuation = new ArrayList<>();
        for (Element element : spec.elements()) {
            phase.add(phases(element).map(like -> Samples.zeros(precision, like.count(), arena)));
            attenuation.add(attenuations(element).map(like -> Samples.zeros(precision, like.count(), arena)));
        }
        return new MediumGradient(precision, phase, attenuation);
    }

    /**
     * A float32 gradient in memory of the caller, without a copy and as it stands; {@link #requireFits} tells whether
     * it has the shape of a specification.
     *
     * @param phase       derivatives for each element; empty for a gap
     * @param attenuation derivatives for each element; empty where it has no loss
     */
    public static MediumGradient of(List<Optional<Samples>> phase, List<Optional<Samples>> attenuation) {
        Require.equal("count of elements with attenuations", phase.size(), attenuation.size());
        Stream.concat(phase.stream(), attenuation.stream()).flatMap(Optional::stream).forEach(
                samples -> Require.equal("format of a gradient", Samples.Format.FLOAT32, samples.format()));
        return new MediumGradient(Precision.FLOAT32, phase, attenuation);
    }

    /** Width of the numbers. */
    public Precision precision() {
        return precision;
    }

    /** Count of elements of the specification. */
    public int elements() {
        return phase.size();
    }

    /** ∂L/∂φ [1/rad] of a mask or ∂L/∂δn of a slab; empty for a gap. */
    public Optional<Samples> phase(int element) {
        return phase.get(element);
    }

    /** ∂L/∂a [1/neper] of a mask or ∂L/∂κ of a slab; empty where the element has no loss. */
    public Optional<Samples> attenuation(int element) {
        return attenuation.get(element);
    }

    /** Sets every derivative to zero. */
    public void clear() {
        phase.forEach(p -> p.ifPresent(s -> s.segment().fill((byte) 0)));
        attenuation.forEach(a -> a.ifPresent(s -> s.segment().fill((byte) 0)));
    }

    /** Checks that this gradient has the shape of {@code spec}. */
    public void requireFits(SplitStep spec) {
        Require.equal("count of elements of the gradient", spec.elements().size(), elements());
        for (int e = 0; e < elements(); e++) {
            Element element = spec.elements().get(e);
            requireCount("phases", e, phases(element), phase(e));
            requireCount("attenuations", e, attenuations(element), attenuation(e));
        }
    }

    private static Optional<Samples> phases(Element element) {
        return switch (element) {
            case Element.Gap gap -> Optional.empty();
            case Element.Mask mask -> Optional.of(mask.phase());
            case Element.Slab slab -> Optional.of(slab.volume().contrast());
        };
    }

    private static Optional<Samples> attenuations(Element element) {
        return switch (element) {
            case Element.Gap gap -> Optional.empty();
            case Element.Mask mask -> mask.attenuation();
            case Element.Slab slab -> slab.volume().extinction();
        };
    }

    private static void requireCount(
            String quantity, int element, Optional<Samples> parameters, Optional<Samples> derivatives) {
        if (count(parameters) != count(derivatives)) { // here, so that a run that fits makes no text
            Require.equal(quantity + " of the gradient of element " + element, count(parameters), count(derivatives));
        }
    }

    private static long count(Optional<Samples> samples) {
        return samples.map(Samples::count).orElse(0L);
    }
}
