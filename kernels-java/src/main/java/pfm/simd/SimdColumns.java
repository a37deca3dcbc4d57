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

    /** Two registers at a time, since each bit waits for the one before. */
    private static void approximate(Successive s, float[] values, int at, int first, int count) {
        float bound = s.range().bound();
        float most = Successive.FARTHEST * bound;
        int columns = s.offset().length;
        float codes = s.range().codes();
        int bits = s.range().bits();
        float[] test = s.test();
        float[] step = s.step();
        for (int i = 0; i < count; i += 2 * LANES) {
            int j = Math.min(i + LANES, count - LANES);
            FloatVector value = load(values, at + i);
            FloatVector other = load(values, at + j);
            FloatVector t = place(s, value, bound, most, first + i);
            FloatVector u = place(s, other, bound, most, first + j);
            FloatVector w = Lanes.all(-1f);
            FloatVector x = w;
            FloatVector code = Lanes.all((1 - codes) / codes);
            FloatVector otherCode = code;
            float weight = 1;
            for (int k = (bits - 1) * columns + first; k >= 0; k -= columns) {
                VectorMask<Float> above = w.add(load(test, k + i)).compare(VectorOperators.LT, t);
                VectorMask<Float> otherAbove = x.add(load(test, k + j)).compare(VectorOperators.LT, u);
                w = w.add(load(step, k + i), above);
                x = x.add(load(step, k + j), otherAbove);
                code = code.add(weight, above);
                otherCode = otherCode.add(weight, otherAbove);
                weight *= 0.5f;
            }
            store(otherCode.mul(bound), other, values, at + j);
            store(code.mul(bound), value, values, at + i);
        }
    }

    private static FloatVector place(Successive s, FloatVector value, float bound, float most, int column) {
        FloatVector x = value.add(load(s.offset(), column)).max(-most).min(most);
        return x.mul(s.gain()).div(Lanes.all(bound).sub(x.mul(s.load())));
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
