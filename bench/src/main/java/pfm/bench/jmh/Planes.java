package pfm.bench.jmh;

import java.lang.foreign.MemorySegment;

/**
 * Complex float32 planes, interleaved (re, im, re, im …), that a library transforms in place. Different planes may be
 * transformed at once.
 */
interface Planes extends AutoCloseable {
    /** The library. */
    String describe();

    /** Samples of a plane, {@code [ny][nx]}. */
    MemorySegment samples(int item);

    /** The transform. */
    void forward(int item);

    /** The inverse transform times the count of samples. */
    void inverse(int item);

    @Override
    void close();
}
