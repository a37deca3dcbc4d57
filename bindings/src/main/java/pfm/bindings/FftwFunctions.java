package pfm.bindings;

import java.lang.foreign.MemorySegment;

/** The functions of FFTW. */
final class FftwFunctions {
    private FftwFunctions() {
    }

    public interface Plan {
        MemorySegment call(int rank, MemorySegment n, int batch,
                MemorySegment in, MemorySegment inEmbed, int inStride, int inDistance,
                MemorySegment out, MemorySegment outEmbed, int outStride, int outDistance, int sign, int flags);
    }

    public interface Execute {
        void call(MemorySegment plan, MemorySegment in, MemorySegment out);
    }

    public interface Destroy {
        void call(MemorySegment plan);
    }

    public interface SetThreads {
        void call(int count);
    }

    public interface OfFile {
        int call(MemorySegment name);
    }

    public interface InitThreads {
        int call();
    }
}
