package pfm.bench;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import pfm.io.AtomicFile;
import pfm.model.Evaluation;

/** Loss and accuracy of a training over its steps, as PNG. */
final class CurvePlot {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;

    private final XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Training").xAxisTitle("step")
            .yAxisTitle("loss [nats]").build();

    /** Draws the findings of every step. */
    CurvePlot(List<Evaluation> history) {
        chart.setYAxisGroupTitle(1, "accuracy [%]");
        chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        double[] loss = history.stream().mapToDouble(Evaluation::loss).toArray();
        double[] accuracy = history.stream().mapToDouble(e -> 100 * e.accuracy()).toArray();
        double[] step = new double[loss.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = i + 1;
        }
        int settled = Math.min(history.size() - 1, history.size() / 20); // what came before would flatten all the rest
        chart.getStyler().setYAxisMin(0, 0.0);
        chart.getStyler().setYAxisMax(0, Math.max(1.2 * loss[settled], 1e-3));
        chart.getStyler().setYAxisMin(1, Math.min(Math.floor(accuracy[settled] / 5) * 5, 95));
        chart.getStyler().setYAxisMax(1, 100.0);
        add("loss, training images", step, loss, 0, new Color(0xc4, 0x3b, 0x4e));
        add("accuracy, training images", step, accuracy, 1, new Color(0x2a, 0x6f, 0xbb));
    }

    /** Adds the accuracy on the test images at the end. */
    void test(double steps, double accuracy) {
        add(String.format(Locale.ROOT, "accuracy, test images: %.2f %%", 100 * accuracy), new double[] {0, steps},
                new double[] {100 * accuracy, 100 * accuracy}, 1, new Color(0x1b, 0x9e, 0x77));
    }

    private void add(String name, double[] x, double[] y, int axis, Color colour) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setYAxisGroup(axis);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour);
    }

    /** Writes the plot. */
    void write(AtomicFile file) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
        file.write(ByteBuffer.wrap(png.toByteArray()));
        file.commit();
    }
}
