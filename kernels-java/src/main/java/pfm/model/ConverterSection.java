package pfm.model;

import java.util.List;
import java.util.Optional;

import pfm.analog.CodeRange;
import pfm.analog.Converter;
import pfm.analog.ConverterErrors;
import pfm.analog.DataConverter;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.RangeRule;
import pfm.analog.SarAdc;
import pfm.io.JsonSection;

/** The section of a converter: its kind, its bits, its range or how that is chosen, the errors of its parts. */
final class ConverterSection {
    static final double SMALLEST = 1e-30;
    static final double LARGEST = 1e30;

    private static final String PLAIN = "signMagnitude";
    private static final List<String> DACS = List.of(PLAIN, "quantizer");
    private static final List<String> ADCS = List.of(PLAIN, "quantizer", "ramp", "sar", "pipeline");
    private static final List<String> RANGES = List.of("fixed", "calibrated", "maximum", "granular");
    /** Where only vectors and weights will tell. */
    private static final float OPEN = 1;

    private final JsonSection section;
    private final String kind;
    private final int bits;

    private ConverterSection(JsonSection section, boolean adc) {
        this.section = section;
        this.kind = section.word("kind", adc ? ADCS : DACS, PLAIN);
        this.bits = section.integer("bits", kind.equals(PLAIN) ? 2 : 1, kind.equals(PLAIN) || kind.equals("quantizer")
                ? 24 : 16, 0);
    }

    /**
     * What a section says.
     *
     * @param converter with the bound 1 where that is open
     * @param rule      that will choose the bound
     */
    record Read(DataConverter converter, Optional<RangeRule> rule) {
    }

    static Read adc(JsonSection section) {
        return new ConverterSection(section, true).read();
    }

    static Read dac(JsonSection section) {
        return new ConverterSection(section, false).read();
    }

    private Read read() {
        if (!kind.equals(PLAIN)) {
            requireBits();
        }
        Read read = section.has("range") ? ranged() : new Read(converter(), Optional.empty());
        section.end();
        return read;
    }

    private void requireBits() {
        if (bits == 0) {
            throw new IllegalArgumentException(section.name("bits") + " must be given");
        }
    }

    private Read ranged() {
        for (String key : List.of("bound", "lsb", "min", "max")) {
            if (section.has(key)) {
                throw new IllegalArgumentException(section.name(key) + " must be left out where a range is given");
            }
        }
        requireBits();
        JsonSection range = section.section("range");
        String chosen = range.word("kind", RANGES, null);
        Optional<RangeRule> rule = switch (chosen) {
            case "calibrated" -> Optional.of(new RangeRule.Calibrated(range.number("part", 1e-9, 1, 1)));
            case "maximum" -> Optional.of(new RangeRule.Maximum());
            default -> Optional.empty();
        };
        if (!range.has(chosen.equals("fixed") ? "bound" : "step") && rule.isEmpty()) {
            throw new IllegalArgumentException(range.name(chosen.equals("fixed") ? "bound" : "step")
                    + " must be given, a number in [" + SMALLEST + ", " + LARGEST + "]");
        }
        DataConverter converter = chosen.equals("granular") ? ofStep((float) range.number("step", SMALLEST, LARGEST, 1))
                : ofBound((float) range.number("bound", SMALLEST, LARGEST, OPEN));
        range.end();
        return new Read(converter, rule);
    }

    /** The converter whose codes are multiples of a step, or intervals of its width. */
    private DataConverter ofStep(float step) {
        return switch (kind) {
            case PLAIN -> new Converter(step, step * ((1 << bits - 1) - 1));
            case "quantizer" -> new Quantizer(bits, 0, step * ((1 << bits) - 1));
            default -> ofBound(step * (1 << bits - 1));
        };
    }

    private DataConverter ofBound(float bound) {
        return switch (kind) {
            case PLAIN -> Converter.ofBits(bits, bound);
            case "quantizer" -> new Quantizer(bits, -bound, bound);
            case "ramp" -> new RampAdc(new CodeRange(bits, bound), errors());
            case "sar" -> new SarAdc(new CodeRange(bits, bound), errors());
            default -> new PipelineAdc(new CodeRange(bits, bound), errors());
        };
    }

    private ConverterErrors errors() {
        JsonSection errors = section.section("errors");
        ConverterErrors read = new ConverterErrors(errors.number("capacitor", 0, 0.1, 0),
                errors.number("comparator", 0, 1, 0), errors.number("gain", 1, LARGEST, Double.POSITIVE_INFINITY),
                errors.integer("sharedBy", 1, Integer.MAX_VALUE, 1));
        errors.end();
        return read;
    }

    /** With a range that is given. */
    private DataConverter converter() {
        if (kind.equals("quantizer") && (section.has("min") || section.has("max"))) {
            return between();
        }
        if (bits > 0 && section.has("lsb")) {
            throw new IllegalArgumentException(section.name("lsb") + " must be left out where bits are given");
        }
        boolean rounds = bits > 0 || section.has("lsb");
        if (rounds && !section.has("bound")) {
            throw new IllegalArgumentException(
                    section.name("bound") + " must be given, the largest value that leaves the converter");
        }
        float bound = (float) section.number("bound", SMALLEST, LARGEST, Double.POSITIVE_INFINITY);
        return bits > 0 ? ofBound(bound)
                : new Converter((float) section.number("lsb", SMALLEST, LARGEST, 0), bound);
    }

    private DataConverter between() {
        double min = section.number("min", -LARGEST, LARGEST, 0);
        double max = section.number("max", -LARGEST, LARGEST, 0);
        if (!((float) min < (float) max)) {
            throw new IllegalArgumentException(section.name("max") + " must be more than min, which is " + min
                    + ", was " + max);
        }
        return new Quantizer(bits, (float) min, (float) max);
    }
}
