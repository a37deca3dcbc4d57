package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.optics.SplitStep;

/**
 * Evaluates and differentiates a network on whole sets of images by propagating its input modes instead of the images.
 *
 * <p>Light is linear: with P the field that every mode leaves on every detector sample, {@code [samples][modes]}, and X
 * the amplitudes of the images, {@code [images][modes]}, the fields of all images are {@code X Pᵀ}, one matrix product.
 * The product goes back likewise: the cotangent of P is {@code Gᵀ X} with G that of the fields, and one cotangent per
 * mode is pulled through the medium. Loss and gradient are those of all images, exactly, at the cost of as many
 * propagations as there are modes.
 *
 * <p>One thread at a time. Memory: {@code 8·samples·images} bytes of float32 for the fields of the largest set, and up
 * to a gigabyte for a {@link #gradient}.
 */
public final class ModeBasis {
    /** Modes propagated together. */
    private static final int BATCH = 64;
    /** Most bytes of the fields that are kept from a propagation for the gradient. */
    private static final long TAPES = 1L << 30;

    private final Network network;
    private final Kernels kernels;
    private final Precision precision;
    private final Arena arena;
    private final SplitStep spec;
    private final MediumPropagator optics;
    private final LossHead head;
    private final DetectorSamples samples;
    private final Field entering;
    private final Field leaving;
    private final Matrix response; // P: real parts [samples][modes], then imaginary parts
    private final Matrix responseCotangent;
    private final List<Tape> tapes = new ArrayList<>(); // of each batch of modes, once a gradient is wanted
    private boolean taped;
    private Matrix fields; // of the images, likewise [2 samples][images], for the largest set

    /** Plans the network; {@link #propagate()} must run before the first evaluation. */
    public ModeBasis(Network network, Kernels kernels, Precision precision, Arena arena) {
        this.network = network;
        this.kernels = kernels;
        this.precision = precision;
        this.arena = arena;
        spec = network.splitStep(arena);
        optics = kernels.splitStep(spec);
        head = new LossHead(network);
        samples = new DetectorSamples(network.detectors());
        int batch = Math.min(BATCH, network.encoding().modes());
        entering = Field.zeros(network.grid(), batch, precision, arena);
        leaving = Field.zeros(network.grid(), batch, precision, arena);
        response = Matrix.zeros(2 * samples.count(), network.encoding().modes(), precision, arena);
        responseCotangent = Matrix.zeros(response.rows(), response.columns(), precision, arena);
        fields = Matrix.zeros(response.rows(), 1, precision, arena);
    }

    /** Makes images ready for evaluation. The set belongs to this basis and lives as long. */
    public ImageSet plan(LabelledImages images) {
        ImageSet set = new ImageSet(network, images, kernels, precision, arena);
        if (fields.columns() < images.count()) {
            fields = Matrix.zeros(2 * samples.count(), images.count(), precision, arena);
        }
        return set;
    }

    /** A gradient of zeros for this network. Propagations from now on keep fields for it, up to a gigabyte. */
    public NetworkGradient gradient() {
        long left = TAPES;
        for (int first = BATCH * tapes.size(); first < response.columns(); first += BATCH) {
            tapes.add(optics.tape(count(first), left, arena));
            left -= tapes.getLast().bytes();
        }
        return new NetworkGradient(network, spec, precision, arena);
    }

    /** Propagates all modes; to be called after every change of the network's values. */
    public void propagate() {
        network.refresh(spec);
        optics.reload();
        head.refresh();
        taped = false;
        for (int first = 0; first < response.columns(); first += entering.batch()) {
            int count = enter(first);
            if (tapes.isEmpty()) {
                optics.propagate(entering.items(0, count), leaving.items(0, count));
            } else {
                optics.propagate(entering.items(0, count), leaving.items(0, count), tapes.get(first / BATCH));
            }
            for (int item = 0; item < count; item++) {
                for (int s = 0; s < samples.count(); s++) {
                    response.set(s, first + item, leaving.re(item, samples.y(s), samples.x(s)));
                    response.set(samples.count() + s, first + item, leaving.im(item, samples.y(s), samples.x(s)));
                }
            }
            leave(first, count);
        }
        taped = !tapes.isEmpty();
    }

