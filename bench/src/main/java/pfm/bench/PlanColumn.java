package pfm.bench;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import pfm.energy.FoundationModel;
import pfm.energy.FoundationModel.Layers;

/**
 * A column of the tables of {@code pfm plan}.
 *
 * @param name  with its SI unit, where it has one
 * @param value of a model
 */
record PlanColumn(String name, ToDoubleFunction<FoundationModel> value) {
    private static final Layers BETWEEN = Layers.ELECTRONICS_BETWEEN;
    private static final Layers INSIDE = Layers.OPTICAL_INSIDE;

    /** All of them. */
    static final List<PlanColumn> ALL = List.of(new PlanColumn("parameters", FoundationModel::parameters),
            new PlanColumn("pitch_m", FoundationModel::pitch),
            new PlanColumn("wavelength_m", FoundationModel::wavelength),
            new PlanColumn("contrast", FoundationModel::contrast),
            new PlanColumn("bits", FoundationModel::bits),
            new PlanColumn("efficiency", FoundationModel::efficiency),
            new PlanColumn("context", FoundationModel::context),
            new PlanColumn("side_m", FoundationModel::side),
            new PlanColumn("latency_s", FoundationModel::latency),
            new PlanColumn("side_over_mean_free_path", m -> m.side() / m.meanFreePath()),
            new PlanColumn("index_tolerance", FoundationModel::indexTolerance),
            new PlanColumn("temperature_tolerance_K", FoundationModel::temperatureTolerance),
            new PlanColumn("electronics_photons", m -> m.photons(BETWEEN)),
            new PlanColumn("electronics_light_J", m -> m.light(BETWEEN)),
            new PlanColumn("electronics_converters_J", m -> m.converters(BETWEEN)),
            new PlanColumn("electronics_J", m -> m.energy(BETWEEN)),
            new PlanColumn("optical_photons", m -> m.photons(INSIDE)),
            new PlanColumn("optical_light_J", m -> m.light(INSIDE)),
            new PlanColumn("optical_converters_J", m -> m.converters(INSIDE)),
            new PlanColumn("optical_nonlinearities_J", m -> m.nonlinearities(INSIDE)),
            new PlanColumn("optical_J", m -> m.energy(INSIDE)),
            new PlanColumn("digital_J", FoundationModel::digital),
            new PlanColumn("attention_cap", FoundationModel::attentionCap));

    double of(FoundationModel model) {
        return value.applyAsDouble(model);
    }

    /** A row of names, then one of values for each model. */
    static String csv(List<FoundationModel> models) {
        StringBuilder text = new StringBuilder(ALL.stream().map(PlanColumn::name).collect(Collectors.joining(",")));
        for (FoundationModel m : models) {
            text.append('\n').append(ALL.stream().map(c -> Double.toString(c.of(m))).collect(Collectors.joining(",")));
        }
        return text.append('\n').toString();
    }

    /** Energies for a token over the quantity that is swept, as PNG. */
    static byte[] plot(Swept.Range range, List<FoundationModel> models) throws IOException {
        XYChart chart = new XYChartBuilder().width(1000).height(600).title("Energy for a token")
                .xAxisTitle(range.quantity().label()).yAxisTitle("J").build();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        double[] x = range.values().stream().mapToDouble(Double::doubleValue).toArray();
        add(chart, "electronics between layers", x, models, m -> m.energy(BETWEEN), new Color(0x2a, 0x6f, 0xbb));
        add(chart, "optical inside", x, models, m -> m.energy(INSIDE), new Color(0x1b, 0x9e, 0x77));
        add(chart, "digital reference", x, models, FoundationModel::digital, new Color(0xc4, 0x3b, 0x4e));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
        return png.toByteArray();
    }

    private static void add(XYChart chart, String name, double[] x, List<FoundationModel> models,
            ToDoubleFunction<FoundationModel> value, Color colour) {
        chart.addSeries(name, x, models.stream().mapToDouble(value).toArray()).setMarker(SeriesMarkers.NONE)
                .setLineColor(colour);
    }
}
