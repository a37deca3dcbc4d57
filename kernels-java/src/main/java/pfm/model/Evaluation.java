package pfm.model;

/**
 * How a network does on a set of images, means over the set.
 *
 * @param loss     cross-entropy of the softmax of the scores [nats]
 * @param accuracy part of the images whose highest score is that of their class
 * @param light    part of the incident power that falls on detectors
 */
public record Evaluation(double loss, double accuracy, double light) {
}
