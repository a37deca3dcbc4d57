package pfm.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;

import pfm.io.AtomicFile;

/** A dark picture to draw on: text, lines, boxes and rasters of samples. */
final class Canvas {
    private final BufferedImage image;
    private final Graphics2D g;

    Canvas(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        fill(0, 0, width, height, Colours.BACKGROUND);
    }

    void text(int x, int y, int size, Color colour, String text) {
        write(x, y, new Font(Font.SANS_SERIF, Font.PLAIN, size), colour, text);
    }

    void bold(int x, int y, int size, Color colour, String text) {
        write(x, y, new Font(Font.SANS_SERIF, Font.BOLD, size), colour, text);
    }

    private void write(int x, int y, Font font, Color colour, String text) {
        g.setFont(font);
        g.setColor(colour);
        g.drawString(text, x, y);
    }

    void fill(int x, int y, int width, int height, Color colour) {
        g.setColor(colour);
        g.fillRect(x, y, width, height);
    }

    void box(int x, int y, int width, int height, float stroke, Color colour) {
        g.setStroke(new BasicStroke(stroke));
        g.setColor(colour);
        g.drawRect(x, y, width, height);
    }

    void line(int x1, int y1, int x2, int y2, float stroke, Color colour) {
        g.setStroke(new BasicStroke(stroke));
        g.setColor(colour);
        g.drawLine(x1, y1, x2, y2);
    }

    /** An image of samples whose colour is a function of their number, row by row. */
    static BufferedImage raster(int width, int height, IntUnaryOperator rgb) {
        BufferedImage raster = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int s = 0; s < width * height; s++) {
            raster.setRGB(s % width, s / width, rgb.applyAsInt(s));
        }
        return raster;
    }

    /** Draws every sample as a rectangle. */
    void sharply(BufferedImage source, int x, int y, int width, int height) {
        draw(source, x, y, width, height, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    }

    /** Draws samples that flow into each other. */
    void smoothly(BufferedImage source, int x, int y, int width, int height) {
        draw(source, x, y, width, height, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    }

    private void draw(BufferedImage source, int x, int y, int width, int height, Object interpolation) {
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
        g.drawImage(source, x, y, width, height, null);
    }

    /** Writes the picture as PNG. */
    void write(AtomicFile file) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        file.write(ByteBuffer.wrap(png.toByteArray()));
        file.commit();
    }
}
