package pfm.bench.jmh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.energy.Cost;
import pfm.validation.Output;

/** A doer that is wrong on purpose: its results are multiplied, and from some run on it does nothing. */
final class Liar implements Candidate {
    private final Candidate good;
    private final float factor;
    private final float factorOfLastPart;
    private int honestRuns;

    /** The last part of a field is its imaginary one. */
    Liar(Candidate good, float factor, float factorOfLastPart, int honestRuns) {
        this.good = good;
        this.factor = factor;
        this.factorOfLastPart = factorOfLastPart;
        this.honestRuns = honestRuns;
    }

    @Override
    public String describe() {
        return "liar";
    }

    @Override
    public Cost cost() {
        return good.cost();
    }

    @Override
    public void load() {
        good.load();
    }

    @Override
    public void run() {
        if (honestRuns-- > 0) {
            good.run();
        }
    }

    @Override
    public Output result() {
        Output result = good.result();
        for (MemorySegment part : result.parts()) {
            float by = part == result.parts().getLast() ? factorOfLastPart : factor;
            for (long i = 0; i < result.count(); i++) {
                part.setAtIndex(ValueLayout.JAVA_FLOAT, i, by * part.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }
        return result;
    }

    @Override
    public void close() {
        good.close();
    }
}
