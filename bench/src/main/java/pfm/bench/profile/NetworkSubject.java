package pfm.bench.profile;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import pfm.Kernels;
import pfm.MatVec;
import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.model.Inference;
import pfm.model.LabelledImages;
import pfm.model.Layer;
import pfm.model.Network;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.quantity.Units;
import pfm.tuning.Family;

/**
 * A network that reads images, in parts: each mask or slab with the gap before it, the gap behind the last one, and
 * each crossbar. A split step ends with a free step; what a part takes is its time less that of such a step.
 */
public final class NetworkSubject {
    private static final Precision PRECISION = Precision.FLOAT32;

    private final Network network;
    private final Kernels kernels;
    private final int batch;
    private final Arena arena;
    private final SplitStep spec;
    private final Field in;
    private final Field out;
    private final List<Part> parts = new ArrayList<>();

    private NetworkSubject(Network network, Kernels kernels, int batch, Arena arena) {
        this.network = network;
        this.kernels = kernels;
        this.batch = batch;
        this.arena = arena;
        spec = network.splitStep(arena);
        in = Field.zeros(network.grid(), batch, arena);
        out = Field.zeros(network.grid(), batch, arena);
        for (long i = 0; i < batch * network.grid().samples(); i++) { // no zeros, no subnormal numbers
            in.re().setAtIndex(ValueLayout.JAVA_FLOAT, i, 1 + i % 7);
        }
    }

    /** Plans the whole network and its parts; a run reads all {@code images} in one batch. */
    public static Subject of(String name, Network network, Kernels kernels, LabelledImages images, Arena arena) {
        int batch = images.count();
        long start = System.nanoTime();
        Inference inference = new Inference(network, kernels, PRECISION, batch, 1, arena);
        double planSeconds = (System.nanoTime() - start) / 1e9;
        NetworkSubject subject = new NetworkSubject(network, kernels, batch, arena);
        Runnable closing = subject.optics();
        subject.electronics();
        Cost cost = subject.spec.cost(batch, PRECISION);
        for (Layer.Electronic layer : network.electronic()) {
            cost = cost.plus(layer.crossbar().cost(batch, PRECISION));
        }
        return new Subject(name, "image", batch, cost, planSeconds, () -> inference.run(images), Optional.of(closing),
                subject.parts);
    }

    /** Returns the closing step. */
    private Runnable optics() {
        List<Element> piece = new ArrayList<>();
        List<String> names = new ArrayList<>();
        SplitStep free = piece(List.of(new Element.Gap(0)));
        Runnable closing = run(free);
        for (int l = 0; l < network.optical().size(); l++) {
            piece.add(spec.elements().get(l));
            names.add(told(network.optical().get(l)));
            if (!(piece.getLast() instanceof Element.Gap)) {
                SplitStep part = piece(piece);
                Cost whole = part.cost(batch, PRECISION);
                Cost cost = new Cost(whole.flops() - free.cost(batch, PRECISION).flops(), whole.bytes(),
                        whole.voxelUpdates(), 0);
                add(names, cost, true, run(part));
                piece.clear();
                names.clear();
            }
        }
        names.add(piece.isEmpty() ? "closing step" : "to the detectors");
        Cost cost = free.cost(batch, PRECISION);
        add(names, new Cost(cost.flops(), cost.bytes(), 0, 0), false, closing);
        return closing;
    }

    private void add(List<String> names, Cost cost, boolean closed, Runnable body) {
        parts.add(new Part((parts.size() + 1) + ": " + String.join(", ", names), Family.SPLIT_STEP.label(), cost,
                closed, body));
    }

    private void electronics() {
        for (Layer.Electronic layer : network.electronic()) {
            MatVec product = kernels.crossbar(layer.crossbar());
            Matrix x = Matrix.zeros(batch, product.inputs(), arena);
            Matrix y = Matrix.zeros(batch, product.outputs(), arena);
            for (int i = 0; i < batch; i++) {
                for (int k = 0; k < product.inputs(); k++) {
                    x.set(i, k, (i + k) % 7 / 7.0);
                }
            }
            parts.add(new Part((parts.size() + 1) + ": crossbar " + product.outputs() + " x " + product.inputs(),
                    Family.CROSSBAR.label(), layer.crossbar().cost(batch, PRECISION), false,
                    () -> product.multiply(x, y)));
        }
    }

    private SplitStep piece(List<Element> elements) {
        return new SplitStep(spec.grid(), spec.wavelength(), spec.index(), List.copyOf(elements), spec.diffraction(),
                spec.bandLimited(), spec.frame());
    }

    private Runnable run(SplitStep piece) {
        Propagator plan = kernels.splitStep(piece);
        return () -> plan.propagate(in, out);
    }

    private static String told(Layer.Optical layer) {
        return switch (layer) {
            case Layer.FreeSpace free -> "gap " + Units.format(free.distance());
            case Layer.PhaseMask mask -> String.format(Locale.ROOT, "mask %d x %d", mask.width(), mask.height());
            case Layer.Slab slab -> slab.volume().slices() + " slices of " + Units.format(slab.sliceThickness());
        };
    }
}
