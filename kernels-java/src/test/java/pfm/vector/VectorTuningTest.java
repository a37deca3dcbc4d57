package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import pfm.Kernels;
import pfm.fft.FftRecipe;
import pfm.fft.RadixOrder;
import pfm.fft.Stage;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.simd.Lanes;
import pfm.simd.Workers;
import pfm.tuning.Tuning;
import pfm.validation.Trial;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** The parameters of the backend: what each does to plans, and that none does anything to results but round them. */
class VectorTuningTest {
    @Test
    void radicesAreThoseOfTheRecipe() {
        VectorTuning tuning = with("vector.radices.512", "4x4x8x4");
        assertEquals(List.of(4, 4, 8, 4), tuning.recipe(512).stages().stream().map(Stage::radix).toList());
        assertEquals(FftRecipe.of(256).stages().size(), tuning.recipe(256).stages().size());
    }

    @Test
    void theResidentPartDecidesWhichPartOfALineIsFinishedFirst() {
        FftRecipe recipe = FftRecipe.of(512, Map.of(512, RadixOrder.parse("8x8x8")));
        assertEquals(1, stretches(recipe, with("vector.resident.512", "" + 512 * Lanes.BLOCK)));
        assertEquals(8, stretches(recipe, with("vector.resident.512", "" + (512 * Lanes.BLOCK - 1))));
        assertEquals(8, stretches(recipe, with("vector.resident", "" + 64 * Lanes.BLOCK)));
        assertEquals(64, stretches(recipe, with("vector.resident", "" + (64 * Lanes.BLOCK - 1))));
        VectorTuning both = new VectorTuning(
                new Tuning(1, Map.of("vector.resident", "1024", "vector.resident.512", "1000000")));
        assertEquals(1, stretches(recipe, both), "that of the length wins");
        assertEquals(1024, both.resident(256));
    }

    @Test
    void theLargestStateAloneDecidesHowManyItemsAreUnderWay() {
        Grid grid = new Grid(64, 48, 1e-6);
        long bytes = Geometry.of(grid).bytes();
        assertEquals(3, crewSize(grid, with("vector.alone", "" + bytes)));
        assertEquals(1, crewSize(grid, with("vector.alone", "" + (bytes - 1))));
    }

    @Test
    void theGrainDecidesHowManyTilesMakeAShare() {
        Grid grid = Grid.square(8 * Lanes.COUNT, 1e-6);
        assertEquals(3, shares(grid, with("vector.grain", "1")));
        assertEquals(2, shares(grid, with("vector.grain", "" + 4 * grid.nx())));
        assertEquals(1, shares(grid, with("vector.grain", "" + 8 * grid.nx())));
    }

