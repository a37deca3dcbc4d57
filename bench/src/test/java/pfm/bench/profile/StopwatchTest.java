package pfm.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Backends;
import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.model.Diffractive;
import pfm.model.Encoding;
import pfm.model.LabelledImages;
import pfm.model.Layer;
import pfm.model.Network;

/** What is timed, how often, and what stays of an interrupted measurement. */
class StopwatchTest {
    private static final Cost COST = new Cost(1, 1, 1, 0);

    private final List<String> runs = new ArrayList<>();

    @Test
    void eachPartRunsAtLeastFiveTimesWithItsClosingStep() {
        Measured measured = new Stopwatch(0, () -> false).measure(subject(), List.of(), (done, all) ->
                runs.add("done " + done + " of " + all));
        assertTrue(measured.complete());
        assertEquals(5, measured.whole().values().size());
        assertEquals(List.of(5, 5), measured.parts().stream().map(p -> p.times().runs().values().size()).toList());
        assertEquals(6 * 1 + 6 + 5 + 6 + 3, runs.size()); // a warm-up, and five rounds, of all but the closing step
        assertEquals(List.of("first", "closing", "first"), runs.subList(7, 10));
        assertEquals("done 3 of 3", runs.getLast());
    }

    @Test
    void whatIsFinishedStays() {
        Measured measured = new Stopwatch(0, () -> runs.contains("first")).measure(subject(), List.of(),
                (done, all) -> { });
        assertFalse(measured.complete());
        assertEquals(1, measured.parts().size());
        assertFalse(runs.contains("second"));
    }

    @Test
    void whatIsKeptIsNotTimedAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("times.jsonl");
        long[] ticks = {0};
        LongSupplier device = () -> {
            long nanos = ticks[0];
            ticks[0] = 0;
            return nanos;
        };
        Measured cut = new Stopwatch(0, () -> runs.contains("second"), Optional.of(device),
                KeptTimes.in(file, "a")).measure(subject(), List.of(), (done, all) -> ticks[0] = 0);
        assertTrue(cut.complete(), "the second part was begun");
        assertEquals(2, Files.readAllLines(file).size(), "it was cut short, and is not kept");
        runs.clear();
        Measured rest = new Stopwatch(0, () -> false, Optional.of(device), KeptTimes.in(file, "a"))
                .measure(subject(), List.of(), (done, all) -> { });
        assertTrue(rest.complete());
        assertEquals(Set.of("second"), Set.copyOf(runs));
        assertEquals(cut.whole(), rest.whole());
        assertEquals(cut.parts().getFirst().times(), rest.parts().getFirst().times());
        new Stopwatch(0, () -> false, Optional.of(device), KeptTimes.in(file, "b"))
                .measure(subject(), List.of(), (done, all) -> { });
        assertTrue(runs.contains("whole"), "another setting is another measurement");
    }

    @Test
    void theDeviceIsAskedForEachRun() {
        long[] ticks = {0};
        LongSupplier device = () -> ticks[0] += 1_000_000;
        Measured measured = new Stopwatch(0, () -> false, Optional.of(device), KeptTimes.nowhere())
                .measure(subject(), List.of(), (done, all) -> { });
        assertEquals(List.of(2.0, 3.0, 4.0, 5.0, 6.0), measured.times().device().orElseThrow().values());
        assertEquals(List.of(1.0, 1.0, 1.0, 1.0, 1.0), measured.parts().getFirst().times().device().orElseThrow()
                .values(), "less the closing step");
    }

    private Subject subject() {
        return new Subject("s", "run", 1, COST, 0, () -> runs.add("whole"), Optional.of(() -> runs.add("closing")),
                List.of(new Part("a", "split-step", COST, true, () -> runs.add("first")),
                        new Part("b", "crossbar", COST, false, () -> runs.add("second"))));
    }

    @Test
    void thePartsOfANetworkAddUpToTheWhole() {
        try (Arena arena = Arena.ofShared(); Kernels kernels = Backends.named("reference").open()) {
            Network network = network(arena);
            LabelledImages images = new LabelledImages(8, 8, new byte[2 * 64], new byte[2]);
            Subject subject = NetworkSubject.of("n", network, kernels, images, arena);
            assertEquals(List.of("1: gap 10.00 mm, mask 8 x 8", "2: gap 10.00 mm, mask 8 x 8",
                    "3: gap 10.00 mm, to the detectors", "4: crossbar 3 x 2"),
                    subject.parts().stream().map(Part::name).toList());
            Cost sum = subject.parts().stream().map(Part::cost).reduce(Cost::plus).orElseThrow();
            assertEquals(subject.cost().flops(), sum.flops(), 1e-9 * sum.flops());
            assertEquals(subject.cost().voxelUpdates(), sum.voxelUpdates());
            assertEquals(subject.cost().macs(), sum.macs());
            Measured measured = new Stopwatch(0, () -> false).measure(subject, EnergyMeter.all(), (done, all) -> { });
            assertTrue(measured.complete());
            assertTrue(measured.whole().median() > 0);
        }
    }

    private static Network network(Arena arena) {
        Network optics = new Diffractive(new Encoding(8, 8, 2, 1), 1e-3, 1e-3, 0.01, 2, 8, 16, 2, 2, 1, 1)
                .network(1, 1, arena);
        List<Layer> layers = new ArrayList<>(optics.layers());
        layers.add(new Layer.Electronic(Crossbar.ideal(Matrix.zeros(3, 2, arena)), false));
        return new Network(optics.grid(), optics.wavelength(), optics.index(), optics.frame(), optics.encoding(),
                layers);
    }
}
