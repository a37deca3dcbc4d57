package pfm.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.field.Grid;
import pfm.tuning.Tuning;

/** Which lines are held in registers, on a device as GPUs are, with 48 KB of local memory for a group. */
class WaveTilesTest {
    private static final DeviceDescription GPU = new DeviceDescription(0, null, null, "a GPU", "", "",
            DeviceDescription.Kind.GPU, 1L << 37, 1L << 35, 49152, 132, 1024, 1, true, false, true);

    @ParameterizedTest
    @CsvSource({"512, 512, 4, 4", "1024, 1024, 4, 4", "2048, 2048, 2, 2", "4096, 4096, 2, 2", "4096, 512, 2, 4",
        "32, 64, 4, 4"})
    void powersOfTwoAreHeldInRegisters(int nx, int ny, int rows, int columns) {
        WaveTiles tiles = of(nx, ny, Map.of());
        assertTrue(tiles.inRegisters());
        assertEquals(rows, tiles.interleaved());
        assertEquals(rows, tiles.rows().lines());
        assertEquals(columns, tiles.columns().lines());
        for (Tiles each : new Tiles[] {tiles.rows(), tiles.columns()}) {
            assertTrue(each.bytes() <= 49152 && each.group() <= 512, each.toString());
        }
        assertEquals(nx, tiles.columns().count() * columns);
        assertEquals(ny, tiles.rows().count() * rows);
    }

    @ParameterizedTest
    @CsvSource({"8192, 1024", "1024, 8192", "16384, 16384", "1000, 1024", "1024, 101", "16, 64", "48, 64"})
    void othersLieInTiles(int nx, int ny) {
        assertFalse(of(nx, ny, Map.of()).inRegisters());
    }

    @ParameterizedTest
    @CsvSource({"opencl.registers, 0", "opencl.registers, 8", "opencl.specialise, 0", "opencl.lanes, 4",
        "opencl.split, 512", "opencl.local, 8192", "opencl.group, 64", "opencl.lines, 1"})
    void parametersMayLeaveNoRoomForThem(String name, String value) {
        assertFalse(of(1024, 1024, Map.of(name, value)).inRegisters());
    }

    private static WaveTiles of(int nx, int ny, Map<String, String> parameters) {
        return WaveTiles.of(new Grid(nx, ny, 1e-6), OpenClTuning.of(new Tuning(1, parameters), GPU));
    }
}
