package pfm.opencl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

import static pfm.opencl.OpenClException.check;

/**
 * Builds a program for a device, from the binary of an earlier build where {@link ProgramCache} has one. Relaxed
 * mathematics is never asked for; division rounds correctly where the device can.
 */
final class ProgramBuild {
    private static final int MOST_LINES = 12;

    private final Device device;
    private final cl_device_id[] ids;

    ProgramBuild(Device device) {
        this.device = device;
        this.ids = new cl_device_id[] {device.description().id()};
    }

    /** The program of {@code source}, a file of this module or a text, behind {@code definitions}. */
    cl_program build(String source, String definitions) {
        String text = definitions + "\n" + (source.endsWith(".cl") ? ProgramSource.of(source) : source);
        // the functions of an extension are declared by the language that it belongs to
        String language = definitions.contains(OpenClIntegerCrossbar.DOT_PRODUCTS) ? "CL3.0" : "CL1.2";
        String options = "-cl-std=" + language + (device.description().rounded()
                ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
        ProgramCache cache = ProgramCache.of(device.description(), options, text);
        return cache.find().flatMap(binary -> fromBinary(binary, options))
                .orElseGet(() -> fromText(text, options, cache));
    }

    private Optional<cl_program> fromBinary(byte[] binary, String options) {
        int[] code = {0};
        int[] status = {0};
        cl_program program = CL.clCreateProgramWithBinary(
                device.context(), 1, ids, new long[] {binary.length}, new byte[][] {binary}, status, code);
        if (code[0] != CL.CL_SUCCESS) {
            return Optional.empty();
        }
        if (status[0] == CL.CL_SUCCESS
                && CL.clBuildProgram(program, 1, ids, options, null, null) == CL.CL_SUCCESS) {
            return Optional.of(program);
        }
        CL.clReleaseProgram(program);
        return Optional.empty();
    }

    private cl_program fromText(String text, String options, ProgramCache cache) {
        int[] code = {0};
        cl_program program = CL.clCreateProgramWithSource(device.context(), 1, new String[] {text}, null, code);
        check("clCreateProgramWithSource", code[0]);
        int built = CL.clBuildProgram(program, 1, ids, options, null, null);
        if (built != CL.CL_SUCCESS) {
            String log = log(program);
            CL.clReleaseProgram(program);
            throw new OpenClException("building for " + device.description().name() + " failed: "
                    + CL.stringFor_errorCode(built) + "\n" + trimmed(log));
        }
        cache.keep(() -> binary(program));
        return program;
    }

    /** The lines of a log that name a place or an error, the first dozen of them. */
    static String trimmed(String log) {
        List<String> lines = log.lines().map(String::strip)
                .filter(line -> line.matches(".*(\\.cl:\\d+|\\berror\\b).*")).distinct().toList();
        List<String> shown = lines.isEmpty() ? log.lines().filter(l -> !l.isBlank()).toList() : lines;
        String text = String.join("\n", shown.subList(0, Math.min(MOST_LINES, shown.size())));
        return shown.size() > MOST_LINES ? text + "\nand " + (shown.size() - MOST_LINES) + " more lines" : text;
    }

    private String log(cl_program program) {
        long[] size = {0};
        CL.clGetProgramBuildInfo(program, ids[0], CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, ids[0], CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    }

    private static byte[] binary(cl_program program) {
        long[] size = {0};
        CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
        byte[] binary = new byte[(int) size[0]];
        if (binary.length > 0) {
            CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER,
                    Pointer.to(new Pointer[] {Pointer.to(binary)}), null);
        }
        return binary;
    }
}
