package pfm.opencl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device as OpenCL describes it.
 *
 * @param index       number in the order of {@link OpenClDevices}
 * @param id          for OpenCL
 * @param platform    for OpenCL
 * @param name        of the device
 * @param system      name and version of the platform
 * @param driver      version of its driver
 * @param kind        what it is
 * @param memory      bytes of global memory
 * @param mostInOne   bytes of the largest buffer
 * @param localMemory bytes of a group's local memory
 * @param units       compute units
 * @param mostItems   work-items of the largest group
 * @param lanes       floats of a register, 1 where work-items are lanes
 * @param rounded     whether division can be asked to be rounded correctly
 * @param dotProducts whether it has dot products of four bytes, as an extension of OpenCL C 3.0
 * @param doubles     whether it computes in double precision, too
 */
record DeviceDescription(int index, cl_device_id id, cl_platform_id platform, String name, String system, String driver,
        Kind kind, long memory, long mostInOne, long localMemory, int units, int mostItems, int lanes,
        boolean rounded, boolean dotProducts, boolean doubles) {

    /** What computes, the most preferred first. */
    enum Kind {
        GPU, ACCELERATOR, CPU
    }

    /** Asks OpenCL. */
    static DeviceDescription of(int index, cl_platform_id platform, cl_device_id id) {
        long type = number(id, CL.CL_DEVICE_TYPE);
        Kind kind = (type & CL.CL_DEVICE_TYPE_GPU) != 0 ? Kind.GPU
                : (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? Kind.CPU : Kind.ACCELERATOR;
        int width = (int) number(id, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT);
        int lanes = kind == Kind.CPU ? Math.clamp(Integer.highestOneBit(Math.max(width, 4)), 4, 16) : 1;
        return new DeviceDescription(index, id, platform, text(id, CL.CL_DEVICE_NAME),
                platformText(platform, CL.CL_PLATFORM_NAME) + ", " + platformText(platform, CL.CL_PLATFORM_VERSION),
                text(id, CL.CL_DRIVER_VERSION), kind, number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE), number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                (int) number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS), (int) number(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                lanes, (number(id, CL.CL_DEVICE_SINGLE_FP_CONFIG) & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0,
                dotProducts(text(id, CL.CL_DEVICE_EXTENSIONS), text(id, CL.CL_DEVICE_OPENCL_C_VERSION)),
                number(id, CL.CL_DEVICE_DOUBLE_FP_CONFIG) != 0);
    }

    /** Whether a device with these extensions, and this version of its language, has dot products of bytes. */
    static boolean dotProducts(String extensions, String language) {
        return List.of(extensions.split(" ")).contains("cl_khr_integer_dot_product")
                && language.startsWith("OpenCL C 3.");
    }

    /** Name, compute units and driver, in one line: the same every time, unlike the memory of a processor. */
    String line() {
        return name + " (" + (kind == Kind.ACCELERATOR ? "accelerator" : kind.name()) + "), " + units
                + " compute units, driver " + driver;
    }

    /** All that there is to tell, in one line. */
    String details() {
        return String.format(Locale.ROOT, "%d: %s, %.1f GiB, %s", index, line(), memory / 0x1p30, platformName());
    }

    /** The platform without its version. */
    String platformName() {
        return system.replaceFirst(",.*", "");
    }

    private static long number(cl_device_id id, int what) {
        long[] value = {0};
        CL.clGetDeviceInfo(id, what, Sizeof.cl_ulong, Pointer.to(value), null); // shorter ones fill the low bytes
        return value[0];
    }

    private static String text(cl_device_id id, int what) {
        long[] size = {0};
        CL.clGetDeviceInfo(id, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null);
        return string(bytes);
    }

    private static String platformText(cl_platform_id platform, int what) {
        long[] size = {0};
        CL.clGetPlatformInfo(platform, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, what, bytes.length, Pointer.to(bytes), null);
        return string(bytes);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