    @Test
    void defaultsAreInForceWhereNothingIsSet() {
        VectorTuning usual = new VectorTuning(new Tuning(1, Map.of("opencl.resident", "nonsense")));
        assertEquals(30_000, usual.spins());
        assertEquals(8 << 20, usual.alone());
        assertEquals(256, usual.grain());
        assertEquals(32768, usual.resident(512));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vector.spins        | many   | must be an integer in [0, 1000000000], was 'many'",
        "vector.alone        | -1     | must be an integer in [0, 1099511627776], was '-1'",
        "vector.grain        | 0      | must be an integer in [1, 1048576], was '0'",
        "vector.resident     | 1023   | must be an integer in [1024, 1073741824], was '1023'",
        "vector.resident.512 | 32k    | must be an integer in [1024, 1073741824], was '32k'",
        "vector.radices.512  | 8x8    | must be RADICES with product 512, was '8x8'",
        "vector.radices.512  | 8,8,8  | must be RADICES with product 512, was '8,8,8'",
        "vector.radices.11   | 11     | must be RADICES with product 11, was '11'"})
    void aWrongValueIsRefusedWhenTheBackendIsOpened(String name, String value, String message) {
        var refusal = assertThrows(IllegalArgumentException.class,
                () -> new VectorBackend().open(Tuning.defaults().with(name, value)));
        assertEquals("tuning parameter " + name + " " + message, refusal.getMessage()
                .replace("radices from [2, 3, 4, 5, 7, 8] joined as in 4x8x8,", "RADICES"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheListOfKnownOnes() {
        for (String name : List.of("vector.spin", "vector.radices", "vector.grain.512", "vector.Resident")) {
            var refusal = assertThrows(IllegalArgumentException.class,
                    () -> new VectorBackend().open(Tuning.defaults().with(name, "1")));
            assertEquals("tuning parameter must be one of [vector.spins, vector.alone, vector.grain, vector.resident,"
                    + " vector.resident.LENGTH, vector.radices.LENGTH], was '" + name + "'", refusal.getMessage());
        }
    }

    static Stream<Tuning> manyTunings() {
        List<Tuning> tunings = new ArrayList<>();
        for (String orders : List.of( // of 48 x 20, and of 101 x 97, which are convolutions of 210 and 196 points
                "48=3x4x4 20=4x5", "48=4x3x4 20=5x2x2", "48=2x3x8 20=2x5x2", "48=4x4x3 20=2x2x5",
                "48=2x2x2x2x3 20=5x4", "210=7x5x3x2 196=7x7x2x2", "210=2x3x5x7 196=4x7x7", "210=5x2x7x3 196=2x7x2x7")) {
            Tuning tuning = Tuning.defaults().withThreads(2);
            for (String order : orders.split(" ")) {
                tuning = tuning.with("vector.radices." + order.split("=")[0], order.split("=")[1]);
            }
            tunings.add(tuning);
            tunings.add(tuning.with("vector.resident", "1024"));
        }
        tunings.add(Tuning.defaults().withThreads(2).with("vector.alone", "0"));
        tunings.add(Tuning.defaults().withThreads(3).with("vector.grain", "1"));
        tunings.add(Tuning.defaults().withThreads(3).with("vector.spins", "0"));
        return tunings.stream();
    }

    /** Both results are within the tolerance of the exact one, so they are within twice it of each other. */
    @ParameterizedTest
    @MethodSource("manyTunings")
    void resultsAreTheSameWithinRounding(Tuning tuning) {
        int judged = 0;
        for (Workload workload : Workloads.all()) {
            if (workload.name().matches(".*/(48x20|101x97)(x\\d)?(/.*)?") && !workload.name().contains("crossbar")) {
                try (Arena arena = Arena.ofShared();
                        Kernels usual = new VectorBackend().open(new Tuning(1, Map.of()));
                        Kernels tuned = new VectorBackend().open(tuning)) {
                    Trial expected = workload.prepare(usual, Precision.FLOAT32, arena);
                    expected.run();
                    Trial actual = workload.prepare(tuned, Precision.FLOAT32, arena);
                    actual.run();
                    double ratio = actual.judge(expected.outputs()).ratio();
                    assertTrue(ratio <= 2, () -> workload + " with " + tuning + ": " + ratio);
                    judged++;
                }
            }
        }
        assertTrue(judged > 8, judged + " workloads");
    }

    @Test
    void anotherOrderOfRadicesRoundsInAnotherWay() {
        Workload workload = Workloads.named("angular-spectrum/exact/48x20/forward");
        try (Arena arena = Arena.ofShared();
                Kernels usual = new VectorBackend().open(Tuning.defaults());
                Kernels tuned = new VectorBackend().open(Tuning.defaults().with("vector.radices.48", "4x4x3"))) {
            Trial expected = workload.prepare(usual, Precision.FLOAT32, arena);
            expected.run();
            Trial actual = workload.prepare(tuned, Precision.FLOAT32, arena);
            actual.run();
            assertFalse(actual.outputs().getFirst().sameBits(expected.outputs().getFirst()), "the order has no effect");
        }
    }

    private static VectorTuning with(String name, String value) {
        return new VectorTuning(new Tuning(1, Map.of(name, value)));
    }

    private static int stretches(FftRecipe recipe, VectorTuning tuning) {
        int[] count = new int[1];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment line = arena.allocate(recipe.length() * Lanes.BLOCK, 64);
            LineFft.of(recipe, tuning).filter(
                    line, 0, MemorySegment.NULL, (last, a, at, from, to) -> count[0]++);
        }
        return count[0];
    }

    private static int crewSize(Grid grid, VectorTuning tuning) {
        try (Workers workers = new Workers(3, 1000); Arena arena = Arena.ofShared()) {
            return crew(grid, tuning, workers, arena).size();
        }
    }

    private static int shares(Grid grid, VectorTuning tuning) {
        boolean[] used = new boolean[3];
        try (Workers workers = new Workers(3, 1000); Arena arena = Arena.ofShared()) {
            crew(grid, tuning, workers, arena).overRowTiles((worker, from, to) -> used[worker] = from < to);
        }
        int shares = 0;
        for (boolean u : used) {
            shares += u ? 1 : 0;
        }
        return shares;
    }

    private static Crew crew(Grid grid, VectorTuning tuning, Workers workers, Arena arena) {
        return new Crew(grid, tuning.recipe(grid.nx()), tuning.recipe(grid.ny()), tuning, workers, arena);
    }
}
