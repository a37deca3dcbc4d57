package pfm.bench.jmh;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

import org.jtransforms.fft.FloatFFT_2D;
import pl.edu.icm.jlargearrays.ConcurrencyUtils;

import pfm.field.Grid;
import pfm.quantity.Require;

/** Planes on the Java heap that JTransforms transforms, on threads of a pool of its own. */
final class JTransformsPlanes implements Planes {
    private final float[][] samples;
    private final FloatFFT_2D[] transforms;
    private final int threads;

    /** Planes that {@code threads} threads transform, each. */
    JTransformsPlanes(Grid grid, int batch, int threads) {
        Require.inRange("samples of a plane for JTransforms", 1, Integer.MAX_VALUE / 2 - 8, grid.samples());
        this.threads = threads;
        ConcurrencyUtils.setNumberOfThreads(threads);
        samples = new float[batch][2 * (int) grid.samples()];
        transforms = Stream.generate(() -> new FloatFFT_2D(grid.ny(), grid.nx())).limit(batch)
                .toArray(FloatFFT_2D[]::new);
    }

    @Override
    public String describe() {
        return "JTransforms";
    }

    @Override
    public MemorySegment samples(int item) {
        return MemorySegment.ofArray(samples[item]);
    }

    @Override
    public void forward(int item) {
        transforms[item].complexForward(samples[item]);
    }

    @Override
    public void inverse(int item) {
        transforms[item].complexInverse(samples[item], false);
    }

    @Override
    public void close() {
        if (threads > 1) {
            ConcurrencyUtils.shutdownThreadPoolAndAwaitTermination();
        }
    }
}
