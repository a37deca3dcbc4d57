package pfm.abi;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

import pfm.Kernels;
import pfm.MatVec;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.JsonSection;
import pfm.io.MalformedFileException;
import pfm.model.CrossbarDevice;
import pfm.model.OpticalDevice;
import pfm.quantity.Require;

/** The functions of {@code pfm.h} for crossbars. A pointer is its address. */
final class CrossbarFunctions {
    private final Resources resources;

    CrossbarFunctions(Resources resources) {
        this.resources = resources;
    }

    int crossbarPlan(long kernels, long weights, int outputs, int inputs, long device, long plan, long error) {
        return Call.answer(error, () -> {
            CallerMemory.requireAligned("plan", plan, Long.BYTES);
            Require.inRange("outputs", 1, Integer.MAX_VALUE, outputs);
            Require.inRange("inputs", 1, Integer.MAX_VALUE, inputs);
            Matrix w = Matrix.of(outputs, inputs, Precision.FLOAT32,
                    CallerMemory.floats("weights", weights, outputs, inputs));
            Device read = device == 0 ? CrossbarDevice.IDEAL::plan : device(CallerMemory.text("device", device));
            CallerMemory.giveLong("plan", plan, resources.plan(kernels,
                    backing -> new KernelPlan(backing, read.plan(w, backing.kernels()))));
        });
    }

    /** What a text describes: a crossbar, or a product of light. */
    @FunctionalInterface
    private interface Device {
        MatVec plan(Matrix weights, Kernels kernels);
    }

    private static Device device(String json) throws IOException {
        try {
            if (OpticalDevice.isIn(JsonSection.parse(json, "device"))) {
                OpticalDevice light = OpticalDevice.parse(json, "device");
                return (weights, kernels) -> light.plan(light.acting(weights), kernels);
            }
            return CrossbarDevice.parse(json, "device")::plan;
        } catch (MalformedFileException noJson) { // it came as an argument
            throw new IllegalArgumentException(noJson.getMessage(), noJson);
        }
    }

    int multiply(long plan, int batch, long x, long y, long error) {
        return Call.answer(error, () -> resources.use(plan, KernelPlan.KIND, p -> {
            MatVec product = p.product();
            Matrix in = vectors("x", x, batch, product.inputs());
            Matrix out = vectors("y", y, batch, product.outputs());
            CallerMemory.requireApart("y", out.values(), "x", in.values());
            product.multiply(in, out);
        }));
    }

    int multiplyAdjoint(long plan, int batch, long y, long x, long error) {
        return Call.answer(error, () -> resources.use(plan, KernelPlan.KIND, p -> {
            MatVec product = p.product();
            Matrix in = vectors("y", y, batch, product.outputs());
            Matrix out = vectors("x", x, batch, product.inputs());
            CallerMemory.requireApart("x", out.values(), "y", in.values());
            product.adjoint(in, out);
        }));
    }

    private static Matrix vectors(String name, long address, int batch, int length) {
        Require.inRange("batch", 1, Integer.MAX_VALUE, batch);
        MemorySegment values = CallerMemory.floats(name, address, batch, length);
        return Matrix.of(batch, length, Precision.FLOAT32, values);
    }
}
