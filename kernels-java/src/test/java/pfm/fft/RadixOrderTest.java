package pfm.fft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixOrderTest {
    @Test
    void textIsReadAndWritten() {
        RadixOrder order = RadixOrder.parse(" 4x8x7 ");
        assertEquals(List.of(4, 8, 7), order.radices());
        assertEquals(224, order.length());
        assertEquals("4x8x7", order.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "4x", "x4", "6", "4x9", "4*8", "4x-8", "4 x 8", "4x8x100000000000", "1x4",
        "2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2x2"})
    void textThatIsNoOrderIsRefused(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> RadixOrder.parse(text));
        assertEquals("radices must be from [2, 3, 4, 5, 7, 8], joined as in 4x8x8, were '" + text + "'",
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 12, 64, 128, 200, 384, 400, 512, 1000, 1024, 1536, 2048, 4096, 1 << 20})
    void theOrdersOfALengthStartWithTheUsualOneAndMakeThatLength(int length) {
        List<RadixOrder> orders = RadixOrder.of(length);
        assertEquals(orders.size(), new HashSet<>(orders).size(), "one stands there twice");
        for (RadixOrder order : orders) {
            assertEquals(length, order.length());
        }
        if (!orders.isEmpty()) {
            assertEquals(FftRecipe.of(length).stages().stream().map(Stage::radix).toList(),
                    orders.getFirst().radices());
        }
    }

    @Test
    void ordersAreThoseWithFewStages() {
        assertEquals(List.of("8x8x8", "8x4x4x4", "4x8x4x4", "4x4x8x4", "4x4x4x8"),
                RadixOrder.of(512).stream().map(RadixOrder::toString).toList());
        assertEquals(List.of("5x5x8", "8x5x5"), RadixOrder.of(200).stream().map(RadixOrder::toString).toList());
        assertTrue(RadixOrder.of(384).contains(RadixOrder.parse("8x4x4x3")));
        assertEquals(List.of(), RadixOrder.of(1));
        assertEquals(List.of(), RadixOrder.of(8), "one stage");
        assertEquals(List.of(), RadixOrder.of(101), "a chirp");
    }

    @Test
    void aRecipeHasTheStagesThatAreGivenAndFrequenciesThatFollow() {
        FftRecipe recipe = FftRecipe.of(24, Map.of(24, RadixOrder.parse("4x3x2"), 48, RadixOrder.parse("8x2x3")));
        assertEquals(List.of(4, 3, 2), recipe.stages().stream().map(Stage::radix).toList());
        assertEquals(List.of(6, 2, 1), recipe.stages().stream().map(Stage::span).toList());
        assertEquals(1, recipe.frequency(6), "the second part of the first stage starts with frequency 1");
        assertEquals(4, recipe.frequency(2), "the second part of the second stage with that of its weight");
        assertEquals(12, recipe.frequency(1), "and so on");
    }

    @Test
    void aConvolutionHasTheStagesThatAreGivenForItsLength() {
        FftRecipe usual = FftRecipe.of(101).chirp().orElseThrow().convolution();
        RadixOrder other = RadixOrder.of(usual.length()).getLast();
        FftRecipe recipe = FftRecipe.of(101, Map.of(usual.length(), other)).chirp().orElseThrow().convolution();
        assertEquals(other.radices(), recipe.stages().stream().map(Stage::radix).toList());
    }

    @Test
    void anOrderOfAnotherLengthIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class,
                () -> FftRecipe.of(24, Map.of(24, RadixOrder.parse("4x4"))));
        assertEquals("product of the radices 4x4 must be 24, was 16", refusal.getMessage());
    }
}
