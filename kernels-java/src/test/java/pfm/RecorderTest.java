package pfm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.analog.Crossbar;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** What the Flight Recorder is told, read back from a recording. */
class RecorderTest {
    private static final Grid GRID = new Grid(16, 8, 1e-6);

    @Test
    void plansAndRunsAreInARecording(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pfm.jfr");
        Cost cost;
        try (Recording recording = new Recording(); Arena arena = Arena.ofShared();
                Kernels kernels = Backends.named("vector").open(new Tuning(2, Map.of()))) {
            recording.enable("pfm.Plan");
            recording.enable("pfm.Run");
            recording.start();
            SplitStep spec = mask(arena);
            cost = spec.cost(3, Precision.FLOAT32);
            MediumPropagator plan = kernels.splitStep(spec);
            Field in = Field.zeros(GRID, 3, arena);
            Field out = Field.zeros(GRID, 3, arena);
            plan.propagate(in, out);
            plan.adjoint(out, in);
            plan.gradient(in, out, out, MediumGradient.zeros(spec, Precision.FLOAT32, arena));
            MatVec product = kernels.crossbar(Crossbar.ideal(Matrix.zeros(5, 7, arena)));
            product.multiply(Matrix.zeros(4, 7, arena), Matrix.zeros(4, 5, arena));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> plans = named("pfm.Plan", events);
        assertEquals(List.of("split-step 16x8x1", "crossbar 5x7"), plans.stream().map(RecorderTest::what).toList());
        List<RecordedEvent> runs = named("pfm.Run", events);
        assertEquals(List.of("split-step 16x8x1 forward 3", "split-step 16x8x1 adjoint 3",
                "split-step 16x8x1 gradient 3", "crossbar 5x7 forward 4"), runs.stream().map(e -> what(e) + " "
                + e.getString("direction") + " " + e.getInt("batch")).toList());
        assertEquals(cost.flops(), runs.get(0).getDouble("flops"));
        assertEquals(2 * cost.flops(), runs.get(2).getDouble("flops"));
        assertEquals(Math.round(cost.bytes()), runs.get(1).getLong("bytes"));
        for (RecordedEvent event : events) {
            assertEquals("vector", event.getString("backend"));
            assertTrue(event.getString("device").endsWith("2 threads"), event.getString("device"));
            assertEquals(2, event.getInt("threads"));
            assertTrue(event.getLong("nanoseconds") > 0);
        }
    }

    @Test
    void theReferenceTellsToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pfm.jfr");
        try (Recording recording = new Recording(); Arena arena = Arena.ofShared();
                Kernels kernels = Backends.named("reference").open()) {
            recording.enable("pfm.Run");
            recording.start();
            Field field = Field.zeros(GRID, 1, Precision.FLOAT64, arena);
            kernels.angularSpectrum(new AngularSpectrum(GRID, 5e-7, 1, 1e-5)).propagate(field, field);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = named("pfm.Run", RecordingFile.readAllEvents(file));
        assertEquals(List.of("angular-spectrum 16x8"), events.stream().map(RecorderTest::what).toList());
        assertEquals("reference", events.getFirst().getString("backend"));
    }

    private static SplitStep mask(Arena arena) {
        Samples phase = Samples.zeros(Precision.FLOAT32, GRID.samples(), arena);
        return new SplitStep(GRID, 5e-7, 1, List.of(new Element.Mask(phase)));
    }

    private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
        return events.stream().filter(e -> e.getEventType().getName().equals(name)).toList();
    }

    private static String what(RecordedEvent event) {
        return event.getString("kernel") + " " + event.getString("shape");
    }
}
