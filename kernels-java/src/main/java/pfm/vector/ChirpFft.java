package pfm.vector;

import java.lang.foreign.MemorySegment;

import pfm.fft.Chirp;
import pfm.fft.FftRecipe;
import pfm.simd.Lanes;

/** A transform of any length as a convolution with a chirp, see {@link Chirp}; natural order on both sides. */
final class ChirpFft implements LineFft {
    private final int length;
    private final int longer;
    private final StagedFft convolution;
    private final float[] chirp;
    private final float[] spectrum;

    ChirpFft(FftRecipe recipe, VectorTuning tuning) {
        Chirp design = recipe.chirp().orElseThrow();
        length = recipe.length();
        longer = design.convolution().length();
        convolution = new StagedFft(design.convolution(), tuning);
        chirp = Pointwise.scalars(design.chirp(), 1);
        spectrum = Pointwise.scalars(design.spectrum(), 1);
    }

    @Override
    public int scratchBlocks() {
        return longer;
    }

    @Override
    public void forward(MemorySegment a, long base, MemorySegment scratch, Stretch after) {
        convolve(a, base, scratch, 1);
        after.at(0, length);
    }

    @Override
    public void inverse(MemorySegment a, long base, MemorySegment scratch, Stretch before) {
        before.at(0, length);
        convolve(a, base, scratch, -1);
    }

    @Override
    public void filter(MemorySegment a, long base, MemorySegment scratch, Product product) {
        convolve(a, base, scratch, 1);
        product.at(Butterflies.none(), a, base, 0, length);
        convolve(a, base, scratch, -1);
    }

    @Override
    public void pass(
            MemorySegment a, long base, MemorySegment scratch, Stretch before, Stretch middle, Stretch after) {
        inverse(a, base, scratch, before);
        middle.at(0, length);
        forward(a, base, scratch, after);
    }

    private void convolve(MemorySegment a, long base, MemorySegment scratch, int sign) {
        Pointwise.multiply(a, base, scratch, 0, length, chirp, 0, sign);
        scratch.asSlice(length * Lanes.BLOCK, (longer - length) * Lanes.BLOCK).fill((byte) 0);
        convolution.filter(scratch, 0, scratch, (last, line, at, from, to) -> {
            last.forward(line, at);
            Pointwise.multiply(line, at, line, at, to - from, spectrum, from, sign);
            last.inverse(line, at);
        });
        Pointwise.multiply(scratch, 0, a, base, length, chirp, 0, sign);
    }
}
