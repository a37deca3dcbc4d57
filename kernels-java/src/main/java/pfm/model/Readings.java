package pfm.model;

import pfm.field.Field;
import pfm.quantity.Require;

/** What a network read off a set of images: power on every detector, and a score for every class. */
public final class Readings {
    private final int regions;
    private final int classes;
    private final double[] incident;
    private final double[] power;
    private final double[] score;

    Readings(Network network, int images) {
        regions = network.detectors().regions().size();
        classes = network.classes();
        incident = new double[images];
        power = new double[images * regions];
        score = new double[images * classes];
    }

    /** Images that were read. */
    public int count() {
        return incident.length;
    }

    /** Power that entered: the sum of |u|² over the samples of the input plane. */
    public double incident(int image) {
        return incident[image];
    }

    /** Power on a detector: the sum of |u|² over its samples. */
    public double power(int image, int region) {
        return power[image * regions + region];
    }

    /** The powers of all images, {@code [image][detector]}. */
    public double[] powers() {
        return power.clone();
    }

    /** Score of a class; the softmax over the classes is its probability. */
    public double score(int image, int label) {
        return score[image * classes + label];
    }

    /** The class with the highest score, the lowest of equals. */
    public int decision(int image) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (score(image, k) > score(image, best)) {
                best = k;
            }
        }
        return best;
    }

    /** Part of the images whose decision is their label. */
    public double accuracy(LabelledImages images) {
        Require.equal("count of images", count(), images.count());
        int right = 0;
        for (int i = 0; i < count(); i++) {
            right += decision(i) == images.label(i) ? 1 : 0;
        }
        return (double) right / count();
    }

    /** Part of the incident power that falls on detectors, mean over the images; 0 for a dark one. */
    public double light() {
        double sum = 0;
        for (int i = 0; i < count(); i++) {
            for (int r = 0; r < regions; r++) {
                sum += incident[i] > 0 ? power(i, r) / incident[i] : 0;
            }
        }
        return sum / count();
    }

    void incident(int image, double value) {
        incident[image] = value;
    }

    /** Takes the powers on the detectors from item {@code item} of a field behind the last layer. */
    void detect(int image, Layer.Detectors detectors, Field field, int item) {
        for (int r = 0; r < regions; r++) {
            Region region = detectors.regions().get(r);
            double sum = 0;
            for (int y = region.y(); y < region.y() + region.height(); y++) {
                sum += field.rowPower(item, y, region.x(), region.width());
            }
            power[image * regions + r] = sum;
        }
    }

    /** Copies the powers of an image. */
    void powers(int image, double[] out) {
        System.arraycopy(power, image * regions, out, 0, regions);
    }

    void score(int image, int label, double value) {
        score[image * classes + label] = value;
    }
}