    /** Loss, accuracy and light on a set. */
    public Evaluation evaluate(ImageSet set) {
        return evaluate(set, powers(set), 0, null, null);
    }

    /**
     * Loss, accuracy and light on a set, and a gradient, which replaces what {@code gradient} held: that of
     * {@code loss − lightWeight·mean of ln(part of the incident power on detectors)}.
     */
    public Evaluation differentiate(ImageSet set, double lightWeight, NetworkGradient gradient) {
        gradient.clear();
        double[][] power = powers(set);
        double[][] cotangent = new double[power.length][set.count()];
        Evaluation evaluation = evaluate(set, power, lightWeight, cotangent, gradient);
        Matrix images = fieldsOf(set);
        for (int row = 0; row < images.rows(); row++) { // |u|² has the cotangent 2u
            ImageRows.timesTwice(images, row, cotangent[samples.region(row % samples.count())]);
        }
        set.product().adjoint(images, responseCotangent);
        pullBack(gradient);
        return evaluation;
    }

    private void pullBack(NetworkGradient gradient) {
        boolean kept = taped;
        taped = false; // a tape serves once
        for (int first = 0; first < response.columns(); first += entering.batch()) {
            int count = enter(first);
            leaving.re().fill((byte) 0);
            leaving.im().fill((byte) 0);
            for (int item = 0; item < count; item++) {
                for (int s = 0; s < samples.count(); s++) {
                    leaving.set(item, samples.y(s), samples.x(s), responseCotangent.get(s, first + item),
                            responseCotangent.get(samples.count() + s, first + item));
                }
            }
            Field cotangents = leaving.items(0, count);
            Field in = entering.items(0, count);
            if (kept) {
                optics.gradient(in, cotangents, cotangents, gradient.medium(), tapes.get(first / BATCH));
            } else {
                optics.gradient(in, cotangents, cotangents, gradient.medium());
            }
            leave(first, count);
        }
    }

    private Matrix fieldsOf(ImageSet set) {
        return Matrix.of(fields.rows(), set.count(), precision, fields.values());
    }

    /** The power on every detector, {@code [region][image]}; the fields stay in {@link #fields}. */
    private double[][] powers(ImageSet set) {
        Matrix images = fieldsOf(set);
        set.product().multiply(response, images);
        double[][] power = new double[network.detectors().regions().size()][set.count()];
        for (int row = 0; row < images.rows(); row++) {
            ImageRows.addSquares(images, row, power[samples.region(row % samples.count())]);
        }
        return power;
    }

    private Evaluation evaluate(
            ImageSet set, double[][] power, double lightWeight, double[][] cotangent, NetworkGradient gradient) {
        int count = set.count();
        double[] powers = new double[power.length];
        double[] powerCotangents = new double[power.length];
        double loss = 0;
        double light = 0;
        int right = 0;
        for (int i = 0; i < count; i++) {
            double onDetectors = 0;
            for (int r = 0; r < powers.length; r++) {
                powers[r] = power[r][i];
                onDetectors += powers[r];
            }
            loss += head.loss(powers, set.label(i));
            right += head.decision() == set.label(i) ? 1 : 0;
            light += set.part(i, onDetectors);
            if (gradient != null) {
                head.pullBack(1.0 / count, powerCotangents, gradient.weights());
                double forLight = onDetectors > 0 ? lightWeight / (count * onDetectors) : 0;
                for (int r = 0; r < powers.length; r++) {
                    cotangent[r][i] = powerCotangents[r] - forLight;
                }
            }
        }
        return new Evaluation(loss / count, (double) right / count, light / count);
    }

    private int count(int first) {
        return Math.min(entering.batch(), response.columns() - first);
    }

    private int enter(int first) {
        int count = count(first);
        for (int item = 0; item < count; item++) {
            network.encoding().place(entering, item, first + item, 1);
        }
        return count;
    }

    private void leave(int first, int count) {
        for (int item = 0; item < count; item++) {
            network.encoding().place(entering, item, first + item, 0);
        }
    }
}
