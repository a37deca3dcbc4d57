package pfm.abi;

import java.lang.foreign.MemorySegment;

import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.MeshProduct;
import pfm.Plan;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.quantity.Require;

/** A planned kernel, with the fields that interleaved ones are converted to. */
final class KernelPlan extends Planned {
    static final Kind<KernelPlan> KIND = new Kind<>(KernelPlan.class, "plan");

    private final Plan plan;
    private final PlanarField[] converted = {new PlanarField(), new PlanarField()};
    private Derivatives derivatives;

    KernelPlan(Backing backing, Plan plan) {
        super(KIND, backing);
        this.plan = plan;
    }

    Propagator propagator() {
        return as(Propagator.class, "waves");
    }

    MediumPropagator medium() {
        return as(MediumPropagator.class, "a split step");
    }

    MatVec product() {
        return as(MatVec.class, "a crossbar");
    }

    private <T extends Plan> T as(Class<T> type, String what) {
        if (!type.isInstance(plan)) {
            throw new IllegalArgumentException("plan must be one of " + what + ", was one of " + switch (plan) {
                case MediumPropagator _ -> "a split step";
                case Propagator _ -> "an angular spectrum";
                case MatVec _ -> "a crossbar";
                case MeshProduct _ -> "a mesh";
            });
        }
        return type.cast(plan);
    }

    private Grid grid() {
        return propagator().grid();
    }

    /** A field over planes of the caller. */
    Field field(String name, int batch, long re, long im) {
        requireBatch(batch);
        MemorySegment real = CallerMemory.floats(name + "_re", re, batch, grid().samples());
        MemorySegment imaginary = CallerMemory.floats(name + "_im", im, batch, grid().samples());
        CallerMemory.requireApart(name + "_re", real, name + "_im", imaginary);
        return Field.of(grid(), batch, Precision.FLOAT32, real, imaginary);
    }

    private static void requireBatch(int batch) {
        Require.inRange("batch", 1, Integer.MAX_VALUE, batch);
    }

    /** Checks that a result goes to the memory of the input or to other memory, but not to a part of it. */
    static void requireSameOrApart(String name, Field out, String inName, Field in) {
        if (!out.re().equals(in.re()) || !out.im().equals(in.im())) {
            requireApart(name, out, inName, in);
        }
    }

    /** Checks that two fields share no memory. */
    static void requireApart(String name, Field out, String inName, Field in) {
        CallerMemory.requireApart(name + "_re", out.re(), inName + "_re", in.re());
        CallerMemory.requireApart(name + "_re", out.re(), inName + "_im", in.im());
        CallerMemory.requireApart(name + "_im", out.im(), inName + "_re", in.re());
        CallerMemory.requireApart(name + "_im", out.im(), inName + "_im", in.im());
    }

    /** An interleaved field of the caller. */
    MemorySegment interleaved(String name, int batch, long address) {
        requireBatch(batch);
        return CallerMemory.values(name, address, batch, 2 * grid().samples(), Float.BYTES);
    }

    /** Field 0 or 1 of this plan for a batch, in memory that it keeps. */
    Field converted(int which, int batch) {
        return converted[which].field(grid(), batch);
    }

    /** The derivatives of a split step. */
    Derivatives derivatives() {
        if (derivatives == null) {
            derivatives = new Derivatives(medium().spec(), backing().memory());
        }
        return derivatives;
    }

    @Override
    void free() {
        for (PlanarField field : converted) {
            field.close();
        }
        super.free();
    }
}
