package pfm.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were damaged at random are read, or refused by the exception that says why: nothing else comes out. */
class MutationTest {
    private static final int MUTANTS = 1000;

    @TempDir
    private Path directory;

    private interface Reading {
        void read(Path file, Arena arena) throws IOException;
    }

    @Test
    void npyFields() throws IOException {
        byte[] valid = concat(NpyBytes.header(NpyBytes.dictionary("<c8", "(2, 3)")), new byte[48]);
        survive(valid, 128, (file, arena) -> Npy.open(file).readField(1e-6, 1e-6, arena));
    }

    @Test
    void npyVolumes() throws IOException {
        byte[] valid = concat(NpyBytes.header(NpyBytes.dictionary("<f4", "(2, 3, 1)")), new byte[24]);
        survive(valid, 128, (file, arena) -> Npy.open(file).mapVolume(Optional.empty(), Optional.empty(), arena));
    }

    @Test
    void npyMatrices() throws IOException {
        byte[] valid = concat(NpyBytes.header(NpyBytes.dictionary("<f8", "(2, 3)")), new byte[48]);
        survive(valid, 128, (file, arena) -> Npy.open(file).readMatrix(arena));
    }

    @Test
    void idxPlainAndPacked() throws IOException {
        byte[] valid = ByteBuffer.allocate(28).putInt(0x0803).putInt(2).putInt(2).putInt(3).array();
        survive(valid, 16, (file, arena) -> Idx.images(file));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(valid);
        }
        survive(packed.toByteArray(), packed.size(), (file, arena) -> Idx.images(
                new ByteArrayInputStream(Files.readAllBytes(file)), "images"));
    }

    @Test
    void safetensors() throws IOException {
        Path file = directory.resolve("valid");
        try (Arena arena = Arena.ofShared()) {
            new Safetensors(Map.of("a", "b\n"), Map.of(
                    "one", Safetensors.Tensor.float32(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4), 2, 2),
                    "two", Safetensors.Tensor.float32(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 5), 1))).write(file);
        }
        byte[] valid = Files.readAllBytes(file);
        survive(valid, valid.length - 20, Safetensors::read);
        survive(valid, valid.length - 20, Safetensors::map);
    }

    /** Reads mutants of a valid file; most damage goes to its first {@code header} bytes. */
    private void survive(byte[] valid, int header, Reading reading) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        Path file = directory.resolve("mutant");
        int refused = 0;
        try (Arena arena = Arena.ofShared()) {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = i == 0 ? valid : mutant(valid, header, random);
                Files.write(file, mutant);
                try {
                    reading.read(file, arena);
                } catch (MalformedFileException e) {
                    refused++;
                    assertTrue(e.getMessage().chars().noneMatch(c -> c < ' '), "one line: " + e.getMessage());
                    assertTrue(i > 0, e.getMessage());
                } catch (RuntimeException e) {
                    throw new AssertionError("mutant " + i + " of seed 7: " + Arrays.toString(mutant), e);
                }
            }
        }
        assertTrue(refused > MUTANTS / 10, "only " + refused + " mutants were refused: the damage is too mild to test");
    }

    private static byte[] mutant(byte[] valid, int header, SplittableRandom random) {
        byte[] bytes = valid.clone();
        for (int times = random.nextInt(1, 4); times > 0; times--) {
            int at = random.nextInt(Math.min(header, bytes.length));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "0123456789-,()[]{}'\" <>".charAt(random.nextInt(23));
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length + 8)));
                case 4 -> bytes = concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
                default -> bytes = concat(Arrays.copyOf(bytes, at + 1), Arrays.copyOfRange(bytes, at, bytes.length));
            }
            if (bytes.length < 2) {
                return bytes;
            }
        }
        return bytes;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }
}
