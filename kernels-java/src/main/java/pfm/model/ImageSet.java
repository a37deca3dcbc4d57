package pfm.model;

import java.lang.foreign.Arena;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Images made ready for a {@link ModeBasis}: their amplitudes are the weights of a planned product. */
public final class ImageSet {
    private final LabelledImages images;
    private final MatVec product;
    private final double[] incident;

    ImageSet(Network network, LabelledImages images, Kernels kernels, Precision precision, Arena arena) {
        this.images = images;
        Encoding encoding = network.encoding();
        encoding.requireFits(images);
        for (int i = 0; i < images.count(); i++) {
            if (images.label(i) >= network.classes()) {
                throw new IllegalArgumentException("label of image " + i + " must be below " + network.classes()
                        + ", the classes of the network, was " + images.label(i));
            }
        }
        Matrix x = Matrix.zeros(images.count(), encoding.modes(), precision, arena);
        incident = new double[images.count()];
        float[] amplitude = new float[encoding.modes()];
        for (int i = 0; i < images.count(); i++) {
            encoding.amplitudes(images, i, amplitude);
            incident[i] = encoding.power(amplitude);
            for (int m = 0; m < amplitude.length; m++) {
                x.set(i, m, amplitude[m]);
            }
        }
        product = kernels.crossbar(Crossbar.ideal(x));
    }

    /** Images in this set. */
    public int count() {
        return images.count();
    }

    int label(int image) {
        return images.label(image);
    }

    /** The part that {@code power} is of what enters with an image; none where nothing enters. */
    double part(int image, double power) {
        return incident[image] > 0 ? power / incident[image] : 0;
    }

    /** {@code X v} for mode vectors v: one value per image. */
    MatVec product() {
        return product;
    }
}
