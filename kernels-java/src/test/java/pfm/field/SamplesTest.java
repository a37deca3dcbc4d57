package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Parameters of a medium in their three formats, and volumes of them. */
class SamplesTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void floatsKeepWhatTheyCanHold() {
        Samples narrow = Samples.of(new float[] {0.1f, -3, 7}, arena);
        assertEquals(Samples.Format.FLOAT32, narrow.format());
        assertEquals(0.1f, narrow.get(0));
        narrow.set(1, 1.0 / 3);
        assertEquals((float) (1.0 / 3), narrow.get(1));
        Samples wide = Samples.zeros(Precision.FLOAT64, 3, arena);
        wide.set(2, 1.0 / 3);
        assertEquals(1.0 / 3, wide.get(2));
        assertEquals(24, wide.segment().byteSize());
    }

    @Test
    void levelsAreUnsignedAndTakeTheNearest() {
        MemorySegment memory = arena.allocate(4);
        Samples levels = Samples.levels8(memory, 4, -0.5, 0.25, "levels");
        memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 200);
        assertEquals(-0.5 + 200 * 0.25, levels.get(0));
        levels.set(1, 0.3); // between levels 3 (0.25) and 4 (0.5)
        assertEquals(0.25, levels.get(1));
        levels.set(2, -7);
        assertEquals(-0.5, levels.get(2));
        levels.set(3, 1e9);
        assertEquals(-0.5 + 255 * 0.25, levels.get(3));
        assertEquals((byte) 255, memory.get(ValueLayout.JAVA_BYTE, 3));
    }

    @Test
    void stagingCopiesStoredValues() {
        Samples samples = Samples.of(new float[] {1, 2, 3, 4}, arena);
        MemorySegment target = arena.allocate(8, 4);
        samples.stage(1, 2, target);
        assertEquals(2f, target.getAtIndex(ValueLayout.JAVA_FLOAT, 0));
        assertEquals(3f, target.getAtIndex(ValueLayout.JAVA_FLOAT, 1));
    }

    @Test
    void memoryThatDoesNotFitIsRefusedByItsName() {
        assertMessage("glass.npy must have at least 20 bytes, had 16", () ->
                Samples.float32(arena.allocate(16, 4), 5, "glass.npy"));
        assertMessage("glass.npy must be native memory, was a heap segment; allocate it from Arena.ofShared()",
                () -> Samples.levels8(MemorySegment.ofArray(new byte[5]), 5, 0, 1, "glass.npy"));
        assertMessage("level step must be a finite number, was NaN",
                () -> Samples.levels8(arena.allocate(5), 5, 0, Double.NaN, "glass.npy"));
        assertMessage("count of samples must be in [1, 1152921504606846975], was 0",
                () -> Samples.float32(arena.allocate(16, 4), 0, "glass.npy"));
    }

    @Test
    void aVolumeHasAValueForEveryVoxel() {
        Samples values = Samples.zeros(Precision.FLOAT32, 24, arena);
        Volume volume = new Volume(2, 3, 4, values);
        assertEquals(24, volume.voxels());
        assertEquals(18, volume.offset(3));
        assertMessage("count of index contrasts must be 30, was 24", () -> new Volume(2, 3, 5, values));
        assertMessage("count of extinctions must be 24, was 23", () -> new Volume(2, 3, 4, values,
                Optional.of(Samples.zeros(Precision.FLOAT32, 23, arena))));
        assertMessage("slices must be in [1, 2147483647], was 0", () -> new Volume(2, 3, 0, values));
        assertMessage("nx must be in [1, 1048576], was 0", () -> new Volume(0, 3, 4, values));
    }

    private static void assertMessage(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
