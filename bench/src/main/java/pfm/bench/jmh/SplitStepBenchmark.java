package pfm.bench.jmh;

import java.lang.foreign.Arena;

import org.openjdk.jmh.annotations.Param;

/**
 * Fields carried in place through a volume of 8-bit levels, by the exact transfer function, float32. Libraries multiply
 * by screens made in advance, which spares them the sines and cosines.
 */
public class SplitStepBenchmark extends JudgedBenchmark {
    /** Name of a backend, {@code fftw} or {@code jtransforms}. */
    @Param({"vector", "native", "fftw", "jtransforms", "reference"})
    public String doer;

    /** Columns, rows and slices. */
    @Param("512x512x8")
    public String volume;

    /** Fields. */
    @Param("1")
    public int batch;

    /** For the harness. */
    public SplitStepBenchmark() {
    }

    @Override
    Doer judged(int workers, Arena memory) {
        int[] size = sizes("volume", volume, 3);
        return WaveTask.splitStep(size[0], size[1], size[2], batch, memory).judged(doer, workers, memory);
    }
}
