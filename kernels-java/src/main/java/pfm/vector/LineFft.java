package pfm.vector;

import java.lang.foreign.MemorySegment;

import pfm.fft.FftRecipe;

/**
 * Transforms along lines of blocks: block p is a register of real and one of imaginary parts, and each lane holds a
 * line of its own. In place. The forward transform leaves frequency {@code recipe.frequency(p)} at block p; the inverse
 * takes that order and is not divided by the length. Holds tables alone: any number of threads may use it at once.
 */
sealed interface LineFft permits StagedFft, ChirpFft {

    /** What is done with a stretch of blocks while it lies in the cache. */
    @FunctionalInterface
    interface Stretch {
        /** Handles blocks {@code from … to − 1}; stretches cover the line. */
        void at(int from, int to);
    }

    /** What a filter does between its transforms, on a stretch of blocks that lies in the cache. */
    @FunctionalInterface
    interface Product {
        /**
         * Runs the last stage of the forward transform on blocks {@code from … to − 1}, which start at byte {@code at},
         * multiplies them, and runs the inverse of that stage.
         */
        void at(Butterflies last, MemorySegment a, long at, int from, int to);
    }

    /** Executes a recipe. */
    static LineFft of(FftRecipe recipe, VectorTuning tuning) {
        return recipe.chirp().isPresent() ? new ChirpFft(recipe, tuning) : new StagedFft(recipe, tuning);
    }

    /** Blocks of scratch memory that each call needs. */
    int scratchBlocks();

    /**
     * Forward transform of the line that starts at byte {@code base}.
     *
     * @param after called with every stretch that is finished, in ascending order
     */
    void forward(MemorySegment a, long base, MemorySegment scratch, Stretch after);

    /**
     * Inverse transform.
     *
     * @param before called with every stretch before it is needed, in ascending order
     */
    void inverse(MemorySegment a, long base, MemorySegment scratch, Stretch before);

    /** Forward transform, product, inverse transform; the stage on either side of the product is left to it. */
    void filter(MemorySegment a, long base, MemorySegment scratch, Product product);

    /**
     * Inverse transform, {@code middle} on every stretch, forward transform.
     *
     * @param before called with every stretch before it is needed, in ascending order
     * @param after  called with every stretch that is finished, in ascending order
     */
    void pass(MemorySegment a, long base, MemorySegment scratch, Stretch before, Stretch middle, Stretch after);
}
