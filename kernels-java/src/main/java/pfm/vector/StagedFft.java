package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.util.List;

import pfm.fft.FftRecipe;
import pfm.fft.Stage;

/**
 * A chain of stages, depth first: wide stages run over the whole line, then each of their parts is finished by itself
 * as soon as it fits the first-level cache.
 */
final class StagedFft implements LineFft {
    private final int length;
    /** Stages over parts too large for the cache: one butterfly list each, for one part. */
    private final Butterflies[] wide;
    /** Stages within a resident part, each over the whole of it. */
    private final Butterflies[] narrow;
    /** Blocks of a resident part. */
    private final int resident;

    StagedFft(FftRecipe recipe, VectorTuning tuning) {
        length = recipe.length();
        List<Stage> stages = recipe.stages();
        int split = 0;
        int part = length;
        while (part * Lanes.BLOCK > tuning.resident(length) && split < stages.size() - 1) {
            part = stages.get(split++).span();
        }
        resident = part;
        wide = stages.subList(0, split).stream().map(s -> new Butterflies(s, 1)).toArray(Butterflies[]::new);
        narrow = stages.subList(split, stages.size()).stream()
                .map(s -> new Butterflies(s, resident / (s.radix() * s.span()))).toArray(Butterflies[]::new);
    }

    @Override
    public int scratchBlocks() {
        return 0;
    }

    @Override
    public void forward(MemorySegment a, long base, MemorySegment scratch, Stretch after) {
        there(0, a, base, 0, after);
    }

    @Override
    public void inverse(MemorySegment a, long base, MemorySegment scratch, Stretch before) {
        back(0, a, base, 0, before);
    }

    @Override
    public void filter(MemorySegment a, long base, MemorySegment scratch, Stretch middle) {
        thereAndBack(0, a, base, 0, middle);
    }

    private void there(int level, MemorySegment a, long base, int first, Stretch after) {
        long at = base + first * Lanes.BLOCK;
        if (level == wide.length) {
            narrowForward(a, at);
            after.at(first, first + resident);
            return;
        }
        wide[level].forward(a, at);
        for (int q = 0; q < wide[level].radix(); q++) {
            there(level + 1, a, base, first + q * wide[level].span(), after);
        }
    }

    private void back(int level, MemorySegment a, long base, int first, Stretch before) {
        long at = base + first * Lanes.BLOCK;
        if (level == wide.length) {
            before.at(first, first + resident);
            narrowInverse(a, at);
            return;
        }
        for (int q = 0; q < wide[level].radix(); q++) {
            back(level + 1, a, base, first + q * wide[level].span(), before);
        }
        wide[level].inverse(a, at);
    }

    private void thereAndBack(int level, MemorySegment a, long base, int first, Stretch middle) {
        long at = base + first * Lanes.BLOCK;
        if (level == wide.length) {
            narrowForward(a, at);
            middle.at(first, first + resident);
            narrowInverse(a, at);
            return;
        }
        wide[level].forward(a, at);
        for (int q = 0; q < wide[level].radix(); q++) {
            thereAndBack(level + 1, a, base, first + q * wide[level].span(), middle);
        }
        wide[level].inverse(a, at);
    }

    private void narrowForward(MemorySegment a, long at) {
        for (Butterflies stage : narrow) {
            stage.forward(a, at);
        }
    }

    private void narrowInverse(MemorySegment a, long at) {
        for (int s = narrow.length - 1; s >= 0; s--) {
            narrow[s].inverse(a, at);
        }
    }
}
