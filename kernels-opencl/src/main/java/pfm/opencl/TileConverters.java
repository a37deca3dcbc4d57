package pfm.opencl;

import java.util.ArrayList;
import java.util.List;

import pfm.analog.Converter;
import pfm.analog.ConverterColumns;
import pfm.analog.ConverterColumns.Same;
import pfm.analog.ConverterColumns.Stages;
import pfm.analog.ConverterColumns.Successive;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.Quantizer;
import pfm.analog.TileColumns;

/**
 * DAC and ADCs of a {@link Crossbar}, of any kind: a {@link Converter} is part of the kernels that scale, others
 * convert in place.
 */
final class TileConverters {
    private static final String SOURCE = "converters.cl";

    private final Crossbar spec;
    /** Most work-items of a group. */
    private final int group;
    /** What the kernels that scale convert with: the whole converter, or nothing. */
    private final Converter dac;
    private final Converter adc;
    /** ADCs of each part of the inputs. */
    private final List<ConverterColumns> adcs = new ArrayList<>();
    /** Their constants; empty where they have none. */
    private final List<Buffer> constants = new ArrayList<>();
    /** Null where nothing is left to do, as the others. */
    private final DeviceKernel quantise;
    private final DeviceKernel approximate;
    private final DeviceKernel stages;

    TileConverters(Crossbar spec, OpenClTuning tuning, DeviceMemory memory) {
        this.spec = spec;
        group = tuning.group();
        this.dac = plain(spec.dac());
        this.adc = plain(spec.adc());
        for (int t = 0; t < spec.inputTiles(); t++) {
            adcs.add(spec.adc().columns(TileColumns.of(spec, t)));
            switch (adcs.get(t)) {
                case Same _ -> { }
                case Successive s -> constants.add(floats(memory, s.offset(), s.test(), s.step()));
                case Stages s -> constants.add(floats(memory, s.low(), s.high(), s.factor(), s.shift()));
            }
        }
        boolean plain = dac == spec.dac() && adc == spec.adc();
        quantise = plain ? null : memory.kernel(SOURCE, "", "quantise");
        approximate = plain ? null : memory.kernel(SOURCE, "", "approximate");
        stages = plain ? null : memory.kernel(SOURCE, "", "stages");
    }

    private static Converter plain(DataConverter converter) {
        return converter instanceof Converter c ? c : Converter.IDEAL;
    }

    private static Buffer floats(DeviceMemory memory, float[]... tables) {
        int count = 0;
        for (float[] table : tables) {
            count = Math.addExact(count, table.length);
        }
        float[] all = new float[count];
        int at = 0;
        for (float[] table : tables) {
            System.arraycopy(table, 0, all, at, table.length);
            at += table.length;
        }
        return memory.floats(all, "constants of converters");
    }

    /** The DAC as far as the kernel that scales inputs has it. */
    Converter dac() {
        return dac;
    }

    /** The ADC as far as the kernel that scales results has it. */
    Converter adc() {
        return adc;
    }

    /** Smallest value that the ADC does not clip. */
    float least() {
        return spec.adc() instanceof Quantizer q ? q.min() : -spec.adc().bound();
    }

    /** Largest value that the ADC does not clip. */
    float most() {
        return spec.adc() instanceof Quantizer q ? q.max() : spec.adc().bound();
    }

    /** What the DAC does to scaled inputs of vectors that are active. */
    void convertInputs(int batch, int inputs, Buffer xi, Buffer active) {
        if (spec.dac() instanceof Quantizer q) {
            quantise(q, batch, inputs, xi, 0, active);
        }
    }

    private void quantise(Quantizer q, int batch, int count, Buffer values, int every, Buffer active) {
        quantise.at(0).with(batch).with(count).with(values).with(count).with(q.min()).with(q.max()).with(q.steps())
                .with(every).with(active).runEach(count, batch, group);
    }

    /** What ADCs do to sums of outputs {@code first …} at a part of the inputs, before results are scaled. */
    void convertSums(int part, int batch, int first, int outputs, Buffer sums, Buffer active) {
        switch (adcs.get(part)) {
            case Same(Quantizer q) -> quantise(q, batch, outputs, sums, 1, active);
            case Same(Converter _) -> { }
            case Successive s -> approximate.at(0).with(batch).with(outputs).with(sums).with(outputs).with(first)
                    .with(spec.outputs()).with(s.range().bits()).with(s.range().bound()).with(Successive.FARTHEST)
                    .with(s.gain()).with(s.load()).with(constants.get(part)).runEach(outputs, batch, group);
            case Stages s -> stages.at(0).with(batch).with(outputs).with(sums).with(outputs).with(first)
                    .with(spec.outputs()).with(s.range().bits()).with(s.range().bound()).with(constants.get(part))
                    .runEach(outputs, batch, group);
        }
    }
}
