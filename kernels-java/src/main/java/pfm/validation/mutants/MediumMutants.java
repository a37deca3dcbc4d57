package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/** Split steps that take another medium than they were given, as a backend does that misreads it. */
final class MediumMutants {
    private MediumMutants() {
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("first half step missing", medium(s -> elements(s, e -> e instanceof Element.Slab slab
                ? List.of(new Element.Gap(-slab.sliceThickness() / 2), slab) : List.of(e))));
        mutants.put("gap after the last mask forgotten", medium(s -> s.elements().getLast() instanceof Element.Gap
                && s.elements().size() > 1 ? with(s, s.elements().subList(0, s.elements().size() - 1)) : s));
        mutants.put("extinction forgotten", medium(s -> slabs(s, v ->
                new Volume(v.nx(), v.ny(), v.slices(), v.contrast()))));
        mutants.put("levels read as signed bytes", contrasts(MediumMutants::signed));
        mutants.put("levels off by one", contrasts(c -> c.format() == Samples.Format.LEVELS8
                ? Samples.levels8(c.segment(), c.count(), c.min() + c.step(), c.step(), "levels") : c));
        mutants.put("step of the levels divided by 256", contrasts(c -> c.format() == Samples.Format.LEVELS8
                ? Samples.levels8(c.segment(), c.count(), c.min(), c.step() * 255 / 256, "levels") : c));
        mutants.put("slices in reverse", medium(s -> slabs(s, v -> new Volume(v.nx(), v.ny(), v.slices(),
                reversed(v, v.contrast()), v.extinction().map(k -> reversed(v, k))))));
        mutants.put("frame forgotten", medium(s -> new SplitStep(s.grid(), s.wavelength(), s.index(), s.elements(),
                s.diffraction(), s.bandLimited(), AbsorbingFrame.NONE)));
        mutants.put("frame one cell narrower",
                medium(s -> s.frame().isNone() ? s : new SplitStep(s.grid(), s.wavelength(),
                s.index(), s.elements(), s.diffraction(), s.bandLimited(),
                new AbsorbingFrame(s.frame().cells() - 1, s.frame().strength(), s.frame().order()))));
        mutants.put("split step is not paraxial where it should be", medium(s -> new SplitStep(s.grid(), s.wavelength(),
                s.index(), s.elements(), Diffraction.EXACT, s.bandLimited(), s.frame())));
        mutants.put("an exception", medium(s -> {
            throw new IllegalStateException("no medium here");
        }));
        return mutants;
    }

    private static UnaryOperator<Kernels> medium(UnaryOperator<SplitStep> change) {
        return right -> new Tampered(right) {
            @Override
            SplitStep instead(SplitStep spec) {
                return change.apply(spec);
            }
        };
    }

    private static UnaryOperator<Kernels> contrasts(UnaryOperator<Samples> change) {
        return medium(s -> slabs(s, v ->
                new Volume(v.nx(), v.ny(), v.slices(), change.apply(v.contrast()), v.extinction())));
    }

    private static SplitStep slabs(SplitStep spec, UnaryOperator<Volume> change) {
        return elements(spec, e -> List.of(e instanceof Element.Slab slab
                ? new Element.Slab(change.apply(slab.volume()), slab.sliceThickness()) : e));
    }

    private static SplitStep elements(SplitStep spec, Function<Element, List<Element>> change) {
        return with(spec, spec.elements().stream().map(change).flatMap(List::stream).toList());
    }

    private static SplitStep with(SplitStep s, List<Element> elements) {
        return new SplitStep(s.grid(), s.wavelength(), s.index(), elements, s.diffraction(), s.bandLimited(),
                s.frame());
    }

    private static Samples signed(Samples levels) {
        if (levels.format() != Samples.Format.LEVELS8) {
            return levels;
        }
        Samples values = Samples.zeros(Precision.FLOAT32, levels.count(), Arena.ofAuto());
        for (long i = 0; i < levels.count(); i++) {
            long level = Math.round((levels.get(i) - levels.min()) / levels.step());
            values.set(i, levels.min() + (byte) level * levels.step());
        }
        return values;
    }

    private static Samples reversed(Volume volume, Samples samples) {
        Samples values = Samples.zeros(Precision.FLOAT32, samples.count(), Arena.ofAuto());
        long plane = volume.offset(1);
        for (long i = 0; i < samples.count(); i++) {
            values.set(i, samples.get((volume.slices() - 1 - i / plane) * plane + i % plane));
        }
        return values;
    }
}
