package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Kernels;
import pfm.field.Precision;

/** Theory judges every backend that is available, the oracle included. */
class ClosedFormsTest {
    @TestFactory
    Stream<DynamicTest> everyBackendAgreesWithTheory() {
        return ClosedForms.all().stream().flatMap(form -> Judged.backends().stream()
                .map(b -> dynamicTest(form + " on " + b.name(), () -> {
                    try (Kernels kernels = b.open()) {
                        for (Precision precision : kernels.precisions()) {
                            assertAll(form.judge(kernels, precision).stream()
                                    .map(f -> () -> assertTrue(f.passes(), precision + " " + f)));
                        }
                    }
                })));
    }
}
