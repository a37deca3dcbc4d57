package pfm.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import pfm.Availability;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.InsufficientMemoryException;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.noise.Philox;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

class OpenClBackendTest {
    private static final Grid GRID = new Grid(31, 33, 1e-6);
    private static final AngularSpectrum SPEC = new AngularSpectrum(GRID, 0.5e-6, 1, 1e-4);

    private final OpenClBackend backend = new OpenClBackend();

    @BeforeEach
    void needsADevice() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @Test
    void everyObjectIsReleased() {
        long before = Device.live();
        for (int i = 0; i < 20; i++) {
            try (Kernels kernels = backend.open(Tuning.defaults()); Arena arena = Arena.ofShared()) {
                everything(kernels, arena);
                assertTrue(Device.live() > before + 10, "objects are counted");
            }
            assertEquals(before, Device.live());
        }
    }

    @Test
    void aPlanThatFindsNoMemoryLeavesNothingAndTheKernelsOpen() {
        Grid large = Grid.square(1 << 18, 1e-6); // 512 GiB for a state alone
        try (Kernels kernels = backend.open(Tuning.defaults()); Arena arena = Arena.ofShared()) {
            everything(kernels, arena);
            long before = Device.live();
            String message = assertThrows(InsufficientMemoryException.class, () -> kernels.angularSpectrum(
                    new AngularSpectrum(large, 0.5e-6, 1, 1e-4))).getMessage();
            assertEquals(before, Device.live());
            Matcher told = Pattern.compile("the state of 1 x .* needs 549\\d+ bytes of memory, but .* has \\d+ bytes,"
                    + " (\\d+) free for these kernels, and gives (\\d+) in one piece; use a smaller grid"
                    + " \\(a wave of (\\d+) x \\3 samples fits\\) or batch, .*").matcher(message);
            assertTrue(told.matches(), message);
            long free = Long.parseLong(told.group(1));
            long inOne = Long.parseLong(told.group(2));
            long side = Long.parseLong(told.group(3));
            assertTrue(side * side * 24 <= free && side * side * 8 <= inOne, message);
            side++;
            assertTrue(side * side * 24 > free || side * side * 8 > inOne, message);
            everything(kernels, arena);
        }
    }

    @Test
    void whatFailsOnTheDeviceLeavesKernelsThatClose() {
        long before = Device.live();
        try (Device device = new Device(((OpenClDevices.Search.Found) OpenClDevices.search()).device());
                DeviceMemory memory = new DeviceMemory(device)) {
            DeviceKernel kernel = memory.kernel("__kernel void nothing(int x) {}", "", "nothing").with(1);
            String message = assertThrows(OpenClException.class, () -> kernel.run(1, 1, 1 << 20)).getMessage();
            assertTrue(message.startsWith("running nothing on ") && message.contains("CL_INVALID_WORK_GROUP_SIZE"),
                    message);
            kernel.run(1, 1, 1);
            device.finish();
        }
        assertEquals(before, Device.live());
    }

    @Test
    void aRunThatFailsLeavesPlansThatRunAndClose() {
        long before = Device.live();
        DeviceDescription found = ((OpenClDevices.Search.Found) OpenClDevices.search()).device();
        OpenClTuning sound = OpenClTuning.of(new Tuning(1, Map.of("opencl.lanes", "1")), found);
        OpenClTuning wrong = new OpenClTuning(1, 1 << 20, sound.local(), sound.lines(), sound.radix(), false,
                sound.batch(), sound.resident(), sound.split(), 0);
        try (Arena arena = Arena.ofShared(); Device device = new Device(found);
                DeviceMemory one = new DeviceMemory(device); DeviceMemory other = new DeviceMemory(device)) {
            int inputs = 2 * found.mostItems(); // in one group
            Crossbar spec = new Crossbar(Matrix.zeros(2, inputs, arena), Converter.ofBits(7, 1),
                    Converter.ofBits(9, 12), new InputScaling.AbsMax(), true, 1, 2, inputs);
            Matrix x = Matrix.zeros(3, inputs, arena);
            Matrix y = Matrix.zeros(3, 2, arena);
            x.set(1, 1, 1);
            OpenClCrossbar failing = new OpenClCrossbar(spec, wrong, one);
            OpenClCrossbar plan = new OpenClCrossbar(spec, sound, other);
            for (int i = 0; i < 3; i++) {
                String message = assertThrows(OpenClException.class, () -> failing.multiply(x, y)).getMessage();
                assertTrue(message.startsWith("running dac on ") && message.contains("WORK_GROUP_SIZE"), message);
                plan.multiply(x, y);
            }
        }
        assertEquals(before, Device.live());
    }

    @Test
    void aProgramThatDoesNotBuildNamesFileAndLine() {
        try (Device device = new Device(((OpenClDevices.Search.Found) OpenClDevices.search()).device())) {
            String message = assertThrows(OpenClException.class,
                    () -> device.program("split_step.cl", "#define fma unheard_of")).getMessage();
            assertTrue(message.contains("CL_BUILD_PROGRAM_FAILURE"), message);
            assertTrue(message.contains("phasor.cl:"), message);
            assertTrue(message.lines().count() < 15, message);
        }
    }

