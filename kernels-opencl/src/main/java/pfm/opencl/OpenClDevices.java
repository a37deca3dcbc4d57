package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** What OpenCL finds on this machine. The loader is looked for first: JOCL complains loudly where there is none. */
final class OpenClDevices {
    private static final List<String> LOADERS = List.of(
            "libOpenCL.so.1", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL");

    private OpenClDevices() {
    }

    /** The devices, or why none is seen, in a few words. */
    static String describe() {
        if (!OpenClDevices.class.getModule().isNativeAccessEnabled()) {
            return "nor is native access enabled, which --enable-native-access=ALL-UNNAMED does";
        }
        if (LOADERS.stream().noneMatch(OpenClDevices::loads)) {
            return "nor does this machine have an OpenCL loader";
        }
        try {
            List<String> names = names();
            return names.isEmpty() ? "nor does this machine have an OpenCL driver" : "for " + String.join(", ", names);
        } catch (LinkageError e) {
            return "nor does JOCL load: " + e.getMessage().lines().findFirst().orElse("") // it adds stack traces
                    + ", java.io.tmpdir is " + System.getProperty("java.io.tmpdir");
        }
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

    private static List<String> names() {
        CL.setExceptionsEnabled(false);
        List<String> names = new ArrayList<>();
        int[] count = {0};
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            CL.clGetPlatformIDs(platforms.length, platforms, null);
        }
        for (cl_platform_id platform : platforms) {
            count[0] = 0;
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] devices = new cl_device_id[count[0]];
            if (devices.length > 0) {
                CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null);
            }
            for (cl_device_id device : devices) {
                names.add(name(device));
            }
        }
        return names;
    }

    private static String name(cl_device_id device) {
        long[] size = {0};
        CL.clGetDeviceInfo(device, CL.CL_DEVICE_NAME, 0, null, size);
        byte[] name = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, CL.CL_DEVICE_NAME, name.length, Pointer.to(name), null);
        return new String(name, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
