package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pfm.Availability;
import pfm.Backends;

/**
 * The backends that {@code -Dpfm.expected.backends} declares for this machine can run here: a missing one is a failure.
 */
class ExpectedBackendsTest {
    static Stream<String> expected() {
        return Stream.of(System.getProperty("expectedBackends").split(","));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void anExpectedBackendIsAvailable(String name) {
        assertInstanceOf(Availability.Available.class, Backends.named(name).availability());
    }
}
