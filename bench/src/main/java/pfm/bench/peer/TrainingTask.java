package pfm.bench.peer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.optics.TransferFunction;
import pfm.validation.Discrepancy;
import pfm.validation.Output;

/**
 * One step of training without its loss: the masks have changed and are taken over, forward, then the gradient of every
 * mask and the cotangent of the input.
 */
final class TrainingTask extends PeerTask {
    /** Most bytes that are kept from the forward run, as much as {@code ./pfm train} takes. */
    private static final long TAPE = 1L << 30;

    private final MediumPropagator plan;
    private final int masks;
    private final Field in;
    private final Field out;
    private final Tape tape;
    private final Field cotangent;
    private final Field adjoint;
    private final MediumGradient gradient;

    /** A task over all elements of {@code plan}; the parameters are those of {@link PeerTask}. */
    TrainingTask(MediumPropagator plan, TransferFunction gap, List<Screen> masks, Field in, Field out, Field cotangent,
            Arena arena) {
        super(plan, gap, masks.size() + 1, masks, 5, in, out);
        this.plan = plan;
        this.masks = masks.size();
        this.in = in;
        this.out = out;
        this.cotangent = cotangent;
        tape = plan.tape(in.batch(), TAPE, arena);
        adjoint = Field.zeros(in.grid(), in.batch(), arena);
        gradient = MediumGradient.zeros(plan.spec(), Precision.FLOAT32, arena);
    }

    @Override
    public void run() {
        plan.reload();
        plan.propagate(in, out, tape);
        gradient.clear();
        plan.gradient(in, cotangent, adjoint, gradient, tape);
    }

    /** As much work back as forward: what a backend computes again to save memory is not needed. */
    @Override
    public double flops() {
        return 2 * super.flops();
    }

    @Override
    String name() {
        return "train";
    }

    @Override
    void writeMore(PeerData data) throws IOException {
        data.write(cotangent);
    }

    @Override
    Discrepancy judge(PeerAnswer numbers) throws IOException {
        int transforms = 4 * (masks + 1); // a gradient is a product of a field from one end and one from the other
        Discrepancy worst = super.judge(numbers);
        worst = worst.worse(judge(Output.of("field", adjoint), numbers.field(adjoint), transforms));
        SplitStep spec = plan.spec();
        for (int e = 0; e < spec.elements().size(); e++) {
            if (spec.elements().get(e) instanceof Element.Mask) {
                Samples ours = gradient.phase(e).orElseThrow();
                worst = worst.worse(judge(Output.of("gradient", ours), numbers.gradient(ours.count()), transforms));
            }
        }
        return worst;
    }
}
