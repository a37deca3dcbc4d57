package pfm.abi;

import java.lang.foreign.MemorySegment;

import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.field.Field;
import pfm.optics.AngularSpectrum;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

/** The functions of {@code pfm.h} for waves. A pointer is its address. */
final class WaveFunctions {
    private final Resources resources;

    WaveFunctions(Resources resources) {
        this.resources = resources;
    }

    int angularSpectrumPlan(long kernels, long wave, double distance, long plan, long error) {
        return Call.answer(error, () -> {
            CallerMemory.requireAligned("plan", plan, Long.BYTES);
            AngularSpectrum spec = WaveStructs.angularSpectrum(wave, distance);
            CallerMemory.giveLong("plan", plan, resources.plan(kernels,
                    backing -> new KernelPlan(backing, backing.kernels().angularSpectrum(spec))));
        });
    }

    int splitStepPlan(long kernels, long wave, long frame, long elements, int count, long plan, long error) {
        return Call.answer(error, () -> {
            CallerMemory.requireAligned("plan", plan, Long.BYTES);
            SplitStep spec = WaveStructs.splitStep(wave, frame, elements, count);
            CallerMemory.giveLong("plan", plan, resources.plan(kernels,
                    backing -> new KernelPlan(backing, backing.kernels().splitStep(spec))));
        });
    }

    int planClose(long plan, long error) {
        return Call.answer(error, () -> resources.close(plan, KernelPlan.KIND));
    }

    int propagate(long plan, int batch, long inRe, long inIm, long outRe, long outIm, long error) {
        return run(plan, batch, inRe, inIm, outRe, outIm, Propagator::propagate, error);
    }

    int adjoint(long plan, int batch, long inRe, long inIm, long outRe, long outIm, long error) {
        return run(plan, batch, inRe, inIm, outRe, outIm, Propagator::adjoint, error);
    }

    int propagateInterleaved(long plan, int batch, long in, long out, long error) {
        return runInterleaved(plan, batch, in, out, Propagator::propagate, error);
    }

    int adjointInterleaved(long plan, int batch, long in, long out, long error) {
        return runInterleaved(plan, batch, in, out, Propagator::adjoint, error);
    }

    /** One of the two directions. */
    @FunctionalInterface
    private interface Direction {
        void run(Propagator propagator, Field in, Field out);
    }

    private int run(
            long handle, int batch, long inRe, long inIm, long outRe, long outIm, Direction direction, long error) {
        return Call.answer(error, () -> resources.use(handle, KernelPlan.KIND, plan -> {
            Field in = plan.field("in", batch, inRe, inIm);
            Field out = plan.field("out", batch, outRe, outIm);
            KernelPlan.requireSameOrApart("out", out, "in", in);
            direction.run(plan.propagator(), in, out);
        }));
    }

    private int runInterleaved(long handle, int batch, long in, long out, Direction direction, long error) {
        return Call.answer(error, () -> resources.use(handle, KernelPlan.KIND, plan -> {
            MemorySegment from = plan.interleaved("in", batch, in);
            MemorySegment to = plan.interleaved("out", batch, out);
            if (in != out) {
                CallerMemory.requireApart("out", to, "in", from);
            }
            Field field = plan.converted(0, batch);
            PlanarField.read(from, field);
            direction.run(plan.propagator(), field, field);
            PlanarField.write(field, to);
        }));
    }

    int reload(long plan, long error) {
        return Call.answer(error, () -> resources.use(plan, KernelPlan.KIND, p -> p.medium().reload()));
    }

    int gradient(long plan, int batch, long inRe, long inIm, long cotangentRe, long cotangentIm, long adjointRe,
            long adjointIm, long gradients, int count, long error) {
        return Call.answer(error, () -> resources.use(plan, KernelPlan.KIND, p -> {
            MediumPropagator medium = p.medium();
            Field in = p.field("in", batch, inRe, inIm);
            Field cotangent = p.field("cotangent", batch, cotangentRe, cotangentIm);
            Field adjoint = p.field("adjoint", batch, adjointRe, adjointIm);
            KernelPlan.requireSameOrApart("adjoint", adjoint, "cotangent", cotangent);
            KernelPlan.requireApart("adjoint", adjoint, "in", in);
            medium.gradient(in, cotangent, adjoint, p.derivatives().at(gradients, count));
        }));
    }

    int gradientInterleaved(long plan, int batch, long in, long cotangent, long adjoint, long gradients, int count,
            long error) {
        return Call.answer(error, () -> resources.use(plan, KernelPlan.KIND, p -> {
            MediumPropagator medium = p.medium();
            MediumGradient gradient = p.derivatives().at(gradients, count);
            MemorySegment from = p.interleaved("in", batch, in);
            MemorySegment back = p.interleaved("cotangent", batch, cotangent);
            MemorySegment to = p.interleaved("adjoint", batch, adjoint);
            if (cotangent != adjoint) {
                CallerMemory.requireApart("adjoint", to, "cotangent", back);
            }
            CallerMemory.requireApart("adjoint", to, "in", from);
            Field u = p.converted(0, batch);
            Field c = p.converted(1, batch);
            PlanarField.read(from, u);
            PlanarField.read(back, c);
            medium.gradient(u, c, c, gradient);
            PlanarField.write(c, to);
        }));
    }
}
