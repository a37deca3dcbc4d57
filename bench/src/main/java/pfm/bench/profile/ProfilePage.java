package pfm.bench.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import pfm.bench.page.Axis;
import pfm.bench.page.Cell;
import pfm.bench.page.Chart;
import pfm.bench.page.Flame;
import pfm.bench.page.Page;
import pfm.bench.page.Table;
import pfm.bench.profile.Profiled.Row;

/** A profile as a page. */
public final class ProfilePage {
    private final Profiled profiled;
    private final Page page;

    private ProfilePage(Profiled profiled) {
        this.profiled = profiled;
        page = new Page("Profile of " + profiled.measured().subject().name());
    }

    /**
     * Makes the page.
     *
     * @param machine name and value of what it was measured on
     */
    public static Page of(Profiled profiled, Map<String, ?> machine) {
        ProfilePage made = new ProfilePage(profiled);
        made.summary();
        made.page.heading("Machine").facts(machine);
        made.roofs();
        made.times();
        made.simulator();
        profiled.device().ifPresent(made::device);
        return made.page;
    }

    private void summary() {
        Measured measured = profiled.measured();
        Row whole = profiled.whole();
        int units = measured.subject().units();
        String unit = measured.subject().unit();
        page.paragraph(String.format(Locale.ROOT, "A run of %d %s%s takes %s ms (median of %d runs; eight of ten take"
                + " %s to %s ms), planning took %s ms. That is %.4g %ss/s and %.3g voxel-field updates/s.", units,
                unit, units == 1 ? "" : "s", time(whole.ms()).text(), measured.whole().values().size(),
                time(whole.low()).text(), time(whole.high()).text(),
                time(measured.subject().planSeconds() * 1e3).text(), units / whole.ms() * 1e3, unit, whole.updates()));
        if (!measured.complete()) {
            page.paragraph(String.format(Locale.ROOT, "Interrupted: %d of %d parts were timed.",
                    measured.parts().size(), measured.subject().parts().size()));
        }
    }

    private void roofs() {
        Roof roof = profiled.roof();
        page.heading("Against what the machine can do");
        page.paragraph(String.format(Locale.ROOT, "With %d threads this machine was found on %s to compute %.4g GFLOP/s"
                + " (fused multiply-adds in registers) and to copy %.4g GB/s in memory, %.4g GB/s in caches. Work takes"
                + " at least the longer of its operations and its traffic at these rates: that is the roof. Operations"
                + " and bytes are counted from the formulas; the bytes are the least that must move, so that a kernel"
                + " that goes over its data several times stays below the roof.", roof.threads(),
                profiled.machine().date(), roof.memory().gigaflops(), roof.memory().gigabytes(),
                roof.cached().gigabytes()));
        List<Row> points = new ArrayList<>(profiled.parts());
        if (points.isEmpty()) {
            points.add(profiled.whole());
        }
        double[] intensity = new double[points.size()];
        double[] gigaflops = new double[points.size()];
        for (int i = 0; i < intensity.length; i++) {
            intensity[i] = points.get(i).cost().flops() / points.get(i).cost().bytes();
            gigaflops[i] = points.get(i).gigaflops();
        }
        Chart chart = new Chart("Roofline", Axis.logarithmic("operations per byte [flop/byte]"),
                Axis.logarithmic("speed [GFLOP/s]"));
        line(chart, "roof, data in memory", roof.memory().gigaflops(), roof.memory().gigabytes());
        line(chart, "roof, data in caches", roof.cached().gigaflops(), roof.cached().gigabytes());
        for (int i = 0; i < intensity.length; i++) {
            chart.points(points.get(i).name(), new double[] {intensity[i]}, new double[] {gigaflops[i]});
        }
        page.drawing(chart);
    }

    private static void line(Chart chart, String name, double gigaflops, double gigabytes) {
        double ridge = gigaflops / gigabytes;
        chart.line(name, new double[] {ridge / 100, ridge, ridge * 10},
                new double[] {gigaflops / 100, gigaflops, gigaflops});
    }

