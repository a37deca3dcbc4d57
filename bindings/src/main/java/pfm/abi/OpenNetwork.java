package pfm.abi;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

import pfm.model.Encoding;
import pfm.model.Inference;
import pfm.model.LabelledImages;
import pfm.model.Network;
import pfm.model.NetworkFile;
import pfm.model.Readings;

/** A network made ready to classify. */
final class OpenNetwork extends Planned {
    static final Kind<OpenNetwork> KIND = new Kind<>(OpenNetwork.class, "network");

    private final Network network;
    private final Inference inference;

    /** Reads the network of a file, and plans it. */
    OpenNetwork(Backing backing, Path file) throws IOException {
        super(KIND, backing);
        network = NetworkFile.load(file, backing.memory()).network();
        inference = new Inference(network, backing.kernels(), backing.memory());
    }

    Network network() {
        return network;
    }

    /** Bytes of an image. */
    int pixels() {
        return network.encoding().imageColumns() * network.encoding().imageRows();
    }

    /**
     * Classifies images.
     *
     * @param images {@code [count][rows][columns]}
     * @param labels {@code [count]}
     * @param scores {@code [count][classes]}, or null
     */
    void classify(int count, MemorySegment images, MemorySegment labels, MemorySegment scores) {
        for (int first = 0; first < count; first += Inference.BATCH) {
            int some = Math.min(Inference.BATCH, count - first);
            Readings readings = inference.run(images(images, first, some));
            for (int i = 0; i < some; i++) {
                labels.setAtIndex(ValueLayout.JAVA_INT, first + i, readings.decision(i));
                if (scores != null) {
                    for (int k = 0; k < network.classes(); k++) {
                        scores.setAtIndex(ValueLayout.JAVA_FLOAT, (long) (first + i) * network.classes() + k,
                                (float) readings.score(i, k));
                    }
                }
            }
        }
    }

    /** Some images as a network takes them; their labels are not known. */
    private LabelledImages images(MemorySegment images, int first, int count) {
        Encoding encoding = network.encoding();
        byte[] pixels = images.asSlice((long) first * pixels(), (long) count * pixels())
                .toArray(ValueLayout.JAVA_BYTE);
        return new LabelledImages(encoding.imageColumns(), encoding.imageRows(), pixels, new byte[count]);
    }
}
