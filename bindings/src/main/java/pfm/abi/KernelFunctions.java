package pfm.abi;

import java.util.Objects;
import java.util.stream.Collectors;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;

/** The functions of {@code pfm.h} for backends and kernels as a whole. A pointer is its address. */
final class KernelFunctions {
    private final Resources resources;

    KernelFunctions(Resources resources) {
        this.resources = resources;
    }

    int versionText(long text, long size, long error) {
        return Call.answer(error, () -> CallerMemory.giveText("text", text, size, Objects.requireNonNullElse(
                KernelFunctions.class.getPackage().getImplementationVersion(), "(not packaged)")));
    }

    int backends(long text, long size, long error) {
        return Call.answer(error, () -> CallerMemory.giveText("text", text, size,
                Backends.all().stream().map(KernelFunctions::line).collect(Collectors.joining("\n"))));
    }

    private static String line(Backend backend) {
        return backend.name() + ": " + switch (backend.availability()) {
            case Availability.Available available -> available.device();
            case Availability.Unavailable not -> "unavailable: " + not.reason() + "; " + not.remedy();
        };
    }

    int open(long backend, int threads, long kernels, long error) {
        return Call.answer(error, () -> {
            CallerMemory.requireAligned("kernels", kernels, Long.BYTES);
            CallerMemory.giveLong("kernels", kernels,
                    resources.add(new OpenKernels(CallerMemory.text("backend", backend), threads)));
        });
    }

    int close(long kernels, long error) {
        return Call.answer(error, () -> resources.closeKernels(kernels));
    }

    int device(long kernels, long text, long size, long error) {
        return Call.answer(error, () -> resources.use(kernels, OpenKernels.KIND,
                open -> CallerMemory.giveText("text", text, size, open.device())));
    }
}
