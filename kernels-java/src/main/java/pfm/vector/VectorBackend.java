package pfm.vector;

import java.util.List;

import java.lang.foreign.MemorySegment;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Kernels;
import pfm.field.Grid;
import pfm.simd.SimdAvailability;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * SIMD Java on the CPU. Mentions no vector type, so that it loads where the incubator module is missing.
 *
 * <p>Parameters of its {@link Tuning}:
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>name</th><th>value</th><th>default</th></tr>
 * <tr><td>{@code vector.spins}</td><td>looks at the next loop, of about 20 ns each, before a worker sleeps; fewer leave
 * more of a busy machine to others</td><td>30000</td></tr>
 * <tr><td>{@code vector.alone}</td><td>bytes of the largest field (8 per sample, and a margin) of a batch that a worker
 * handles by itself; larger ones are shared by all workers</td><td>8388608</td></tr>
 * <tr><td>{@code vector.grain}</td><td>samples along a side of a grid that make a tile worth a worker's share; on
 * smaller grids a share is several tiles</td><td>256</td></tr>
 * <tr><td>{@code vector.resident}</td><td>bytes of a part of a transform that is finished before the next is begun: at
 * most the first-level cache</td><td>32768</td></tr>
 * <tr><td>{@code vector.resident.LENGTH}</td><td>the same, for transforms of this length</td>
 * <td>{@code vector.resident}</td></tr>
 * <tr><td>{@code vector.radices.LENGTH}</td><td>radices of a transform of this length in order of execution, for
 * example {@code 4x8x8}; changes how results are rounded</td><td>see
 * {@link pfm.fft.FftRecipe}</td></tr>
 * </table>
 * A length whose prime factors exceed 7 is a convolution of a longer length, which is the one to name.
 */
public final class VectorBackend implements Backend {
    /** For {@link java.util.ServiceLoader}. */
    public VectorBackend() {
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public Availability availability() {
        Availability simd = SimdAvailability.here();
        if (simd instanceof Availability.Available && !mayUseNativeAccess()) {
            Module own = VectorBackend.class.getModule();
            return new Availability.Unavailable("native access is denied",
                    "start java with --enable-native-access=" + (own.isNamed() ? own.getName() : "ALL-UNNAMED"));
        }
        return simd;
    }

    @Override
    public List<String> parameters() {
        return VectorTuning.NAMES;
    }

    @Override
    public void check(Tuning tuning) {
        new VectorTuning(tuning);
    }

    @Override
    public List<Alternatives> alternatives(Grid grid, Tuning tuning) {
        return VectorAlternatives.of(grid, tuning);
    }

    @Override
    public Kernels open(Tuning tuning) {
        if (availability() instanceof Availability.Unavailable why) {
            throw new BackendUnavailableException(name(), why);
        }
        return new VectorKernels(tuning);
    }

    /** Whether {@link RawMemory} can be had. Java warns on the way if native access is neither enabled nor denied. */
    @SuppressWarnings("restricted")
    private static boolean mayUseNativeAccess() {
        try {
            return MemorySegment.NULL.reinterpret(1).byteSize() == 1;
        } catch (IllegalCallerException e) {
            return false;
        }
    }
}
