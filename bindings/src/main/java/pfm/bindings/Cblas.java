package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import pfm.Availability;
import pfm.quantity.Require;

/**
 * Products of row-major float32 matrices by a library with the C interface of BLAS. Such a library serves several
 * threads at once; its thread count is one for the whole process.
 *
 * <p>Source: Blackford et al., "An updated set of Basic Linear Algebra Subprograms (BLAS)", ACM TOMS 28, 135 (2002).
 */
public final class Cblas {
    private static final int ROW_MAJOR = 101;
    private static final int CONSECUTIVE = 1;
    private static final Pattern MOST_THREADS = Pattern.compile("MAX_THREADS=(\\d+)");

    private final Library library;
    private final String version;
    private final C.Gemm gemm;
    private final C.Gemv gemv;
    private final C.SetThreads setThreads;
    private final C.GetThreads getThreads;

    private Cblas(Library library, Functions functions) {
        this.library = library;
        gemm = functions.function("cblas_sgemm", C.Gemm.class);
        gemv = functions.function("cblas_sgemv", C.Gemv.class);
        setThreads = functions.function(library.setThreads, C.SetThreads.class);
        getThreads = functions.function(library.getThreads, C.GetThreads.class);
        version = library.version(functions);
    }

    /** A library with the C interface of BLAS. */
    public enum Library {
        /** OpenBLAS, named by the system property {@code pfm.openblas}. */
        OPENBLAS(new NativeLibrary("OpenBLAS", "pfm.openblas", "libopenblas.so.0", "apt install libopenblas0-pthread",
                "openblas_get_config", List.of(), new CarriedLibrary("org.bytedeco:openblas:0.3.31-1.5.13",
                        "org/bytedeco/openblas", List.of("libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"))),
                "openblas_set_num_threads", "openblas_get_num_threads") {
            @Override
            String version(Functions functions) {
                String configuration = Functions.text(
                        functions.function("openblas_get_config", C.GetText.class).call());
                if (configuration.contains("USE64BITINT")) {
                    throw file().unavailable(functions.source() + " counts in 64-bit integers");
                }
                return configuration;
            }

            @Override
            int mostThreads(String version) {
                Matcher most = MOST_THREADS.matcher(version);
                return version.contains("SINGLE_THREADED") ? 1
                        : most.find() ? Integer.parseInt(most.group(1)) : super.mostThreads(version);
            }
        },
        /** Intel's MKL, named by the system property {@code pfm.mkl}. */
        MKL(new NativeLibrary("MKL", "pfm.mkl", "libmkl_rt.so.2", "install Intel's oneMKL", "MKL_Set_Num_Threads",
                List.of(), null), "MKL_Set_Num_Threads", "MKL_Get_Max_Threads") {
            @Override
            String version(Functions functions) {
                int length = 200;
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment text = arena.allocate(length + 1);
                    functions.function("MKL_Get_Version_String", C.FillText.class).call(text, length);
                    return text.getString(0).strip();
                }
            }
        };

        private final NativeLibrary file;
        private final String setThreads;
        private final String getThreads;
        private final SharedThreadCount shared = new SharedThreadCount();

        Library(NativeLibrary file, String setThreads, String getThreads) {
            this.file = file;
            this.setThreads = setThreads;
            this.getThreads = getThreads;
        }

        NativeLibrary file() {
            return file;
        }

        abstract String version(Functions functions);

        int mostThreads(String version) {
            return Integer.MAX_VALUE;
        }

        /** Whether it is here; the remedy says how to get it. */
        public Availability availability() {
            return file.availability();
        }

