package pfm.bench.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import pfm.validation.Finding;

/** When a published accuracy counts as reached. */
class MeansTest {
    @Test
    void aWholeTrainingMustComeNearWhatWasPublished() {
        assertTrue(accuracy(300, 0.96).passes());
        assertTrue(accuracy(300, 0.999).passes());
        assertTrue(accuracy(300, 0.999).reason().startsWith("more than was published passes; "));
        assertFalse(accuracy(300, 0.955).passes());
        assertFalse(accuracy(300, Double.NaN).passes());
        assertEquals("seeds", accuracy(Integer.MAX_VALUE, 0.96).reason());
        assertEquals(300, means(Integer.MAX_VALUE).steps(300));
    }

    @Test
    void aTrialMustOnlyBeBetterThanChance() {
        assertTrue(accuracy(20, 0.31).passes());
        assertFalse(accuracy(20, 0.29).passes());
        assertFalse(accuracy(20, Double.NaN).passes());
        assertTrue(accuracy(20, 0.5).reason().contains("a trial of 20 steps instead of 300"));
        assertEquals(20, means(20).steps(300));
    }

    @Test
    void everyResultHasANameOfItsOwnAndASource() {
        assertEquals(Published.all().size(), Published.all().stream().map(Published::name).distinct().count());
        assertTrue(Published.all().stream().allMatch(p -> p.citation().matches(".*20[0-9]{2}.*")));
    }

    private static Means means(int most) {
        return new Means(null, null, null, most, null, null);
    }

    private static Finding accuracy(int most, double got) {
        return means(most).accuracy("accuracy", 0.9718, got, 0.015, 300, "seeds");
    }
}
