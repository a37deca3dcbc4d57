package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

import pfm.Availability;
import pfm.quantity.Require;

/**
 * FFTW in float32: complex transforms in two dimensions over interleaved memory (re, im, re, im …). Another library
 * with FFTW's interface will do, such as Intel's MKL. Plans may be made and closed by several threads at once.
 *
 * <p>Source: Frigo and Johnson, "The Design and Implementation of FFTW3", Proc. IEEE 93, 216 (2005).
 */
public final class Fftw {
    /** System property that names the file of the library. */
    public static final String PROPERTY = "pfm.fftw";

    /**
     * Of the two companions with threads, the one whose threads sleep comes first: where others computed too, two
     * transforms of 512² took 2.3 ms with it and 69 ms with OpenMP, which spins (medians on 2 cores, load 14, 2026-11;
     * the fastest were 2.0 and 1.9 ms).
     */
    private static final NativeLibrary LIBRARY = new NativeLibrary("FFTW", PROPERTY, "libfftw3f.so.3",
            "apt install libfftw3-single3", "fftwf_plan_many_dft",
            List.of("libfftw3f_threads.so.3", "libfftw3f_omp.so.3"), new CarriedLibrary(
                    "org.bytedeco:fftw:3.3.10-1.5.10", "org/bytedeco/fftw", List.of("libfftw3f.so.3")));

    private final String version;
    private final boolean threaded;
    private final FftwFunctions.Plan planMany;
    private final FftwFunctions.Execute execute;
    private final FftwFunctions.Destroy destroy;
    private final FftwFunctions.SetThreads planWithThreads;
    /** Of a file's name; null where the library has no wisdom. */
    private final FftwFunctions.OfFile importWisdom;
    private final FftwFunctions.OfFile exportWisdom;

    private Fftw(Functions functions) {
        version = functions.constant("fftwf_version");
        planMany = functions.function("fftwf_plan_many_dft", FftwFunctions.Plan.class);
        execute = functions.function("fftwf_execute_dft", FftwFunctions.Execute.class);
        destroy = functions.function("fftwf_destroy_plan", FftwFunctions.Destroy.class);
        threaded = functions.has("fftwf_init_threads");
        importWisdom = wisdom(functions, "fftwf_import_wisdom_from_filename");
        exportWisdom = wisdom(functions, "fftwf_export_wisdom_to_filename");
        planWithThreads = threaded
                ? functions.function("fftwf_plan_with_nthreads", FftwFunctions.SetThreads.class) : count -> { };
        synchronized (Fftw.class) {
            if (threaded && functions.function("fftwf_init_threads", FftwFunctions.InitThreads.class).call() == 0) {
                throw LIBRARY.unavailable("it could not start threads");
            }
        }
    }

    private static FftwFunctions.OfFile wisdom(Functions functions, String symbol) {
        return functions.has(symbol) ? functions.function(symbol, FftwFunctions.OfFile.class) : file -> 0;
    }

    /** Which way a transform goes. */
    public enum Direction {
        /** {@code U[ky][kx] = Σ u[y][x]·exp(−2πi (kx·x/nx + ky·y/ny))}. */
        FORWARD(-1),
        /** {@code u[y][x] = Σ U[ky][kx]·exp(+2πi (kx·x/nx + ky·y/ny))}: nx·ny times the inverse of the other. */
        INVERSE(1);

        private final int sign;

        Direction(int sign) {
            this.sign = sign;
        }

        int sign() {
            return sign;
        }
    }

    /** How long planning may search for a fast plan. */
    public enum Rigor {
        /** Not at all: a guess, which leaves the memory as it is. */
        ESTIMATE(1 << 6),
        /** Some plans are timed. */
        MEASURE(0),
        /** Many plans are timed. */
        PATIENT(1 << 5);

        private final int flag;

        Rigor(int flag) {
            this.flag = flag;
        }
    }

    /**
     * What to compute.
     *
     * @param ny        rows
     * @param nx        columns
     * @param batch     planes, one after the other
     * @param direction which way
     */
    public record Transform(int ny, int nx, int batch, Direction direction) {
        private static final int SAMPLE = 2 * Float.BYTES;

        /** Checks that a plane has less than 2³¹ samples. */
        public Transform {
            Require.inRange("ny", 1, Integer.MAX_VALUE, ny);
            Require.inRange("nx", 1, Integer.MAX_VALUE, nx);
            Require.inRange("batch", 1, Integer.MAX_VALUE, batch);
            Require.inRange("samples of a plane", 1, Integer.MAX_VALUE, (long) ny * nx);
            Require.given("direction", direction);
        }

        /** Bytes of all planes. */
        public long bytes() {
            return Math.multiplyExact(SAMPLE * (long) ny * nx, (long) batch);
        }

        private Shape shape() {
            return new Shape(new int[] {ny, nx}, batch, 1, ny * nx, direction.sign);
        }
    }

    /** What FFTW's planner is told: numbers along each axis, how many, steps between numbers and between arrays. */
    record Shape(int[] lengths, int count, int stride, int distance, int sign) {
    }

    /** Whether FFTW is here; the remedy says how to get it. */
    public static Availability availability() {
        return LIBRARY.availability();
    }

