package pfm.bench.jmh;

import java.lang.foreign.Arena;

import org.openjdk.jmh.annotations.Param;

/** Fields carried through free space in place, by the exact transfer function, float32. */
public class FreeSpaceBenchmark extends JudgedBenchmark {
    /** Name of a backend, {@code fftw} or {@code jtransforms}. */
    @Param({"vector", "native", "fftw", "jtransforms", "reference"})
    public String doer;

    /** Columns and rows. */
    @Param("512x512")
    public String grid;

    /** Fields. */
    @Param("1")
    public int batch;

    /** For the harness. */
    public FreeSpaceBenchmark() {
    }

    @Override
    Doer judged(int workers, Arena memory) {
        int[] size = sizes("grid", grid, 2);
        return WaveTask.freeSpace(size[0], size[1], batch).judged(doer, workers, memory);
    }
}
