package pfm.abi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/** What {@code examples/split_step.c} computes, in Java. */
final class BeamThroughGlass {
    private static final int N = 256;
    private static final int SLICES = 24;

    private BeamThroughGlass() {
    }

    /** The field behind the glass: the real plane, then the imaginary one. */
    static MemorySegment field(String backend) {
        try (Arena arena = Arena.ofShared(); Kernels kernels = Backends.named(backend).open()) {
            Field u = Field.zeros(Grid.square(N, 1e-6), 1, arena);
            float[] lens = new float[N * N];
            for (int i = 0; i < N * N; i++) {
                double px = (i % N - N / 2) * 1e-6;
                double py = (i / N - N / 2) * 1e-6;
                double r2 = px * px + py * py;
                u.set(0, i / N, i % N, Math.exp(-r2 / (40e-6 * 40e-6)), 0);
                lens[i] = (float) (-3.14159265358979 / (1e-6 * 1e-3) * r2);
            }
            long voxels = (long) SLICES * N * N;
            MemorySegment levels = arena.allocate(voxels);
            for (int i = 0; i < voxels; i++) {
                levels.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 0x9E3779B1 >>> 24)); // 2654435761
            }
            Samples glass = Samples.levels8(levels, voxels, 0, 1e-3 / 255, "glass");
            SplitStep spec = new SplitStep(u.grid(), 1e-6, 1.45, List.of(
                    new Element.Mask(Samples.of(lens, arena)), new Element.Gap(500e-6),
                    new Element.Slab(new Volume(N, N, SLICES, glass), 2e-6)),
                    Diffraction.EXACT, false, new AbsorbingFrame(16, 0.2, 2));
            kernels.splitStep(spec).propagate(u, u);
            MemorySegment both = Arena.ofAuto().allocate(2 * u.re().byteSize());
            both.copyFrom(u.re());
            both.asSlice(u.re().byteSize()).copyFrom(u.im());
            return both;
        }
    }
}