    private void times() {
        page.heading("Where the time goes");
        if (!profiled.parts().isEmpty()) {
            List<Flame.Part> parts = new ArrayList<>();
            profiled.parts().forEach(row -> parts.add(new Flame.Part(row.name(), row.ms(), List.of())));
            parts.add(new Flame.Part("rest: encoding, detection, copies", profiled.measured().rest(), List.of()));
            double sum = parts.stream().mapToDouble(Flame.Part::amount).sum();
            page.drawing(new Flame("A run, each part as wide as its time", new Flame.Part("run", sum, parts),
                    ms -> time(ms).text() + " ms"));
        }
        if (profiled.whole().device().isPresent()) {
            page.paragraph("Time on the device is that of the kernels alone, by the events of OpenCL; what a run takes"
                    + " beyond it are transfers and the host.");
        }
        Table table = table("Time of a run");
        add(table, profiled.whole());
        profiled.parts().forEach(row -> add(table, row));
        page.table(table);
        if (!profiled.kernels().isEmpty()) {
            Table kernels = table("By kernel");
            profiled.kernels().forEach(row -> add(kernels, row));
            page.table(kernels);
        }
    }

    private static Table table(String caption) {
        return new Table(caption, List.of("part", "kernel", "time [ms]", "from [ms]", "to [ms]", "on the device [ms]",
                "share",
                "GFLOP/s", "GB/s", "voxel-field updates/s", "of the roof"));
    }

    private static void add(Table table, Row row) {
        table.row(row.name(), row.kernel(), time(row.ms()), time(row.low()), time(row.high()),
                row.device().isPresent() ? time(row.device().getAsDouble()) : Cell.absent("not counted"),
                Cell.number("%.0f %%", 100 * row.share()),
                Cell.number("%.3g", row.gigaflops()), Cell.number("%.3g", row.gigabytes()),
                row.updates() > 0 ? Cell.number("%.3g", row.updates()) : Cell.absent("none"),
                Cell.number("%.0f %%", 100 * row.reached()));
    }

    private static Cell time(double ms) {
        return Cell.number(ms < 10 ? "%.3f" : ms < 1000 ? "%.1f" : "%.0f", ms);
    }

    private void simulator() {
        page.heading("Memory and energy of the simulator");
        page.paragraph(String.format(Locale.ROOT, "A run allocates %,d bytes on the heap of Java at least; garbage was"
                + " collected %d times during all runs.%s", profiled.measured().allocated(),
                profiled.measured().collections(), profiled.peak().isPresent() ? String.format(Locale.ROOT,
                " The process had %,d MiB resident at most.", profiled.peak().getAsLong() >> 20) : ""));
        page.facts(profiled.simulatorEnergy());
    }

    private void device(DeviceProxies device) {
        page.heading("Estimates of the simulated device");
        page.paragraph("What the physical network itself would take to read one image, from formulas and published"
                + " energies of converters. Nothing here was measured, and nothing here belongs to the simulator.");
        page.facts(words(device, profiled));
        Table table = new Table("Energy of the device for an image", List.of("part", "energy [J]"));
        device.joules(profiled.model()).forEach((part, joules) ->
                table.row(part, Cell.number("%.3g", joules)));
        page.table(table);
        page.paragraph("Converters: " + profiled.model().source() + ".");
    }

    /** The estimates in words. */
    public static Map<String, String> words(DeviceProxies device, Profiled profiled) {
        Measured measured = profiled.measured();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("photons", String.format(Locale.ROOT, "%.3g an image, %.3g an equivalent MAC (1.5*4^b on each of %d"
                + " detectors for %d bits, of which %.1f %% arrive)", device.photons(),
                device.photons() / device.equivalentMacs(), device.outputs(), device.bits(), 100 * device.light()));
        words.put("latency", String.format(Locale.ROOT, "%.3g s (n L/c, L = %.3g m)", device.latency(),
                device.length()));
        words.put("equivalent MACs", String.format(Locale.ROOT, "%.4g an image (%d inputs times %d detectors)",
                device.equivalentMacs(), device.inputs(), device.outputs()));
        words.put("simulated voxel updates", String.format(Locale.ROOT, "%.4g an image (what the simulator computes,"
                + " another quantity)", measured.subject().cost().voxelUpdates() / measured.subject().units()));
        return words;
    }
}
