package pfm.opencl;

import java.util.List;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Kernels;
import pfm.field.Grid;
import pfm.opencl.OpenClDevices.Search;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * OpenCL devices: kernels of this project in OpenCL C 1.2. A GPU is preferred to the processor; OpenCL on the processor
 * is there for tests. {@code -Dpfm.opencl.device} names another device than the first GPU.
 *
 * <p>Parameters of its {@link Tuning}: {@code opencl.lanes}, floats that a work-item handles in one vector;
 * {@code opencl.group}, most work-items of a group; {@code opencl.local}, most bytes of its local memory;
 * {@code opencl.lines}, most lines of a tile; {@code opencl.radix}, the widest radix of a transform, 8 or 16;
 * {@code opencl.specialise}, whether kernels are compiled for each length; {@code opencl.batch}, bytes of the fields
 * that are handled together; {@code opencl.resident}, most bytes of a medium that stays on the device;
 * {@code opencl.split}, most points of a line that is transformed in one pass, and {@code opencl.registers}, points of
 * a line that a work-item holds in registers, 8, 16, or 0 for lines in tiles, both where {@code opencl.lanes} is 1. The
 * first five and the last two change how results are rounded.
 */
public final class OpenClBackend implements Backend {
    /** For {@link java.util.ServiceLoader}. */
    public OpenClBackend() {
    }

    @Override
    public String name() {
        return "opencl";
    }

    /** More than all others on a GPU, less than those for processors elsewhere. */
    @Override
    public int preference() {
        return OpenClDevices.mayHaveGpu() && OpenClDevices.search() instanceof Search.Found found
                && found.device().kind() == DeviceDescription.Kind.GPU ? 150 : 50;
    }

    @Override
    public Availability availability() {
        return switch (OpenClDevices.search()) {
            case Search.Found found -> new Availability.Available(found.device().line());
            case Search.None none -> none.why();
        };
    }

    @Override
    public List<String> devices() {
        return switch (OpenClDevices.search()) {
            case Search.Found found -> found.all().stream().map(DeviceDescription::details).toList();
            case Search.None _ -> List.of();
        };
    }

    @Override
    public List<String> parameters() {
        return OpenClTuning.NAMES;
    }

    @Override
    public void check(Tuning tuning) {
        OpenClTuning.check(tuning);
    }

    @Override
    public List<Alternatives> alternatives(Grid grid, Tuning tuning) {
        return OpenClDevices.search() instanceof Search.Found found
                ? OpenClAlternatives.of(grid, tuning, found.device()) : List.of();
    }

    @Override
    public Kernels open(Tuning tuning) {
        return open(tuning, Profile.asked());
    }

    /** Opens kernels whose time on the device is counted. */
    public TimedKernels openTimed(Tuning tuning) {
        OpenClKernels kernels = open(tuning, Profile.counting());
        return new TimedKernels(kernels, kernels::takeNanoseconds);
    }

    private OpenClKernels open(Tuning tuning, Profile profile) {
        return switch (OpenClDevices.search()) {
            case Search.Found found -> {
                OpenClTuning.check(tuning);
                yield new OpenClKernels(found.device(), tuning, profile);
            }
            case Search.None none -> throw new BackendUnavailableException(name(), none.why());
        };
    }
}
