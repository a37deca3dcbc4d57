package pfm.bench.jmh;

import java.lang.foreign.Arena;

import org.openjdk.jmh.annotations.Param;

/** Vectors sent through a crossbar without converters: the product Y = X Wᵀ, float32. */
public class ProductBenchmark extends JudgedBenchmark {
    /** Name of a backend, {@code openblas} or {@code mkl}. */
    @Param({"vector", "native", "openblas"})
    public String doer;

    /** Outputs and inputs. */
    @Param("1024x1024")
    public String weights;

    /** Vectors. */
    @Param({"1", "64"})
    public int batch;

    /** For the harness. */
    public ProductBenchmark() {
    }

    @Override
    Doer judged(int workers, Arena memory) {
        int[] size = sizes("weights", weights, 2);
        return new ProductTask(size[0], size[1], batch).judged(doer, workers, memory);
    }
}
