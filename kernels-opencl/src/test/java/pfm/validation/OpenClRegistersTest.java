package pfm.validation;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.opencl.OpenClBackend;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.tuning.Tuning;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Lines that work-items hold in registers. */
class OpenClRegistersTest {
    private static final List<Map<String, String>> WAYS = List.of(
            Map.of("opencl.lanes", "1", "opencl.group", "512", "opencl.lines", "8", "opencl.local", "49152",
                    "opencl.specialise", "1", "opencl.radix", "16", "opencl.registers", "16"),
            Map.of("opencl.lanes", "1", "opencl.group", "1024", "opencl.lines", "2", "opencl.batch", "100000",
                    "opencl.specialise", "1", "opencl.radix", "8", "opencl.registers", "8"));
    private static final List<Direction> THERE_AND_BACK = List.of(Direction.FORWARD, Direction.ADJOINT);

    private final OpenClBackend backend = new OpenClBackend();

    @BeforeEach
    void needsADevice() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @ParameterizedTest
    @CsvSource({"32, 64", "128, 32", "256, 64", "512, 64", "64, 1024", "64, 2048", "4096, 64", "64, 4096"})
    void everyLengthGivesTheOraclesResult(int nx, int ny) {
        for (Map<String, String> way : WAYS) {
            judge(way, new Grid(nx, ny, 1e-6), 2, Media.LEVELS8, 2, THERE_AND_BACK);
        }
    }

    @ParameterizedTest
    @EnumSource(Media.class)
    void everyMediumGivesTheOraclesResultInEveryDirection(Media medium) {
        for (Map<String, String> way : WAYS) {
            judge(way, new Grid(128, 64, 1e-6), 3, medium, 3, List.of(Direction.FORWARD, Direction.GRADIENT));
        }
    }

    private void judge(Map<String, String> way, Grid grid, int slices, Media medium, int batch,
            List<Direction> directions) {
        try (Kernels kernels = backend.open(new Tuning(1, way)); Kernels reference = Backends.named("reference").open();
                Arena arena = Arena.ofShared()) {
            for (Direction direction : directions) {
                Workload workload = WaveWorkloads.splitStep(medium, grid, slices, batch, direction);
                Verdict verdict = workload.judge(kernels, Precision.FLOAT32, workload.expected(reference, arena));
                assertTrue(verdict.passes(), () -> way + ", " + workload.name() + ": " + verdict);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Diffraction.class)
    void everyTransferFunctionGivesTheOraclesResult(Diffraction diffraction) {
        Grid grid = new Grid(64, 256, 1e-6);
        for (Map<String, String> way : WAYS) {
            try (Kernels kernels = backend.open(new Tuning(1, way));
                    Kernels reference = Backends.named("reference").open(); Arena arena = Arena.ofShared()) {
                Workload workload = WaveWorkloads.angularSpectrum(diffraction.name(),
                        new AngularSpectrum(grid, 0.5e-6, 1.4, 1e-4, diffraction, true), 3, Direction.FORWARD);
                Verdict verdict = workload.judge(kernels, Precision.FLOAT32, workload.expected(reference, arena));
                assertTrue(verdict.passes(), () -> way + ", " + workload.name() + ": " + verdict);
            }
        }
    }
}
