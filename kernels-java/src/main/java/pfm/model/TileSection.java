package pfm.model;

import java.util.Map;

import pfm.analog.ArrayEffects;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.Tile;
import pfm.analog.UniformConverter;
import pfm.analog.WeightNoise;
import pfm.io.JsonSection;

/** The keys of a device's JSON that describe its tiles. */
final class TileSection {
    private static final double SMALLEST = ConverterSection.SMALLEST;
    private static final double LARGEST = ConverterSection.LARGEST;
    /** Of noise, resistances and bends. */
    private static final double MOST = 1e6;
    private static final Map<String, InputScaling> SCALINGS = Map.of("none", new InputScaling.None(),
            "absMax", new InputScaling.AbsMax(), "max", new InputScaling.Max());

    private TileSection() {
    }

    /**
     * What the keys say.
     *
     * @param tile   with the bound 1 where one is open
     * @param ranges how open bounds are chosen
     */
    record Described(Tile tile, ConverterRanges ranges) {
    }

    static Described of(JsonSection device) {
        JsonSection size = device.section("tile");
        int outputs = size.integer("outputs", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int inputs = size.integer("inputs", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        size.end();
        ConverterSection.Read dac = ConverterSection.dac(device.section("dac"));
        ConverterSection.Read adc = ConverterSection.adc(device.section("adc"));
        return new Described(new Tile(outputs, inputs, input(device, (UniformConverter) dac.converter()),
                effects(device.section("effects")), output(device, adc.converter())),
                new ConverterRanges(dac.rule(), adc.rule()));
    }

    private static InputStage input(JsonSection device, UniformConverter dac) {
        JsonSection input = device.section("input");
        InputStage stage = new InputStage(scaling(device), dac,
                number(input, "noise", 0, MOST, 0), number(input, "asymmetry", -1, 1, 0));
        input.end();
        return stage;
    }

    private static ArrayEffects effects(JsonSection effects) {
        JsonSection curve = effects.section("curve");
        ArrayEffects read = new ArrayEffects(number(effects, "irDrop", 0, MOST, 0),
                number(effects, "series", 0, MOST, 0), number(effects, "mostSeries", 0, MOST, MOST),
                number(effects, "voltageOffset", -1, 1, 0), weightNoise(effects.section("weightNoise")),
                number(curve, "factor", -MOST, MOST, 1), number(curve, "bend", -MOST, MOST, 0),
                number(curve, "spread", 0, 1e3, 0));
        curve.end();
        effects.end();
        // without resistance its limit says nothing, and ideal is one thing
        return read.series() == 0 ? new ArrayEffects(read.irDrop(), 0, 0, read.voltageOffset(), read.weightNoise(),
                read.curveFactor(), read.curve(), read.curveSpread()) : read;
    }

    private static WeightNoise weightNoise(JsonSection noise) {
        if (noise.has("additive") && noise.has("pcmRead")) {
            throw new IllegalArgumentException(noise.name("pcmRead") + " must be left out where additive is given");
        }
        WeightNoise read = noise.has("additive") ? new WeightNoise.Additive(number(noise, "additive", 0, MOST, 0))
                : noise.has("pcmRead") ? new WeightNoise.PcmRead(number(noise, "pcmRead", 0, MOST, 0))
                : new WeightNoise.None();
        noise.end();
        return read;
    }

    private static OutputStage output(JsonSection device, DataConverter adc) {
        JsonSection output = device.section("output");
        OutputStage stage = new OutputStage(number(output, "asymmetry", -1, 1, 0), number(output, "noise", 0, MOST, 0),
                number(output, "noiseSpread", 0, 1e3, 0), adc,
                device.flag("iterativeBounds", false), number(device, "outputScale", -LARGEST, LARGEST, 1));
        output.end();
        return stage;
    }

    private static float number(JsonSection section, String key, double low, double high, double otherwise) {
        return (float) section.number(key, low, high, otherwise);
    }

    private static InputScaling scaling(JsonSection device) {
        Object value = device.value("inputScaling");
        return switch (value) {
            case null -> new InputScaling.None();
            case String name when SCALINGS.containsKey(name) -> SCALINGS.get(name);
            case String name when name.equals("averageAbsMax") ->
                new InputScaling.AverageAbsMax(number(device, "averageDecay", 1e-9, 1, 0.01));
            case Number alpha when alpha.doubleValue() >= SMALLEST && alpha.doubleValue() <= LARGEST ->
                new InputScaling.Constant(alpha.floatValue());
            default -> throw new IllegalArgumentException(device.name("inputScaling")
                    + " must be \"none\", \"absMax\", \"max\", \"averageAbsMax\" or a number in [" + SMALLEST + ", "
                    + LARGEST + "], was " + JsonSection.shown(value));
        };
    }
}
