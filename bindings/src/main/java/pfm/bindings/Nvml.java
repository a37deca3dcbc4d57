package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import pfm.Availability;

/**
 * Energy that NVIDIA GPUs have taken, by their management library. It can be named by the system property
 * {@code pfm.nvml}.
 *
 * <p>Source: NVIDIA, NVML API Reference Guide: {@code nvmlDeviceGetTotalEnergyConsumption} gives mJ since the driver
 * was loaded, on GPUs from Volta on.
 */
public final class Nvml {
    private static final NativeLibrary FILE = new NativeLibrary("NVML", "pfm.nvml", "libnvidia-ml.so.1",
            "install NVIDIA's driver", "nvmlInit_v2", List.of(), null);
    private static final double MILLI = 1e-3;

    private final C.Energy energy;
    private final List<MemorySegment> devices = new ArrayList<>();

    private Nvml(Functions functions) {
        require("nvmlInit_v2", functions.function("nvmlInit_v2", C.Plain.class).call());
        energy = functions.function("nvmlDeviceGetTotalEnergyConsumption", C.Energy.class);
        C.Handle handle = functions.function("nvmlDeviceGetHandleByIndex_v2", C.Handle.class);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
            require("nvmlDeviceGetCount_v2",
                    functions.function("nvmlDeviceGetCount_v2", C.Count.class).call(count));
            MemorySegment device = arena.allocate(ValueLayout.ADDRESS);
            for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
                require("nvmlDeviceGetHandleByIndex_v2", handle.call(i, device));
                devices.add(device.get(ValueLayout.ADDRESS, 0));
            }
        }
        if (devices.isEmpty()) {
            throw FILE.unavailable("it knows no GPU");
        }
    }

    /**
     * Loads the library.
     *
     * @throws LibraryUnavailableException with reason and remedy where it is not, or has no GPU
     */
    public static Nvml load() {
        return new Nvml(FILE.load());
    }

    /** Whether the library loads here. Never throws. */
    public static Availability availability() {
        return FILE.availability();
    }

    /** Count of GPUs. */
    public int devices() {
        return devices.size();
    }

    /**
     * Energy that all GPUs have taken since the driver was loaded [J].
     *
     * @throws LibraryUnavailableException if a GPU does not tell
     */
    public double joules() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment millijoules = arena.allocate(ValueLayout.JAVA_LONG);
            double sum = 0;
            for (MemorySegment device : devices) {
                require("nvmlDeviceGetTotalEnergyConsumption", energy.call(device, millijoules));
                sum += MILLI * millijoules.get(ValueLayout.JAVA_LONG, 0);
            }
            return sum;
        }
    }

    private static void require(String function, int code) {
        if (code != 0) {
            throw FILE.unavailable(function + " gave error " + code);
        }
    }

    /** The functions of NVML; each gives 0 or the number of an error. */
    private static final class C {
        public interface Plain {
            int call();
        }

        public interface Count {
            int call(MemorySegment count);
        }

        public interface Handle {
            int call(int index, MemorySegment device);
        }

        public interface Energy {
            int call(MemorySegment device, MemorySegment millijoules);
        }
    }
}
