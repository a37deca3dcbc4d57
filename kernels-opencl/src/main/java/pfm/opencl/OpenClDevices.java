package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

import pfm.Availability.Unavailable;

/**
 * What OpenCL finds on this machine, and which of it is used: the one that {@code -Dpfm.opencl.device} names by its
 * index or by a part of its name or platform, else the first GPU, else the first device. The loader is looked for
 * first: JOCL complains loudly where there is none.
 */
final class OpenClDevices {
    /** System property that names the device to use. */
    static final String PROPERTY = "pfm.opencl.device";

    private static final String DRIVERS =
            "install the driver of your device; on Debian, apt install pocl-opencl-icd computes on the processor";
    private static final List<String> LOADERS = List.of(
            "libOpenCL.so.1", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL");
    /** Where Linux has a GPU, if it has one. */
    private static final List<String> GPU_NODES =
            List.of("/dev/nvidiactl", "/dev/dri", "/dev/kfd", "/dev/mali0", "/dev/kgsl-3d0", "/dev/dxg");

    private OpenClDevices() {
    }

    /** The outcome of a search: a device, or why there is none. */
    sealed interface Search {
        /** The device to use, of all that there are. */
        record Found(DeviceDescription device, List<DeviceDescription> all) implements Search {
        }

        /** None can be used. */
        record None(Unavailable why) implements Search {
        }
    }

    /** Searches this machine. Never throws, and prints nothing. */
    static Search search() {
        if (!OpenClDevices.class.getModule().isNativeAccessEnabled()) {
            return none("native access is not enabled", "start java with --enable-native-access=ALL-UNNAMED");
        }
        if (LOADERS.stream().noneMatch(OpenClDevices::loads)) {
            return none("this machine has no OpenCL loader", "apt install ocl-icd-libopencl1, and " + DRIVERS);
        }
        try {
            return choose(devices(), System.getProperty(PROPERTY));
        } catch (LinkageError e) {
            return none("JOCL does not load: " + e.getMessage().lines().findFirst().orElse(""), // it adds stack traces
                    "let java.io.tmpdir name a folder to write to, it is " + System.getProperty("java.io.tmpdir"));
        }
    }

    /** Whether this machine may have a GPU at all, which is known without loading a driver. */
    static boolean mayHaveGpu() {
        return !System.getProperty("os.name").equals("Linux")
                || GPU_NODES.stream().anyMatch(node -> Files.exists(Path.of(node)));
    }

    /** Chooses among devices in their order. */
    static Search choose(List<DeviceDescription> devices, String asked) {
        if (devices.isEmpty()) {
            return none("this machine has no OpenCL driver", DRIVERS);
        }
        Stream<DeviceDescription> fitting = asked == null ? devices.stream()
                : devices.stream().filter(d -> names(asked.strip(), d));
        Optional<DeviceDescription> first = fitting.min(Comparator.comparing(DeviceDescription::kind)
                .thenComparing(DeviceDescription::index));
        if (first.isPresent()) {
            return new Search.Found(first.get(), devices);
        }
        return none("-D" + PROPERTY + "=" + asked + " names none of " + devices.stream().map(d ->
                d.index() + ": " + d.name() + " of " + d.platformName()).toList(),
                "name one by its index or a part of its name");
    }

    private static boolean names(String asked, DeviceDescription device) {
        return asked.matches("[0-9]+") ? asked.equals(String.valueOf(device.index()))
                : (device.name() + " of " + device.system()).toLowerCase(Locale.ROOT)
                        .contains(asked.toLowerCase(Locale.ROOT));
    }

    private static Search none(String reason, String remedy) {
        return new Search.None(new Unavailable(reason, remedy));
    }

    @SuppressWarnings("restricted") // loads nothing that is called
    private static boolean loads(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException notFound) {
            return false;
        }
    }

    private static List<DeviceDescription> devices() {
        CL.setExceptionsEnabled(false);
        List<DeviceDescription> devices = new ArrayList<>();
        int[] count = {0};
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            CL.clGetPlatformIDs(platforms.length, platforms, null);
        }
        for (cl_platform_id platform : platforms) {
            count[0] = 0;
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] ids = new cl_device_id[count[0]];
            if (ids.length > 0) {
                CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
            }
            for (cl_device_id id : ids) {
                devices.add(DeviceDescription.of(devices.size(), platform, id));
            }
        }
        return devices;
    }
}
