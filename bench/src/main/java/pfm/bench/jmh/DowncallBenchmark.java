package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import pfm.bindings.Cblas;
import pfm.bindings.Fftw;
import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Rigor;
import pfm.bindings.Fftw.Transform;
import pfm.bindings.LibraryUnavailableException;

/** What it costs to enter C: functions that do next to nothing, called through the bindings, and a Java method. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DowncallBenchmark {
    /** For the harness. */
    public DowncallBenchmark() {
    }

    /** OpenBLAS, loaded. */
    @State(Scope.Benchmark)
    public static class Blas {
        private Cblas blas;

        /** For the harness. */
        public Blas() {
        }

        /** Loads it. */
        @Setup(Level.Trial)
        public void load() {
            try {
                blas = Cblas.Library.OPENBLAS.open();
            } catch (LibraryUnavailableException missing) {
                throw new NotTimedException("openblas", missing.getMessage());
            }
        }
    }

    /** A Java method. */
    @State(Scope.Thread)
    public static class Callee {
        private int calls;

        /** For the harness. */
        public Callee() {
        }

        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        private int call() {
            return calls++;
        }
    }

    /** A transform of one point by FFTW. */
    @State(Scope.Benchmark)
    public static class Point {
        private Arena arena;
        private Fftw.Plan plan;

        /** For the harness. */
        public Point() {
        }

        /** Loads it and plans. */
        @Setup(Level.Trial)
        public void plan() {
            try {
                arena = Arena.ofShared();
                MemorySegment point = arena.allocate(2 * Float.BYTES, 64);
                plan = Fftw.open().plan(new Transform(1, 1, 1, Direction.FORWARD), point, point, 1, Rigor.ESTIMATE);
            } catch (LibraryUnavailableException missing) {
                arena.close();
                throw new NotTimedException("fftw", missing.getMessage());
            }
        }

        /** Frees the plan. */
        @TearDown(Level.Trial)
        public void close() {
            plan.close();
            arena.close();
        }
    }

    /** A Java method that is not inlined. */
    @Benchmark
    public int java(Callee callee) {
        return callee.call();
    }

    /** {@code openblas_get_num_threads}: no argument, an int comes back. */
    @Benchmark
    public int openblasThreads(Blas blas) {
        return blas.blas.threads();
    }

    /** {@code fftwf_execute_dft} on one point: three pointers, two of them to memory that is kept alive meanwhile. */
    @Benchmark
    public void fftwPoint(Point point) {
        point.plan.execute();
    }
}
