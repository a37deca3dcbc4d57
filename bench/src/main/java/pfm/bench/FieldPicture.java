package pfm.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;

import pfm.validation.Output;

/** A plane of numbers as expected, as it came, and the difference between them, side by side. */
final class FieldPicture {
    private static final int SIDE = 260;
    private static final int SPACE = 12;

    private final Output expected;
    private final Output got;
    private final int rows;
    private final int columns;
    private final long planes;
    private final double brightest;
    private long plane;
    private double difference = Double.MIN_NORMAL;

    /** The plane of an output whose numbers differ most; {@code rows} and {@code columns} divide its count. */
    FieldPicture(Output expected, Output got, int rows, int columns) {
        this.expected = expected;
        this.got = got;
        this.rows = rows;
        this.columns = columns;
        planes = expected.count() / ((long) rows * columns);
        double largest = Double.MIN_NORMAL;
        for (long s = 0; s < expected.count(); s++) {
            largest = Math.max(largest, amplitude(expected, s));
            double distance = distance(s);
            if (distance > difference || Double.isNaN(distance)) {
                difference = Double.isNaN(distance) ? difference : distance;
                plane = s / ((long) rows * columns);
            }
        }
        brightest = largest;
    }

    /** What is seen. */
    String caption() {
        return got.name() + (planes == 1 ? "" : ", plane " + (plane + 1) + " of " + planes)
                + ": amplitude expected, got, and the difference times "
                + String.format(Locale.ROOT, "%.1e", brightest / difference) + " of the largest amplitude";
    }

    /** Three panels as PNG. */
    byte[] png() {
        int width = Math.max(1, SIDE * columns / Math.max(columns, rows));
        int height = Math.max(1, SIDE * rows / Math.max(columns, rows));
        BufferedImage image = new BufferedImage(3 * SIDE + 2 * SPACE, height, BufferedImage.TYPE_INT_RGB);
        for (int panel = 0; panel < 3; panel++) {
            for (int p = 0; p < width * height; p++) {
                int x = p % width;
                int y = p / width;
                long sample = (plane * rows + (long) y * rows / height) * columns + (long) x * columns / width;
                double value = switch (panel) {
                    case 0 -> amplitude(expected, sample) / brightest;
                    case 1 -> amplitude(got, sample) / brightest;
                    default -> distance(sample) / difference;
                };
                image.setRGB(panel * (SIDE + SPACE) + x, y, Colours.glow(Double.isNaN(value) ? 1 : value));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes every byte
        }
        return png.toByteArray();
    }

    private static double amplitude(Output output, long sample) {
        double re = output.get(0, sample);
        return output.parts().size() == 1 ? Math.abs(re) : Math.hypot(re, output.get(1, sample));
    }

    private double distance(long sample) {
        double sum = 0;
        for (int part = 0; part < expected.parts().size(); part++) {
            sum = Math.hypot(sum, got.get(part, sample) - expected.get(part, sample));
        }
        return sum;
    }
}
