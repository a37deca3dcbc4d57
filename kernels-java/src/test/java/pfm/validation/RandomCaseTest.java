package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.tuning.Family;

/** Cases that a name makes again. */
class RandomCaseTest {
    @Test
    void aNameMakesTheCaseAgain() {
        for (Family kernel : Family.values()) {
            for (long seed = -3; seed < 40; seed++) {
                RandomCase random = RandomCase.of(kernel, seed);
                assertEquals(random.toString(), RandomCase.named(random.name()).orElseThrow().toString());
                for (RandomCase smaller : random.smaller()) {
                    assertEquals(smaller.toString(), RandomCase.named(smaller.name()).orElseThrow().toString());
                }
            }
        }
    }

    @Test
    void everyKindIsDrawn() {
        String drawn = IntStream.range(0, 200).boxed().flatMap(seed -> Stream.of(Family.values())
                .map(kernel -> RandomCase.of(kernel, seed).toString())).collect(Collectors.joining("\n"));
        for (String kind : List.of("integers from -128 to 127", "Pcm[", "PcmPolynomial[", "ReRam[", "NormalSpread[",
                "RandomError[", "FixedResistor[", "StuckCells[", "ExactCell[", "OFFSET_COLUMN", "WeightSlicing[",
                "all at once: Tile[", "SarAdc with codes", "Converter with codes", "IR drop", "shot noise of",
                "shots of single photons", "Photodiode[", "in any order", "rectangle",
                "apertures", "forward", "in-place", "adjoint", "gradient", "band-limited", "framed")) {
            assertTrue(drawn.contains(kind), kind);
        }
    }

    @Test
    void whatIsNoNameIsNone() {
        for (String name : List.of("random/warp/seed=1", "random/crossbar/seed=x", "split-step/levels8/2x2x2/forward",
                "random/crossbar/seed=9999999999999999999", "random/crossbar/seed=1/outputs=0,inputs=1,batch=20",
                "random/crossbar/seed=1/outputs=1", "random/mzi-mesh/seed=1/modes=1,batch=1")) {
            assertEquals(Optional.empty(), RandomCase.named(name), name);
        }
    }

    @Test
    void theReferenceInItsOwnPrecisionIsExactAndInTheOtherWithinTheTolerance() {
        try (Kernels reference = Backends.named("reference").open(); Arena arena = Arena.ofShared()) {
            for (Family kernel : Family.values()) {
                for (long seed = 0; seed < 12; seed++) {
                    RandomCase random = RandomCase.of(kernel, seed);
                    List<Output> expected = random.workload().expected(reference, arena);
                    assertEquals(0, random.workload().judge(reference, Precision.FLOAT64, expected).discrepancy()
                            .error());
                    Verdict verdict = random.workload().judge(reference, Precision.FLOAT32, expected);
                    assertTrue(verdict.passes(), () -> random + ": " + verdict);
                }
            }
        }
    }
}
