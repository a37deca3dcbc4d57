package pfm.bench;

import java.lang.foreign.Arena;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.MatVec;
import pfm.energy.Activity;
import pfm.field.Matrix;
import pfm.model.CrossbarDevice;
import pfm.model.SlicedProduct;

/**
 * A product that {@code pfm multiply} runs once.
 *
 * @param product  computes results of vectors
 * @param activity what the device did in that run, for so many vectors
 */
record PlannedProduct(BiConsumer<Matrix, Matrix> product, LongFunction<Activity> activity) {
    /** A product of light, whose work its device counts. */
    static PlannedProduct of(MatVec light) {
        return new PlannedProduct(light::multiply, _ -> {
            throw new IllegalStateException("the work of a product of light is counted by its device");
        });
    }

    /** A crossbar, whole or a digit at a time. */
    static PlannedProduct of(CrossbarDevice device, Matrix weights, Kernels kernels, Arena arena) {
        if (device.inputSlicing().isPresent()) {
            SlicedProduct sliced = device.sliced(weights, kernels, arena);
            return new PlannedProduct(sliced::multiply, sliced::activity);
        }
        CrossbarProduct plan = device.plan(weights, kernels);
        return new PlannedProduct(plan::multiply, batch -> plan.spec().activity(batch, plan.repetitions()));
    }

    void multiply(Matrix x, Matrix y) {
        product.accept(x, y);
    }
}
