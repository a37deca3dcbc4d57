package pfm.validation;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.RandomLevels;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.opencl.OpenClBackend;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Lines that do not fit into the local memory of a GPU. */
class OpenClLongLinesTest {
    private static final Map<String, String> GPU = Map.of("opencl.lanes", "1", "opencl.group", "256",
            "opencl.lines", "8", "opencl.local", "49152", "opencl.specialise", "1", "opencl.radix", "16");

    private final OpenClBackend backend = new OpenClBackend();

    @BeforeEach
    void needsADevice() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @ParameterizedTest
    @CsvSource({"16384, 6", "6, 16384", "8192, 10", "9, 8192", "10000, 7"})
    void longLinesGiveTheOraclesResult(int nx, int ny) {
        Grid grid = new Grid(nx, ny, 1e-6);
        try (Kernels kernels = backend.open(new Tuning(1, GPU)); Kernels reference = Backends.named("reference").open();
                Arena arena = Arena.ofShared()) {
            for (Workload workload : List.of(
                    WaveWorkloads.splitStep(Media.EXTINCTION, grid, 2, 1, Direction.FORWARD),
                    WaveWorkloads.splitStep(Media.RANDOM, grid, 3, 2, Direction.GRADIENT),
                    WaveWorkloads.splitStep(Media.FRAMED, grid, 1, 2, Direction.ADJOINT))) {
                Verdict verdict = workload.judge(kernels, Precision.FLOAT32, workload.expected(reference, arena));
                assertTrue(verdict.passes(), () -> workload.name() + ": " + verdict);
            }
        }
    }

    /** 2^28 samples, 2 GiB a state: bytes are counted beyond 32 bits. Takes 9 GiB and -Dpfm.long=true. */
    @Test
    void theLargestGridGivesTheResultOfSimd() {
        assumeTrue(Boolean.getBoolean("pfm.long"), "-Dpfm.long=true");
        Grid grid = Grid.square(16384, 0.5e-6);
        try (Arena arena = Arena.ofShared()) {
            Field expected = propagated(Backends.named("vector").open(), grid, arena);
            Field actual = propagated(backend.open(new Tuning(1, GPU)), grid, arena);
            assertEquals(0, Discrepancy.relativeL2(Output.of("out", expected), Output.of("out", actual)), 1e-5);
            assertEquals(expected.power(0), actual.power(0), 1e-5 * expected.power(0));
        }
    }

    private static Field propagated(Kernels opened, Grid grid, Arena arena) {
        try (Kernels kernels = opened) {
            Samples levels = Samples.random(new RandomLevels(1, 256), 2 * grid.samples(), 0, 0.01 / 255);
            Field field = Seeded.field(grid, 1, Precision.FLOAT32, 1, arena);
            kernels.splitStep(new SplitStep(grid, 0.5e-6, 1.45, List.of(new Element.Slab(
                    new Volume(grid.nx(), grid.ny(), 2, levels), 0.5e-6)))).propagate(field, field);
            return field;
        }
    }
}
