package pfm.opencl;

import org.jocl.CL;

/** A call of OpenCL failed: a driver, a device or a program of this backend is at fault. */
final class OpenClException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OpenClException(String message) {
        super(message);
    }

    /** Checks what {@code call} returned. */
    static void check(String call, int code) {
        if (code != CL.CL_SUCCESS) {
            throw new OpenClException(call + " failed: " + CL.stringFor_errorCode(code)
                    + "; close these kernels and open the backend again, or choose another");
        }
    }
}