    /**
     * Loads FFTW, which stays until the JVM ends.
     *
     * @throws LibraryUnavailableException with reason and remedy if it is not here
     */
    public static Fftw open() {
        return new Fftw(LIBRARY.load());
    }

    /** What was loaded, for reports. */
    public String version() {
        return version;
    }

    /** Learns what another program has written of its plans; false if the file is none of this library's. */
    boolean importWisdom(Path file) {
        return withName(file, importWisdom);
    }

    /** Writes what this process has learnt of plans; false if that fails or the library learns nothing. */
    boolean exportWisdom(Path file) {
        return withName(file, exportWisdom);
    }

    private static boolean withName(Path file, FftwFunctions.OfFile function) {
        try (Arena name = Arena.ofConfined()) {
            synchronized (Fftw.class) {
                return function.call(name.allocateFrom(file.toString())) != 0;
            }
        }
    }

    /**
     * Plans a transform of {@code in} into {@code out}, which may be the same memory. Planning overwrites both unless
     * the rigor is {@link Rigor#ESTIMATE}; running then leaves an {@code in} of its own as it is.
     *
     * @param in      {@code [batch][ny][nx]} complex, native
     * @param out     likewise, the same as {@code in} or apart from it
     * @param threads that run it
     * @throws IllegalArgumentException if memory or thread count do not fit
     */
    public Plan plan(Transform transform, MemorySegment in, MemorySegment out, int threads, Rigor rigor) {
        Require.given("rigor", rigor);
        check("in", in, transform.bytes());
        check("out", out, transform.bytes());
        if (in.address() != out.address() && Math.abs(in.address() - out.address()) < transform.bytes()) {
            throw new IllegalArgumentException("in and out must be the same memory or lie apart, did overlap");
        }
        Require.inRange(threaded ? "threads" : "threads of an FFTW without libfftw3f_threads beside it",
                1, threaded ? 4096 : 1, threads);
        return new Plan(this, transform, transform.shape(), in, out, threads, rigor);
    }

    /** As {@link #plan}, of lines in place, on one thread. */
    Plan plan(FftwLines lines, MemorySegment memory, Rigor rigor) {
        check("memory", memory, lines.bytes());
        return new Plan(this, lines, lines.shape(), memory, memory, 1, rigor);
    }

    private static void check(String name, MemorySegment memory, long bytes) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException(name + " must be native memory, was a heap segment");
        }
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException(name + " must be writable, was read-only memory");
        }
        Require.inRange("bytes of " + name, bytes, Long.MAX_VALUE, memory.byteSize());
    }

    /** A transform made ready. Runs of one plan by several threads at once are not for memory that they share. */
    public static final class Plan implements AutoCloseable {
        private final Arena arena;
        private final FftwFunctions.Execute execute;
        private final MemorySegment handle;
        private final MemorySegment in;
        private final MemorySegment out;

        private Plan(Fftw fftw, Record what, Shape shape, MemorySegment in, MemorySegment out, int threads,
                Rigor rigor) {
            this.execute = fftw.execute;
            this.in = in;
            this.out = out;
            MemorySegment made = make(fftw, shape, in, out, threads, rigor);
            if (made.equals(MemorySegment.NULL)) {
                throw new IllegalArgumentException("FFTW has no plan for " + what + " on " + threads
                        + " threads; use another size");
            }
            arena = Arena.ofShared();
            handle = owned(made, fftw.destroy, arena);
        }

        /** The planner is one for the whole process. */
        private static MemorySegment make(Fftw fftw, Shape shape, MemorySegment in, MemorySegment out,
                int threads, Rigor rigor) {
            try (Arena sizes = Arena.ofConfined()) {
                MemorySegment n = sizes.allocateFrom(ValueLayout.JAVA_INT, shape.lengths);
                synchronized (Fftw.class) {
                    fftw.planWithThreads.call(threads);
                    try {
                        return fftw.planMany.call(shape.lengths.length, n, shape.count,
                                in, MemorySegment.NULL, shape.stride, shape.distance,
                                out, MemorySegment.NULL, shape.stride, shape.distance, shape.sign, rigor.flag);
                    } finally {
                        fftw.planWithThreads.call(1);
                    }
                }
            }
        }

        @SuppressWarnings("restricted") // the handle has no size: it is given back to FFTW alone
        private static MemorySegment owned(MemorySegment handle, FftwFunctions.Destroy destroy, Arena arena) {
            return handle.reinterpret(arena, plan -> {
                synchronized (Fftw.class) {
                    destroy.call(plan);
                }
            });
        }

        /**
         * Transforms what is in the memory now.
         *
         * @throws IllegalStateException if this plan or the arena of its memory is closed
         */
        public void execute() {
            requireOpen();
            execute.call(handle, in, out);
        }

        /** Transforms in place what lies {@code offset} bytes, a multiple of 16, behind the memory that was planned. */
        void executeAt(long offset) {
            requireOpen();
            MemorySegment here = in.asSlice(offset);
            execute.call(handle, here, here);
        }

        private void requireOpen() {
            if (!arena.scope().isAlive()) {
                throw new IllegalStateException("the FFTW plan must be open, was closed; plan again");
            }
        }

        /**
         * Frees the plan; closing it again does nothing.
         *
         * @throws IllegalStateException if it runs on another thread
         */
        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }
}
