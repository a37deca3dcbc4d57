package pfm.bench.published;

import java.nio.file.Path;
import java.util.Locale;

import pfm.Kernels;
import pfm.model.LabelledImages;
import pfm.validation.Finding;

/**
 * What a study has to work with.
 *
 * @param kernels    compute
 * @param learned    images to learn
 * @param test       images to test
 * @param most       steps that a training takes at most: fewer than it needs make a short trial of the machinery
 * @param checkpoint where a long training keeps its state, so that it can go on
 * @param watcher    is told of every step
 */
public record Means(Kernels kernels, LabelledImages learned, LabelledImages test, int most, Path checkpoint,
        Watcher watcher) {
    /** Part of the images that a short trial must recognise: three times what guessing gives. */
    private static final double BETTER_THAN_CHANCE = 0.3;

    /** Who waits. */
    public interface Watcher {
        /** Takes note of a step, and says whether to go on. */
        boolean step(int done, int of, String remark);
    }

    /** Steps of a training that needs as many. */
    int steps(int needed) {
        return Math.min(needed, most);
    }

    /** The accuracy that was reached against that published, or more; after a short trial, against chance. */
    Finding accuracy(String quantity, double published, double got, double tolerance, int needed, String why) {
        boolean whole = most >= needed;
        double below = whole ? tolerance : published - BETTER_THAN_CHANCE;
        return new Finding(quantity, published, got, Math.max(below, got - published),
                (got > published ? "more than was published passes; " : "") + (whole ? why : String.format(Locale.ROOT,
                "a trial of %d steps instead of %d, which must only be better than chance", most, needed)));
    }
}
