package pfm.bench.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import pfm.energy.Cost;
import pfm.energy.EnergyModel;

/**
 * Everything that a profile tells.
 *
 * @param measured times, allocation, energy of the simulator
 * @param machine  roofs
 * @param threads  that computed
 * @param peak     most memory of the process, see {@link Memory#peak}
 * @param device   estimates of the simulated device; empty for a kernel alone
 * @param model    energies of its converters
 */
public record Profiled(Measured measured, MachineFigures machine, int threads, OptionalLong peak,
        Optional<DeviceProxies> device, EnergyModel model) {
    /** The part of the runs that a spread shows: the middle eight tenths. */
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    /**
     * A line of the table: a kernel or a part, in a run.
     *
     * @param name    for people
     * @param kernel  that computes it
     * @param ms      median
     * @param low     a tenth of the runs is faster [ms]
     * @param high    a tenth of the runs is slower [ms]
     * @param share   of the whole
     * @param cost    of a run
     * @param reached part of what the machine can do; 1 is the roof
     * @param device  median of the time of kernels on the device [ms]; empty where none counts it
     */
    public record Row(String name, String kernel, double ms, double low, double high, double share, Cost cost,
            double reached, OptionalDouble device) {
        /** Floating-point operations [1e9/s]. */
        public double gigaflops() {
            return cost.flops() / ms / 1e6;
        }

        /** Least traffic to memory [1e9 byte/s]. */
        public double gigabytes() {
            return cost.bytes() / ms / 1e6;
        }

        /** Voxel·field updates/s. */
        public double updates() {
            return cost.voxelUpdates() / ms * 1e3;
        }

        /** As JSON shows it. */
        public Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", name);
            facts.put("kernel", kernel);
            facts.put("ms", ms);
            facts.put("msLow", low);
            facts.put("msHigh", high);
            device.ifPresent(onDevice -> facts.put("deviceMs", onDevice));
            facts.put("share", share);
            facts.put("flops", cost.flops());
            facts.put("bytes", cost.bytes());
            facts.put("voxelUpdates", cost.voxelUpdates());
            facts.put("gigaflops", gigaflops());
            facts.put("gigabytesPerSecond", gigabytes());
            facts.put("voxelUpdatesPerSecond", updates());
            facts.put("roofReached", reached);
            return facts;
        }
    }

    /** The roof for the threads that computed. */
    public Roof roof() {
        return machine.roof(threads);
    }

    /** The whole. */
    public Row whole() {
        return row(measured.subject().name(), "all", measured.times(), measured.subject().cost());
    }

    /** Each part. */
    public List<Row> parts() {
        return measured.parts().stream().map(share -> row(share.part().name(), share.part().kernel(), share.times(),
                share.cost())).toList();
    }

    /** Parts of the same kernel together; medians are added. */
    public List<Row> kernels() {
        Map<String, List<Row>> byKernel = new LinkedHashMap<>();
        parts().forEach(row -> byKernel.computeIfAbsent(row.kernel(), k -> new ArrayList<>()).add(row));
        List<Row> rows = new ArrayList<>();
        byKernel.forEach((kernel, some) -> {
            double ms = some.stream().mapToDouble(Row::ms).sum();
            Cost cost = some.stream().map(Row::cost).reduce(Cost::plus).orElseThrow();
            double least = some.stream().mapToDouble(row -> row.reached() * row.ms()).sum();
            rows.add(new Row(kernel, kernel, ms, some.stream().mapToDouble(Row::low).sum(),
                    some.stream().mapToDouble(Row::high).sum(), ms / measured.whole().median(), cost, least / ms,
                    some.stream().allMatch(row -> row.device().isPresent()) ? OptionalDouble.of(some.stream()
                            .mapToDouble(row -> row.device().getAsDouble()).sum()) : OptionalDouble.empty()));
        });
        return rows;
    }

    private Row row(String name, String kernel, Times times, Cost cost) {
        double ms = times.runs().median();
        return new Row(name, kernel, ms, times.runs().quantile(LOW), times.runs().quantile(HIGH),
                ms / measured.whole().median(), cost, roof().reached(cost, ms),
                times.device().map(onDevice -> OptionalDouble.of(onDevice.median())).orElse(OptionalDouble.empty()));
    }

    /** The energy of the simulator by meter, in words. */
    public Map<String, String> simulatorEnergy() {
        Map<String, String> told = new LinkedHashMap<>();
        for (Measured.Energy energy : measured.energies()) {
            told.put(energy.meter().source(), energy.meter() instanceof EnergyMeter.Unmetered unmetered
                    ? "not available (" + unmetered.reason() + ")" : String.format(Locale.ROOT,
                    "%.3g J a run, %.3g J each %s, everything on this hardware counted (mean of %d runs)",
                    energy.joules(), energy.joules() / measured.subject().units(), measured.subject().unit(),
                    measured.runs()));
        }
        return told;
    }
}
