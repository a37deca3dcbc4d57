package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.fft.FftRecipe;
import pfm.fft.Stage;
import pfm.field.Grid;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/** What a tuner is offered: values that are valid and make plans differ. */
class VectorAlternativesTest {
    private static final Tuning TWO = new Tuning(2, Map.of());

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 16, 30, 64, 101, 200, 256, 384, 400, 512, 1000, 1024, 1536, 2048, 4096})
    void everyValueIsAcceptedAndDiffersFromWhatIsInForce(int side) {
        for (Alternatives offered : VectorAlternatives.of(Grid.square(side, 1e-6), TWO)) {
            assertFalse(offered.values().isEmpty());
            assertEquals(offered.values().size(), new HashSet<>(offered.values()).size(), offered + "");
            for (String value : offered.values()) {
                new VectorBackend().check(TWO.with(offered.name(), value));
                assertNotEquals(structure(side, TWO), structure(side, TWO.with(offered.name(), value)),
                        offered.name() + "=" + value);
            }
        }
    }

    @Test
    void ordersAndPortionsAreOfferedForBothSidesOfAGridAndForTheLengthOfAConvolution() {
        assertEquals(Set.of("vector.radices.512", "vector.resident.512", "vector.radices.1000",
                "vector.resident.1000", "vector.alone"), names(new Grid(512, 1000, 1e-6), TWO));
        int longer = FftRecipe.of(521).chirp().orElseThrow().convolution().length();
        assertTrue(names(Grid.square(521, 1e-6), TWO).contains("vector.radices." + longer));
    }

    @Test
    void portionsFollowTheOrderThatIsChosen() {
        Grid grid = Grid.square(512, 1e-6);
        assertNotEquals(offered(grid, TWO, "vector.resident.512"),
                offered(grid, TWO.with("vector.radices.512", "8x4x4x4"), "vector.resident.512"));
    }

    @Test
    void sharesAreOfferedWhereThereAreThreadsToShare() {
        Grid grid = Grid.square(256, 1e-6);
        assertEquals(Set.of("vector.grain", "vector.alone"), names(grid, TWO).stream()
                .filter(name -> !name.contains("256")).collect(Collectors.toSet()));
        assertTrue(VectorAlternatives.of(grid, TWO.withThreads(1)).stream().noneMatch(Alternatives::sharing));
    }

    @Test
    void spinsAreNotOffered() {
        assertFalse(names(Grid.square(64, 1e-6), TWO).contains("vector.spins"));
    }

    private static Set<String> names(Grid grid, Tuning tuning) {
        return VectorAlternatives.of(grid, tuning).stream().map(Alternatives::name).collect(Collectors.toSet());
    }

    private static List<String> offered(Grid grid, Tuning tuning, String name) {
        return VectorAlternatives.of(grid, tuning).stream().filter(a -> a.name().equals(name)).findFirst()
                .orElseThrow().values();
    }

    /** Everything about the plans for a square grid that parameters decide. */
    private static List<Object> structure(int side, Tuning tuning) {
        VectorTuning parameters = new VectorTuning(tuning);
        FftRecipe recipe = parameters.recipe(side);
        FftRecipe chain = recipe.chirp().isPresent() ? recipe.chirp().get().convolution() : recipe;
        Geometry geometry = Geometry.of(Grid.square(side, 1e-6));
        int grain = Math.max(1, parameters.grain() / side);
        return List.of(chain.stages().stream().map(Stage::radix).toList(),
                new StagedFft(chain, parameters).portions(), geometry.bytes() <= parameters.alone(),
                Math.clamp(geometry.rowTiles() / grain, 1, tuning.threads()));
    }
}