        /**
         * Loads it; it stays until the JVM ends.
         *
         * @throws LibraryUnavailableException with reason and remedy if it is not here
         */
        public Cblas open() {
            return new Cblas(this, file.load());
        }
    }

    /** How a matrix enters a product. */
    public enum Form {
        /** As it is. */
        PLAIN(111),
        /** Its transpose. */
        TRANSPOSED(112);

        private final int code;

        Form(int code) {
            this.code = code;
        }
    }

    /**
     * A matrix in native memory: element (row, column) is number {@code row·stride + column}.
     *
     * @param values  float32
     * @param rows    count of rows
     * @param columns count of columns
     * @param stride  numbers from row to row, at least {@code columns}
     */
    public record Operand(MemorySegment values, int rows, int columns, int stride) {
        /** Checks that the memory holds the matrix. */
        public Operand {
            Require.inRange("rows", 1, Integer.MAX_VALUE, rows);
            Require.inRange("columns", 1, Integer.MAX_VALUE, columns);
            Require.inRange("stride", columns, Integer.MAX_VALUE, stride);
            checkNative("values of the matrix", values, (rows - 1L) * stride + columns);
        }

        /** A matrix whose rows follow one another. */
        public Operand(MemorySegment values, int rows, int columns) {
            this(values, rows, columns, columns);
        }
    }

    private static void checkNative(String name, MemorySegment memory, long floats) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException(name + " must be native memory, was a heap segment");
        }
        Require.inRange("bytes of " + name, floats * Float.BYTES, Long.MAX_VALUE, memory.byteSize());
    }

    /** What was loaded, for reports. */
    public String version() {
        return version;
    }

    /** {@code C ← alpha·op(A) op(B) + beta·C}, C apart from the others; with {@code beta} 0, C is not read. */
    public void multiply(float alpha, Operand a, Form formOfA, Operand b, Form formOfB, float beta, Operand c) {
        boolean plainA = formOfA == Form.PLAIN;
        boolean plainB = formOfB == Form.PLAIN;
        int inner = plainA ? a.columns : a.rows;
        Require.equal("rows of op(B)", inner, plainB ? b.rows : b.columns);
        Require.equal("rows of C", plainA ? a.rows : a.columns, c.rows);
        Require.equal("columns of C", plainB ? b.columns : b.rows, c.columns);
        checkResult("C", c.values);
        gemm.call(ROW_MAJOR, formOfA.code, formOfB.code, c.rows, c.columns, inner,
                alpha, a.values, a.stride, b.values, b.stride, beta, c.values, c.stride);
    }

    /** {@code y ← alpha·op(A) x + beta·y}, y apart from the others; with {@code beta} 0, y is not read. */
    public void multiply(float alpha, Operand a, Form formOfA, MemorySegment x, float beta, MemorySegment y) {
        boolean plain = formOfA == Form.PLAIN;
        checkNative("x", x, plain ? a.columns : a.rows);
        checkNative("y", y, plain ? a.rows : a.columns);
        checkResult("y", y);
        gemv.call(ROW_MAJOR, formOfA.code, a.rows, a.columns,
                alpha, a.values, a.stride, x, CONSECUTIVE, beta, y, CONSECUTIVE);
    }

    private static void checkResult(String name, MemorySegment memory) {
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException(name + " must be writable, was read-only memory");
        }
    }

    /**
     * {@code Y ← X op(W)ᵀ}: every row x of X gives a row {@code op(W) x} of Y, by a product of a vector where there is
     * one row alone.
     */
    void multiplyRows(Operand w, Form form, Operand x, Operand y) {
        if (x.rows == 1) {
            Require.equal("columns of op(W)", form == Form.PLAIN ? w.columns : w.rows, x.columns);
            multiply(1, w, form, x.values, 0, y.values);
        } else {
            multiply(1, x, Form.PLAIN, w, form == Form.PLAIN ? Form.TRANSPOSED : Form.PLAIN, 0, y);
        }
    }

    /** The largest thread count that the library can be set to. */
    int mostThreads() {
        return library.mostThreads(version);
    }

    /**
     * Runs {@code body} while the thread count of the library is {@code count}, and restores the one that was before.
     * Others who do the same with the same count run beside it, those with another count wait.
     */
    void onThreads(int count, Runnable body) {
        library.shared.run(this, count, body);
    }

    /** Threads that the library uses at most. */
    public int threads() {
        return getThreads.call();
    }

    /**
     * Sets the thread count of the library, for the whole process, until the result is closed.
     *
     * @throws IllegalArgumentException if the library cannot run on so many
     */
    public Threads threads(int count) {
        Require.inRange("threads", 1, 4096, count);
        Threads before = new Threads(this);
        setThreads.call(count);
        int most = getThreads.call();
        if (most != count) {
            before.close();
            Require.inRange("threads of " + library.file.name(), 1, most, count);
        }
        return before;
    }

    /** A thread count to go back to. */
    public static final class Threads implements AutoCloseable {
        private final Cblas blas;
        private final int count;
        private boolean closed;

        private Threads(Cblas blas) {
            this.blas = blas;
            count = blas.getThreads.call();
        }

        /** Sets the count that was before; closing again does nothing. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                blas.setThreads.call(count);
            }
        }
    }

    /** The functions of BLAS. */
    private static final class C {
        public interface Gemm {
            void call(int order, int formOfA, int formOfB, int m, int n, int k, float alpha, MemorySegment a,
                    int strideOfA, MemorySegment b, int strideOfB, float beta, MemorySegment c, int strideOfC);
        }

        public interface Gemv {
            void call(int order, int formOfA, int m, int n, float alpha, MemorySegment a, int strideOfA,
                    MemorySegment x, int incrementOfX, float beta, MemorySegment y, int incrementOfY);
        }

        public interface SetThreads {
            void call(int count);
        }

        public interface GetThreads {
            int call();
        }

        public interface GetText {
            MemorySegment call();
        }

        public interface FillText {
            void call(MemorySegment text, int length);
        }
    }
}
