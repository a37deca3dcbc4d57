package pfm.simd;

import java.lang.foreign.MemorySegment;

import pfm.analog.Converter;
import pfm.analog.ConverterColumns;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.Quantizer;
import pfm.analog.TileColumns;

/**
 * DAC and ADCs of a {@link Crossbar}, of any kind. What is a {@link Converter} is left to {@link SimdConverter} in one
 * pass; others convert in place, before results are scaled and added, or after inputs are scaled.
 */
public final class TileConverters {
    /** What {@link SimdConverter} does: all, or nothing. */
    private final Converter dac;
    private final Converter adc;
    private final float leastClipped;
    /** Null where the DAC is a {@link Converter}. */
    private final SimdColumns dacs;
    /** For each part of the inputs; null where the ADC is a {@link Converter}. */
    private final SimdColumns[] adcs;
    private final float least;
    private final float most;

    /** Those of a crossbar, with errors drawn. */
    public TileConverters(Crossbar spec) {
        dac = plain(spec.dac());
        dacs = spec.dac() == dac ? null : new SimdColumns(new ConverterColumns.Same(spec.dac()));
        adc = plain(spec.adc());
        leastClipped = SimdConverter.leastClipped(adc);
        adcs = spec.adc() == adc ? null : new SimdColumns[spec.inputTiles()];
        for (int part = 0; adcs != null && part < adcs.length; part++) {
            adcs[part] = new SimdColumns(spec.adc().columns(TileColumns.of(spec, part)));
        }
        most = spec.adc() instanceof Quantizer q ? q.max() : spec.adc().bound();
        least = spec.adc() instanceof Quantizer q ? q.min() : -most;
    }

    private static Converter plain(DataConverter converter) {
        return converter instanceof Converter c ? c : Converter.IDEAL;
    }

    /** Whether {@link SimdConverter} does all that the DAC does. */
    public boolean plainDac() {
        return dacs == null;
    }

    /** Whether {@link SimdConverter} does all that the ADC does. */
    public boolean plainAdc() {
        return adcs == null;
    }

    /** The DAC where it is {@link #plainDac plain}. */
    public Converter dac() {
        return dac;
    }

    /** The ADC where it is {@link #plainAdc plain}. */
    public Converter adc() {
        return adc;
    }

    /** The least magnitude that the ADC clips, where it is {@link #plainAdc plain}. */
    public float leastClipped() {
        return leastClipped;
    }

    /** Sets {@code to[i] = dac(scale·from[i])}. */
    public void scaleAndConvert(float scale, MemorySegment from, long at, int count, float[] to, int toAt) {
        SimdConverter.scaleAndConvert(dac, scale, from, at, count, to, toAt);
        if (dacs != null) {
            dacs.convert(to, toAt, 0, count);
        }
    }

    /** Whether an ADC clips any of the values. */
    public boolean clipsAny(float[] values, int at, int count) {
        return adcs == null ? SimdConverter.clipsAny(leastClipped, values, at, count) : outside(values, at, count);
    }

    private boolean outside(float[] values, int at, int count) {
        boolean any = false;
        for (int i = at; i < at + count; i++) {
            any |= values[i] < least | values[i] > most;
        }
        return any;
    }

    /**
     * Sets or increments {@code to[i]} by {@code ((adc(from[i])·a)·b)·d}. What was in from may be lost.
     *
     * @param part   of the inputs
     * @param column of the first value
     */
    public void convertAndAdd(int part, float[] from, int fromAt, int column, int count, float a, float b, float d,
            boolean increment, MemorySegment to, long at) {
        if (adcs != null) {
            adcs[part].convert(from, fromAt, column, count);
        }
        SimdConverter.convertAndAdd(adc, from, fromAt, count, a, b, d, increment, to, at);
    }
}
