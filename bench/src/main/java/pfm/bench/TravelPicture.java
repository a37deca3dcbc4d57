package pfm.bench;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import pfm.field.Samples;
import pfm.io.AtomicFile;
import pfm.model.LabelledImages;
import pfm.model.Layer;
import pfm.model.Network;
import pfm.model.Readings;
import pfm.model.Region;
import pfm.quantity.Units;

/**
 * One image on its way through a network, drawn: from the side above, then across at every layer, and below them the
 * image, the masks and the scores.
 */
final class TravelPicture {
    /** Width of every picture [pixels]; its height is {@link #HEIGHT}. */
    static final int WIDTH = 1640;
    /** Height of every picture [pixels]. */
    static final int HEIGHT = 900;

    private static final int MARGIN = 40;
    private static final int SIDE_TOP = 96;
    private static final int SIDE_HEIGHT = 250;
    private static final int MOST_PANELS = 9;
    private static final int SPACE = 14;
    private static final double WINDOW = 1.25; // of the widest mask, where there is one: the rest of the plane is dark

    private final Network network;
    private final Travel travel;
    private final Readings readings;
    private final LabelledImages images;
    private final Region window;
    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);

    /** Draws the first image of {@code images}, which {@code readings} are of. */
    TravelPicture(Network network, Travel travel, Readings readings, LabelledImages images) {
        this.network = network;
        this.travel = travel;
        this.readings = readings;
        this.images = images;
        window = window(network);
        title();
        side();
        panels();
    }

    private static Region window(Network network) {
        int nx = network.grid().nx();
        int ny = network.grid().ny();
        int widest = network.optical().stream().mapToInt(l -> switch (l) {
            case Layer.PhaseMask mask -> Math.max(mask.width(), mask.height());
            case Layer.Slab slab -> Math.max(nx, ny);
            case Layer.FreeSpace free -> 0;
        }).max().orElse(0);
        int width = widest == 0 ? nx : Math.min(nx, (int) (WINDOW * widest));
        int height = widest == 0 ? ny : Math.min(ny, (int) (WINDOW * widest));
        return new Region((nx - width) / 2, (ny - height) / 2, width, height);
    }

    /** Writes the picture as PNG. */
    void write(AtomicFile file) throws IOException {
        canvas.write(file);
    }

    private void title() {
        int decision = readings.decision(0);
        boolean right = decision == images.label(0);
        canvas.bold(MARGIN, 48, 26, Colours.TEXT, "Light carries a " + images.label(0) + " through "
                + network.optical().stream().filter(l -> !(l instanceof Layer.FreeSpace)).count() + " layers");
        canvas.text(MARGIN, 76, 16, Colours.FAINT, String.format(Locale.ROOT,
                "wavelength %s, %s from input to detectors, %,d trained values; read as %d, %s",
                Units.format(network.wavelength()), Units.format(travel.length()), network.parameters(), decision,
                right ? "which is right" : "which is wrong"));
    }

    /** The view from the side; amplitudes, since intensities of a wave that spreads differ by orders of magnitude. */
    private void side() {
        double brightest = travel.side().stream().flatMapToDouble(s -> IntStream.range(0, s.intensity().length)
                .mapToDouble(i -> s.intensity()[i])).max().orElse(0);
        int width = WIDTH - 2 * MARGIN;
        BufferedImage view = new BufferedImage(travel.side().size(), network.grid().ny(), BufferedImage.TYPE_INT_RGB);
        for (int c = 0; c < view.getWidth(); c++) {
            double[] column = travel.side().get(c).intensity();
            for (int y = 0; y < column.length; y++) {
                view.setRGB(c, y, Colours.glow(brightest > 0 ? Math.sqrt(column[y] / brightest) : 0));
            }
        }
        canvas.smoothly(view, MARGIN, SIDE_TOP, width, SIDE_HEIGHT);
        for (Travel.Plane plane : travel.planes()) {
            int x = MARGIN + (int) Math.round(width * plane.z() / travel.length());
            boolean mask = plane.layer() >= 0 && plane.layer() < network.optical().size();
            Color colour = new Color(255, 255, 255, mask ? 150 : 60);
            canvas.line(x, SIDE_TOP, x, SIDE_TOP + SIDE_HEIGHT, 1.5f, colour);
        }
    }

    private void panels() {
        List<Travel.Plane> shown = shown();
        int size = Math.min((WIDTH - 2 * MARGIN - (shown.size() - 1) * SPACE) / shown.size(), 230);
        int top = SIDE_TOP + SIDE_HEIGHT + 48;
        int period = shown.size() == 1 ? 0 : (WIDTH - 2 * MARGIN - size) / (shown.size() - 1);
        for (int p = 0; p < shown.size(); p++) {
            Travel.Plane plane = shown.get(p);
            int x = MARGIN + p * period;
            canvas.text(x, top - 10, 14, Colours.FAINT, name(plane) + "  " + Units.format(plane.z()));
            canvas.sharply(across(plane), x, top, size, size);
            below(plane, x, top + size + 34, size);
            if (plane.layer() == network.optical().size()) {
                detectors(x, top, size);
            }
        }
    }

    /** All planes, or the first, the last and evenly chosen ones between. */
    private List<Travel.Plane> shown() {
        List<Travel.Plane> all = travel.planes();
        int count = Math.min(all.size(), MOST_PANELS);
        return IntStream.range(0, count).mapToObj(i -> all.get(i * (all.size() - 1) / (count - 1))).toList();
    }

    private String name(Travel.Plane plane) {
        if (plane.layer() < 0) {
            return "input";
        }
        if (plane.layer() == network.optical().size()) {
            return "detectors";
        }
        long number = network.optical().subList(0, plane.layer() + 1).stream()
                .filter(l -> !(l instanceof Layer.FreeSpace)).count();
        return (network.optical().get(plane.layer()) instanceof Layer.Slab ? "slab " : "mask ") + number;
    }

    private BufferedImage across(Travel.Plane plane) {
        double[] sorted = plane.intensity().clone();
        Arrays.sort(sorted);
        double bright = Math.max(sorted[(int) (0.999 * (sorted.length - 1))], Double.MIN_NORMAL);
        return Canvas.raster(window.width(), window.height(), s -> {
            int x = window.x() + s % window.width();
            int y = window.y() + s / window.width();
            return Colours.glow(Math.sqrt(plane.intensity()[y * network.grid().nx() + x] / bright));
        });
    }

    private void below(Travel.Plane plane, int x, int y, int size) {
        if (plane.layer() < 0) {
            canvas.text(x, y - 10, 14, Colours.FAINT, "image");
            canvas.sharply(Canvas.raster(images.columns(), images.rows(), s -> {
                int v = images.pixel(0, s / images.columns(), s % images.columns());
                return v << 16 | v << 8 | v;
            }), x, y, size, size);
        } else if (plane.layer() == network.optical().size()) {
            canvas.text(x, y - 10, 14, Colours.FAINT, "scores");
            scores(x, y, size);
        } else if (network.optical().get(plane.layer()) instanceof Layer.PhaseMask mask) {
            canvas.text(x, y - 10, 14, Colours.FAINT, "its phases");
            int width = size * mask.width() / window.width(); // drawn as large as it is in the plane above
            int height = size * mask.height() / window.height();
            canvas.sharply(Canvas.raster(mask.width(), mask.height(), s -> Colours.phase(mask.phase().get(s))),
                    x + (size - width) / 2, y + (size - height) / 2, width, height);
        } else if (network.optical().get(plane.layer()) instanceof Layer.Slab slab) {
            canvas.text(x, y - 10, 14, Colours.FAINT, "contrast of its middle slice");
            Samples contrast = slab.volume().contrast();
            long first = slab.volume().offset(slab.volume().slices() / 2);
            int count = slab.volume().nx() * slab.volume().ny();
            double low = IntStream.range(0, count).mapToDouble(i -> contrast.get(first + i)).min().orElseThrow();
            double high = IntStream.range(0, count).mapToDouble(i -> contrast.get(first + i)).max().orElseThrow();
            double range = high > low ? high - low : 1;
            canvas.sharply(Canvas.raster(slab.volume().nx(), slab.volume().ny(),
                    s -> Colours.glow((contrast.get(first + s) - low) / range)), x, y, size, size);
        }
    }

    private void detectors(int left, int top, int size) {
        int perSignal = network.detectors().readout().regionsPerSignal();
        double scaleX = (double) size / window.width();
        double scaleY = (double) size / window.height();
        List<Region> regions = network.detectors().regions();
        for (int r = 0; r < regions.size(); r++) {
            Region region = regions.get(r);
            int x = left + (int) Math.round((region.x() - window.x()) * scaleX);
            int y = top + (int) Math.round((region.y() - window.y()) * scaleY);
            boolean wins = r / perSignal == readings.decision(0);
            canvas.box(x, y, (int) Math.round(region.width() * scaleX), (int) Math.round(region.height() * scaleY),
                    wins ? 2.5f : 1f, wins ? Colours.ACCENT : Colours.FAINT);
            String sign = perSignal == 1 ? "" : r % 2 == 0 ? "+" : "\u2212";
            canvas.text(x + 1, y - 2, 9, wins ? Colours.ACCENT : Colours.TEXT, r / perSignal + sign);
        }
    }

    /** Bars around zero, one per class; the decision stands out, and the name of the right class. */
    private void scores(int left, int top, int size) {
        int classes = network.classes();
        double largest = IntStream.range(0, classes).mapToDouble(k -> Math.abs(readings.score(0, k))).max()
                .orElseThrow();
        double row = (double) size / classes;
        int names = 18;
        int zero = left + names + (size - names) / 2;
        for (int k = 0; k < classes; k++) {
            int y = top + (int) (k * row);
            int length = largest == 0 ? 0 : (int) Math.round(readings.score(0, k) / largest * (size - names) / 2);
            canvas.fill(Math.min(zero, zero + length), y + 2, Math.abs(length), (int) Math.max(row - 4, 1),
                    k == readings.decision(0) ? Colours.ACCENT : Colours.FAINT);
            canvas.text(left, y + (int) (0.8 * row), (int) Math.clamp(0.75 * row, 6, 14),
                    k == images.label(0) ? Colours.TEXT : Colours.FAINT, Integer.toString(k));
        }
        canvas.line(zero, top, zero, top + size, 1, Colours.FAINT);
    }
}
