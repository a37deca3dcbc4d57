package pfm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import pfm.io.Idx;
import pfm.model.LabelledImages;
import pfm.model.NetworkFile;

/** What comes with the program: a trained diffractive network and the MNIST test set. */
final class ShippedData {
    /** Name of the network in reports. */
    static final String MODEL = "diffractive-mnist.safetensors";
    private static final String IMAGES = "mnist/t10k-images-idx3-ubyte.gz";
    private static final String LABELS = "mnist/t10k-labels-idx1-ubyte.gz";

    private ShippedData() {
    }

    /** The network in {@code file}, or the one that is shipped if that is null. */
    static NetworkFile model(Path file, Arena arena) throws IOException {
        if (file != null) {
            return NetworkFile.load(file, arena);
        }
        Path copy = Files.createTempFile("pfm", ".safetensors");
        try (InputStream in = open(MODEL)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return NetworkFile.load(copy, arena);
        } finally {
            Files.delete(copy);
        }
    }

    /** Images and labels of two IDX files, or the MNIST test set where neither is given. */
    static LabelledImages images(CommandSpec spec, Path images, Path labels, int classes) throws IOException {
        if ((images == null) != (labels == null)) {
            throw new ParameterException(spec.commandLine(), "images and labels must be given together, "
                    + (images == null ? "only the labels " + labels : "only the images " + images) + " were");
        }
        if (images != null) {
            return LabelledImages.of(Idx.images(images), Idx.labels(labels), classes);
        }
        try (InputStream shipped = open(IMAGES); InputStream classesOfShipped = open(LABELS)) {
            return LabelledImages.of(Idx.images(shipped, IMAGES), Idx.labels(classesOfShipped, LABELS), classes);
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(ShippedData.class.getResourceAsStream(resource), resource);
    }
}
