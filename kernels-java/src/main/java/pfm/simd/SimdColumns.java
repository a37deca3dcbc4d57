package pfm.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import pfm.analog.Converter;
import pfm.analog.ConverterColumns;
import pfm.analog.ConverterColumns.Same;
import pfm.analog.ConverterColumns.Stages;
import pfm.analog.ConverterColumns.Successive;
import pfm.analog.Quantizer;

/**
 * Converters that {@link SimdConverter} is not for, in place on the heap, a register at a time: the operations of
 * {@link ConverterColumns} in their order, so the same bits. Neighbouring lanes are neighbouring columns. A code is
 * kept as the middle of its interval over V, a multiple of {@code 1/2^bits} that float32 has exactly.
 */
final class SimdColumns {
    private static final int LANES = Lanes.COUNT;

    private final ConverterColumns columns;

    SimdColumns(ConverterColumns columns) {
        this.columns = columns;
    }

    /** Converts values in place, those of columns {@code first …}. */
    void convert(float[] values, int at, int first, int count) {
        int whole = count / LANES * LANES;
        switch (columns) {
            case Same(Quantizer q) -> quantise(q, values, at, whole);
            case Same(Converter c) -> throw new IllegalStateException("belongs to SimdConverter: " + c);
            case Successive s -> approximate(s, values, at, first, whole);
            case Stages s -> pass(s, values, at, first, whole);
        }
        for (int i = whole; i < count; i++) {
            values[at + i] = columns.convert(values[at + i], first + i);
        }
    }

    private static void quantise(Quantizer q, float[] values, int at, int count) {
        float steps = q.steps();
        for (int i = at; i < at + count; i += LANES) {
            FloatVector code = load(values, i).max(q.min()).min(q.max()).sub(q.min()).mul(steps);
            FloatVector rounded = code.add(SimdConverter.INTEGERS).sub(SimdConverter.INTEGERS);
            code.blend(rounded, code.compare(VectorOperators.LT, SimdConverter.INTEGERS)).div(steps).add(q.min())
                    .intoArray(values, i);
        }
    }

    private static void approximate(Successive s, float[] values, int at, int first, int count) {
        float bound = s.range().bound();
        float most = Successive.FARTHEST * bound;
        int columns = s.offset().length;
        float codes = s.range().codes();
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = load(values, at + i);
            FloatVector x = value.add(load(s.offset(), first + i)).max(-most).min(most);
            FloatVector t = x.mul(s.gain()).div(Lanes.all(bound).sub(x.mul(s.load())));
            FloatVector w = Lanes.all(-1f);
            FloatVector code = Lanes.all((1 - codes) / codes);
            for (int k = s.range().bits() - 1; k >= 0; k--) {
                int constant = k * columns + first + i;
                VectorMask<Float> above = w.add(load(s.test(), constant)).compare(VectorOperators.LT, t);
                w = w.add(load(s.step(), constant), above);
                code = code.add((2 << k) / codes, above);
            }
            store(code.mul(bound), value, values, at + i);
        }
    }

    private static void pass(Stages s, float[] values, int at, int first, int count) {
        float bound = s.range().bound();
        int last = s.range().bits() - 1;
        int columns = s.low().length / s.range().bits();
        float codes = s.range().codes();
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = load(values, at + i);
            FloatVector v = value.max(-bound).min(bound);
            FloatVector code = Lanes.all((1 - codes) / codes);
            for (int n = 0; n < last; n++) {
                int constant = n * columns + first + i;
                float half = (1 << last - n) / codes;
                VectorMask<Float> above = v.compare(VectorOperators.GT, load(s.high(), constant));
                VectorMask<Float> notBelow = v.compare(VectorOperators.GT, load(s.low(), constant)).or(above);
                FloatVector amplified = load(s.factor(), constant).mul(v);
                FloatVector shift = load(s.shift(), constant);
                v = amplified.add(shift).blend(amplified, notBelow).blend(amplified.sub(shift), above);
                code = code.add(half, notBelow).add(half, above);
            }
            VectorMask<Float> above = v.compare(VectorOperators.GT, load(s.high(), last * columns + first + i));
            store(code.add(2 / codes, above).mul(bound), value, values, at + i);
        }
    }

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(Lanes.FLOAT, values, at);
    }

    /** NaN stays NaN. */
    private static void store(FloatVector result, FloatVector value, float[] values, int at) {
        result.blend(value, value.test(VectorOperators.IS_NAN)).intoArray(values, at);
    }
}
