package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.util.List;

import pfm.fft.FftRecipe;
import pfm.fft.Stage;
import pfm.simd.Lanes;

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
    /** The last of them. */
    private final Butterflies last;
    /** The widest stage in chunks of butterflies that stay in the first-level cache; none without wide stages. */
    private final Butterflies[] chunks;
    /** Neighbouring butterflies of a chunk. */
    private final int chunk;
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
        last = narrow.length == 0 ? Butterflies.none() : narrow[narrow.length - 1];
        if (wide.length == 0) {
            chunk = 0;
            chunks = wide;
        } else {
            int span = wide[0].span();
            chunk = Math.clamp(tuning.resident(length) / Lanes.BLOCK / wide[0].radix(), 1, span);
            chunks = new Butterflies[Math.ceilDiv(span, chunk)];
            for (int c = 0; c < chunks.length; c++) {
                chunks[c] = wide[0].part(c * chunk, Math.min(span, (c + 1) * chunk));
            }
        }
    }

    /** Blocks of a part that is finished before the next is begun, and butterflies of a chunk of the widest stage. */
    List<Integer> portions() {
        return List.of(resident, chunk);
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
    public void filter(MemorySegment a, long base, MemorySegment scratch, Product product) {
        thereAndBack(0, a, base, 0, product);
    }

    @Override
    public void pass(
            MemorySegment a, long base, MemorySegment scratch, Stretch before, Stretch middle, Stretch after) {
        if (wide.length == 0) {
            inverse(a, base, scratch, before);
            middle.at(0, length);
            forward(a, base, scratch, after);
            return;
        }
        int span = wide[0].span();
        for (int first = 0; first < length; first += span) {
            back(1, a, base, first, before);
        }
        for (int c = 0; c < chunks.length; c++) {
            chunks[c].inverse(a, base);
            int end = Math.min(span, (c + 1) * chunk);
            for (int first = 0; first < length; first += span) {
                middle.at(first + c * chunk, first + end);
            }
            chunks[c].forward(a, base);
        }
        for (int first = 0; first < length; first += span) {
            there(1, a, base, first, after);
        }
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

    private void thereAndBack(int level, MemorySegment a, long base, int first, Product product) {
        long at = base + first * Lanes.BLOCK;
        if (level == wide.length) {
            for (int s = 0; s < narrow.length - 1; s++) {
                narrow[s].forward(a, at);
            }
            product.at(last, a, at, first, first + resident);
            for (int s = narrow.length - 2; s >= 0; s--) {
                narrow[s].inverse(a, at);
            }
            return;
        }
        wide[level].forward(a, at);
        for (int q = 0; q < wide[level].radix(); q++) {
            thereAndBack(level + 1, a, base, first + q * wide[level].span(), product);
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
