package pfm.bench.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

import pfm.bench.peer.MachineLimits;
import pfm.bench.peer.Timings;
import pfm.energy.Cost;
import pfm.energy.EnergyModel;

/** Profiles of numbers that are easy to follow. */
final class Profiles {
    static final MachineFigures MACHINE = new MachineFigures("2026-01-02", roof(1), roof(2), Map.of("vector: x", 5e8));

    private Profiles() {
    }

    private static Roof roof(int threads) {
        return new Roof(threads, new MachineLimits(100 * threads, 10 * threads), new MachineLimits(100 * threads,
                50 * threads));
    }

    private static Times times(double... ms) {
        return new Times(new Timings(DoubleStream.of(ms).boxed().toList()), Optional.empty());
    }

    /** A network of two parts that takes 10 ms: 4 for the first, 5 for the second. */
    static Profiled network() {
        Cost cost = new Cost(2e8, 1e7, 1e6, 0);
        Part mask = new Part("1: <mask>", "split-step", cost, false, () -> { });
        Part crossbar = new Part("2: crossbar", "crossbar", new Cost(1e7, 1e6, 0, 5e6), false, () -> { });
        Subject subject = new Subject("a & b", "image", 4, new Cost(2.1e8, 1.1e7, 1e6, 5e6), 0.25, () -> { },
                Optional.empty(), List.of(mask, crossbar));
        Measured measured = new Measured(subject, times(9, 10, 11), List.of(
                new Measured.Share(mask, times(4), mask.cost()),
                new Measured.Share(crossbar, times(5), crossbar.cost())), 1234, 1, List.of(
                new Measured.Energy(new EnergyMeter.Unmetered("processor (RAPL)", "no counter"), Double.NaN)), 3);
        return new Profiled(measured, MACHINE, 2, OptionalLong.of(100 << 20), Optional.of(new DeviceProxies(196, 20, 8,
                0.3, 750e-6, 0.06, 1, 0)), EnergyModel.published().get("photonic-moderate"));
    }
}
