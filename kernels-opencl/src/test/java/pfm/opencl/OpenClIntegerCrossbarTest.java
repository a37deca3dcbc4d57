package pfm.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Availability;
import pfm.CrossbarProduct;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.tuning.Tuning;
import pfm.validation.Seeded;

/** The two ways to add up products of four bytes, whatever the device has. */
class OpenClIntegerCrossbarTest {
    private static final int OUTPUTS = 37;
    private static final int INPUTS = 131;
    private static final int BATCH = 9;
    /** Stands in for a device with the extension: its feature, and its function, which adds one and so shows itself. */
    private static final String STAND_IN = OpenClIntegerCrossbar.DOT_PRODUCTS + """
            #define __opencl_c_integer_dot_product_input_4x8bit_packed 1
            #define dot_4x8packed_ss_int standIn
            static inline int standIn(uint a, uint b) {
                char4 p = as_char4(a);
                char4 q = as_char4(b);
                return p.x * q.x + p.y * q.y + p.z * q.z + p.w * q.w + 1;
            }
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void aDotProductOfTheDeviceIsUsedWhereWorkItemsAreLanes(int lanes) {
        assumeTrue(new OpenClBackend().availability() instanceof Availability.Available);
        DeviceDescription found = ((OpenClDevices.Search.Found) OpenClDevices.search()).device();
        try (Arena arena = Arena.ofShared(); Device device = new Device(found)) {
            Matrix w = integers(OUTPUTS, INPUTS, 1, arena);
            Matrix x = integers(BATCH, INPUTS, 2, arena);
            OpenClTuning tuning =
                    OpenClTuning.of(new Tuning(1, Map.of("opencl.lanes", Integer.toString(lanes))), found);
            Matrix plain = multiply(w, x, "", tuning, device, arena);
            Matrix dot = multiply(w, x, STAND_IN, tuning, device, arena);
            assertFalse(plain.get(0, 0) == 0 && plain.get(1, 1) == 0);
            for (int b = 0; b < BATCH; b++) {
                for (int i = 0; i < OUTPUTS; i++) {
                    int calls = lanes == 1 ? Math.ceilDiv(INPUTS, 4) : 0;
                    assertEquals(plain.get(b, i) + calls, dot.get(b, i));
                }
            }
        }
    }

    private static Matrix multiply(Matrix w, Matrix x, String definitions, OpenClTuning tuning, Device device,
            Arena arena) {
        Matrix y = Matrix.zeros(BATCH, OUTPUTS, arena);
        try (DeviceMemory memory = new DeviceMemory(device)) {
            CrossbarProduct plan = new OpenClIntegerCrossbar(Crossbar.integer(w), definitions, tuning, memory);
            plan.multiply(x, y);
        }
        return y;
    }

    private static Matrix integers(int rows, int columns, int seed, Arena arena) {
        Matrix m = Seeded.matrix(rows, columns, -128, 127, Precision.FLOAT32, seed, arena);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m.set(i, j, Math.rint(m.get(i, j)));
            }
        }
        return m;
    }
}