    @Test
    void sourcesBuildAloneWithTheirDefaults() {
        try (Device device = new Device(((OpenClDevices.Search.Found) OpenClDevices.search()).device())) {
            for (String source : List.of("cell.cl", "butterflies.cl", "fft.cl", "phasor.cl", "philox.cl",
                    "random_levels.cl", "wave.cl",
                    "angular_spectrum.cl", "split_step.cl", "cross.cl", "crossbar.cl", "integer.cl", "tile.cl",
                    "product.cl", "noise.cl", "converters.cl")) {
                device.program(source, "");
            }
        }
    }

    @Test
    void twoPlansAndTwoKernelsGiveEqualBits() {
        try (Kernels one = backend.open(Tuning.defaults()); Kernels other = backend.open(Tuning.defaults());
                Arena arena = Arena.ofShared()) {
            Field in = random(arena);
            Field first = Field.zeros(GRID, 2, arena);
            one.angularSpectrum(SPEC).propagate(in, first);
            for (Kernels kernels : List.of(one, other)) {
                Field again = Field.zeros(GRID, 2, arena);
                kernels.angularSpectrum(SPEC).propagate(in, again);
                assertEquals(-1, first.re().mismatch(again.re()));
                assertEquals(-1, first.im().mismatch(again.im()));
            }
        }
    }

    @Test
    void plansOfSeveralThreadsDoNotDisturbEachOther() {
        try (Kernels kernels = backend.open(Tuning.defaults()); Arena arena = Arena.ofShared()) {
            Field in = random(arena);
            Field expected = Field.zeros(GRID, 2, arena);
            kernels.angularSpectrum(SPEC).propagate(in, expected);
            IntStream.range(0, 4).parallel().forEach(_ -> {
                Propagator plan = kernels.angularSpectrum(SPEC);
                Field out = Field.zeros(GRID, 2, arena);
                for (int i = 0; i < 20; i++) {
                    plan.propagate(in, out);
                    assertEquals(-1, expected.re().mismatch(out.re()));
                }
            });
        }
    }

    @Test
    void aMediumThatChangedIsTakenOverByReload() {
        try (Kernels kernels = backend.open(Tuning.defaults()); Arena arena = Arena.ofShared()) {
            Samples phase = Samples.zeros(Precision.FLOAT32, GRID.samples(), arena);
            MediumPropagator plan = kernels.splitStep(
                    new SplitStep(GRID, 0.5e-6, 1, List.of(new Element.Mask(phase))));
            Field in = random(arena);
            Field out = Field.zeros(GRID, 2, arena);
            for (long i = 0; i < phase.count(); i++) {
                phase.set(i, Math.PI);
            }
            plan.reload();
            plan.propagate(in, out);
            assertEquals(-in.re(1, 5, 6), out.re(1, 5, 6), 1e-5);
        }
    }

    @Test
    void closedKernelsRefuse() {
        Kernels kernels = backend.open(Tuning.defaults());
        try (Arena arena = Arena.ofShared()) {
            Propagator plan = kernels.angularSpectrum(SPEC);
            Field field = Field.zeros(GRID, 1, arena);
            kernels.close();
            kernels.close();
            assertThrows(IllegalStateException.class, () -> plan.propagate(field, field));
            assertThrows(IllegalStateException.class, () -> kernels.angularSpectrum(SPEC));
        }
    }

    @Test
    void theProcessorIsNotPreferredToSimd() {
        var found = assertInstanceOf(OpenClDevices.Search.Found.class, OpenClDevices.search());
        assertEquals(found.device().kind() == DeviceDescription.Kind.GPU, backend.preference() > 100);
        assertEquals(found.all().size(), backend.devices().size());
    }

    private static Field random(Arena arena) {
        Field in = Field.zeros(GRID, 2, arena);
        for (int i = 0; i < 2 * GRID.samples(); i++) {
            in.set(i % 2, i / 2 / GRID.nx(), i / 2 % GRID.nx(), Philox.uniform(1, 0, i), Philox.uniform(2, 0, i));
        }
        return in;
    }

    private static void everything(Kernels kernels, Arena arena) {
        Field field = random(arena);
        kernels.angularSpectrum(SPEC).propagate(field, field);
        Samples medium = Samples.zeros(Precision.FLOAT32, 4 * GRID.samples(), arena);
        var spec = new SplitStep(GRID, 5e-7, 1, List.of(
                new Element.Slab(new Volume(GRID.nx(), GRID.ny(), 4, medium), 1e-6)));
        var plan = kernels.splitStep(spec);
        plan.propagate(field, field);
        plan.gradient(field, field, field, MediumGradient.zeros(spec, Precision.FLOAT32, arena));
        plan.propagate(field, Field.zeros(GRID, 2, arena), plan.tape(2, 1 << 20, arena));
        Matrix weights = Matrix.zeros(17, 33, arena);
        Crossbar device = new Crossbar(weights, Converter.ofBits(7, 1), Converter.ofBits(9, 12),
                new InputScaling.AbsMax(), true, 1, 10, 20);
        var crossbar = kernels.crossbar(device);
        crossbar.multiply(Matrix.zeros(3, 33, arena), Matrix.zeros(3, 17, arena));
        crossbar.adjoint(Matrix.zeros(3, 17, arena), Matrix.zeros(3, 33, arena));
    }
}
