package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.Kernels;
import pfm.field.Precision;
import pfm.noise.Philox;

/**
 * Trains a network in place by Adam on the cross-entropy, with the gradients of a {@link ModeBasis}. The caller takes
 * the steps, and may do anything between them:
 *
 * <pre>{@code
 * while (!training.finished()) {
 *     Evaluation before = training.step();
 * }
 * }</pre>
 *
 * <p>The same network, images, schedule and backend give the same values to the last bit, whatever the thread count,
 * and whether or not the training was interrupted and resumed from a {@link TrainingCheckpoint}.
 */
public final class Training {
    private static final int SHUFFLE = 0; // streams of random numbers
    private static final int ORDER = 1;

    private final Network network;
    private final LabelledImages images;
    private final String digest;
    private final Schedule schedule;
    private final ModeBasis basis;
    private final NetworkGradient gradient;
    private final List<ImageSet> sets;
    private final List<TrainedValues> values;
    private final List<Evaluation> history = new ArrayList<>();

    /**
     * Makes ready to train {@code network} in place.
     *
     * @param arena owns the fields; lives as long as this object is used
     */
    public Training(Network network, Kernels kernels, LabelledImages images, Schedule schedule, Arena arena) {
        this.network = network;
        this.images = images;
        digest = images.digest();
        this.schedule = schedule;
        basis = new ModeBasis(network, kernels, Precision.FLOAT32, arena);
        gradient = basis.gradient();
        values = TrainedValues.of(network);
        sets = plan();
        basis.propagate();
    }

    private List<ImageSet> plan() {
        int[] shuffled = permutation(images.count(), SHUFFLE, 0);
        int count = Math.ceilDiv(images.count(), schedule.batch());
        List<ImageSet> planned = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int from = (int) ((long) images.count() * s / count);
            int to = (int) ((long) images.count() * (s + 1) / count);
            planned.add(basis.plan(images.pick(shuffled, from, to)));
        }
        return List.copyOf(planned);
    }

    /** Fisher and Yates, drawing number {@code first + i} for place i. */
    private int[] permutation(int n, int stream, long first) {
        int[] p = new int[n];
        for (int i = 0; i < n; i++) {
            int j = (int) (Philox.uniform(schedule.seed(), stream, first + i) * (i + 1));
            p[i] = p[j];
            p[j] = i;
        }
        return p;
    }

    /** The network that is trained. */
    public Network network() {
        return network;
    }

    /** SHA-256 of the images that it learns and their labels. */
    String digest() {
        return digest;
    }

    /** How it is trained. */
    public Schedule schedule() {
        return schedule;
    }

    /** For evaluations on other images: the modes are propagated, and stay so after every step. */
    public ModeBasis basis() {
        return basis;
    }

    /** Steps done. */
    public int iteration() {
        return history.size();
    }

    /** Whether all steps are done. */
    public boolean finished() {
        return iteration() == schedule.iterations();
    }

    /** What every step found on its set before it changed the network. */
    public List<Evaluation> history() {
        return List.copyOf(history);
    }

    /**
     * Takes one step.
     *
     * @return how the network did on the images of the step, before it changed
     */
    public Evaluation step() {
        if (finished()) {
            throw new IllegalStateException("steps left must be in [1, " + schedule.iterations() + "], were 0");
        }
        int pass = iteration() / sets.size();
        int[] order = permutation(sets.size(), ORDER, (long) pass * sets.size());
        ImageSet set = sets.get(order[iteration() % sets.size()]);
        Evaluation found = basis.differentiate(set, schedule.light(), gradient);
        double rate = schedule.rate(iteration());
        values.forEach(v -> v.step(gradient, rate, iteration() + 1));
        history.add(found);
        basis.propagate();
        return found;
    }

    List<TrainedValues> values() {
        return values;
    }

    /** Goes on from a state whose values have been set. */
    void resume(List<Evaluation> past) {
        history.clear();
        history.addAll(past);
        basis.propagate();
    }
}
