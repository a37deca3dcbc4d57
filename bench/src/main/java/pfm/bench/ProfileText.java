package pfm.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import pfm.bench.profile.DeviceProxies;
import pfm.bench.profile.MachineFigures;
import pfm.bench.profile.Measured;
import pfm.bench.profile.ProfilePage;
import pfm.bench.profile.Profiled;
import pfm.bench.profile.Profiled.Row;
import pfm.bench.profile.Roof;

/** A profile as lines for people, and as JSON. */
final class ProfileText {
    private final Report report;

    ProfileText(Report report) {
        this.report = report;
    }

    /** Roofs of a machine, with the date of their measurement. */
    void machine(MachineFigures machine) {
        for (Roof roof : List.of(machine.one(), machine.all())) {
            line("machine", "%d thread%s: %.4g GFLOP/s (FMA), copies %.3g GB/s in memory, %.3g GB/s in caches,"
                    + " measured %s", roof.threads(), roof.threads() == 1 ? "" : "s", roof.memory().gigaflops(),
                    roof.memory().gigabytes(), roof.cached().gigabytes(), machine.date());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", machine.date());
        facts.put("one", MachineFigures.facts(machine.one()));
        facts.put("all", MachineFigures.facts(machine.all()));
        facts.put("updatesPerSecond", machine.rates());
        report.put("machine", facts);
    }

    /** All of it. */
    void tell(Profiled profiled) {
        Measured measured = profiled.measured();
        Row whole = profiled.whole();
        String unit = measured.subject().unit();
        line("plan", "%.3g ms", measured.subject().planSeconds() * 1e3);
        line("run", "%d %s%s in %s ms (%s to %s, %d runs), %.4g %ss/s", measured.subject().units(), unit,
                measured.subject().units() == 1 ? "" : "s", short3(whole.ms()), short3(whole.low()),
                short3(whole.high()), measured.whole().values().size(), measured.subject().units() / whole.ms() * 1e3,
                unit);
        table(profiled, whole);
        line("memory", "%,d bytes allocated on the heap in a run, %d garbage collections%s", measured.allocated(),
                measured.collections(), profiled.peak().isPresent() ? String.format(Locale.ROOT,
                ", %,d MiB resident at most", profiled.peak().getAsLong() >> 20) : "");
        profiled.simulatorEnergy().forEach((meter, words) -> line("simulator", "energy, %s: %s", meter, words));
        report.put("planSeconds", measured.subject().planSeconds());
        report.put("unit", unit);
        report.put("units", measured.subject().units());
        report.put("run", whole.facts());
        report.put("parts", facts(profiled.parts()));
        report.put("kernels", facts(profiled.kernels()));
        report.put("complete", measured.complete());
        report.put("allocatedBytes", measured.allocated());
        report.put("collections", measured.collections());
        profiled.peak().ifPresent(peak -> report.put("peakBytes", peak));
        report.put("simulatorEnergy", profiled.simulatorEnergy());
        profiled.device().ifPresent(device -> device(device, profiled));
    }

    private void table(Profiled profiled, Row whole) {
        report.text().printf("%-10s %9s %9s %9s %s%6s %8s %8s %9s %8s  %s%n", "", "ms", "from", "to",
                device(whole, "on device"), "share", "GFLOP/s",
                "GB/s", "updates/s", "of roof", "part");
        row(whole, "whole run");
        profiled.parts().forEach(row -> row(row, row.name()));
        if (!profiled.parts().isEmpty()) {
            report.text().printf(Locale.ROOT, "%-10s %9s %9s %9s %s%5.0f%% %8s %8s %9s %8s  %s%n", "",
                    short3(profiled.measured().rest()), "", "", device(whole, ""),
                    100 * profiled.measured().rest() / whole.ms(), "", "",
                    "", "", "rest: encoding, detection, copies");
        }
        if (profiled.kernels().size() > 1) {
            profiled.kernels().forEach(row -> row(row, "kernel " + row.kernel()));
        }
    }

    private void row(Row row, String name) {
        report.text().printf(Locale.ROOT, "%-10s %9s %9s %9s %s%5.0f%% %8.3g %8.3g %9s %7.0f%%  %s%n", "",
                short3(row.ms()), short3(row.low()), short3(row.high()),
                device(row, row.device().isPresent() ? short3(row.device().getAsDouble()) : ""), 100 * row.share(),
                row.gigaflops(),
                row.gigabytes(), row.updates() > 0 ? String.format(Locale.ROOT, "%.2e", row.updates()) : "",
                100 * row.reached(), name);
    }

    /** A column for the time on the device, where one counts it. */
    private static String device(Row row, String text) {
        return row.device().isPresent() ? String.format("%9s ", text) : "";
    }

    private void device(DeviceProxies device, Profiled profiled) {
        Map<String, Double> joules = device.joules(profiled.model());
        double sum = joules.values().stream().mapToDouble(Double::doubleValue).sum();
        ProfilePage.words(device, profiled).forEach((name, words) -> line("device", "%s: %s", name, words));
        line("device", "energy: %.3g J an image = %s", sum, joules.entrySet().stream().map(part -> String.format(
                Locale.ROOT, "%s %.3g", part.getKey(), part.getValue())).collect(Collectors.joining(" + ")));
        line("", "estimates, not measured; converters: %s", profiled.model().source());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("photons", device.photons());
        facts.put("photonsPerEquivalentMac", device.photons() / device.equivalentMacs());
        facts.put("light", device.light());
        facts.put("bits", device.bits());
        facts.put("latencySeconds", device.latency());
        facts.put("equivalentMacs", device.equivalentMacs());
        facts.put("simulatedVoxelUpdates", profiled.measured().subject().cost().voxelUpdates()
                / profiled.measured().subject().units());
        facts.put("joules", new LinkedHashMap<>(joules));
        facts.put("source", profiled.model().source());
        report.put("simulatedDevice", facts);
    }

    private static List<Object> facts(List<Row> rows) {
        List<Object> facts = new ArrayList<>();
        rows.forEach(row -> facts.add(row.facts()));
        return facts;
    }

    private static String short3(double ms) {
        return ComparisonReport.short3(ms);
    }

    private void line(String label, String format, Object... values) {
        report.line(label, String.format(Locale.ROOT, format, values));
    }
}
