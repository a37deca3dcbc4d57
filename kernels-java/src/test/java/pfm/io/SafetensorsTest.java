package pfm.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private static final String REMEDY = "; the file is damaged; get or write it again";

    @TempDir
    private Path directory;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private Path file(String header, int dataBytes) throws IOException {
        return file(header.length(), header, dataBytes);
    }

    private Path file(long declared, String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(directory.resolve("net"), out.putLong(declared).put(text).array());
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets
                + "}";
    }

    @Test
    void whatIsWrittenIsReadAndMapped() throws IOException {
        MemorySegment phases = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6);
        MemorySegment byteData = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 7, (byte) 8, (byte) 9);
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("phases", Safetensors.Tensor.float32(phases, 2, 3));
        tensors.put("levels", new Safetensors.Tensor(Safetensors.Type.U8, List.of(3L), byteData));
        tensors.put("none", new Safetensors.Tensor(Safetensors.Type.F64, List.of(0L, 5L), MemorySegment.NULL));
        tensors.put("one", Safetensors.Tensor.float32(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 42)));
        Path file = directory.resolve("net");
        new Safetensors(Map.of("specification", "{\"λ\": 1}\n"), tensors).write(file);
        for (Safetensors back : List.of(Safetensors.read(file, arena), Safetensors.map(file, arena))) {
            assertEquals(Map.of("specification", "{\"λ\": 1}\n"), back.metadata());
            assertEquals(List.of("phases", "levels", "none", "one"), List.copyOf(back.tensors().keySet()));
            tensors.forEach((name, tensor) -> {
                assertEquals(tensor.shape(), back.tensors().get(name).shape());
                assertEquals(-1, tensor.data().mismatch(back.tensors().get(name).data()), name);
            });
            assertEquals(0, back.tensors().get("phases").data().address() % Float.BYTES, "floats are aligned");
        }
    }

    @Test
    void aFileWithoutTensorsIsReadAndMapped() throws IOException {
        Path file = directory.resolve("net");
        new Safetensors(Map.of(), Map.of()).write(file);
        assertTrue(Safetensors.read(file, arena).tensors().isEmpty());
        assertTrue(Safetensors.map(file, arena).tensors().isEmpty());
    }

    @Test
    void aFileAsOthersWriteItIsRead() throws IOException {
        Path file = file("{\"__metadata__\":{\"format\":\"pt\"},"
                + tensor("b", "F32", "[1]", "[4,8]") + "," + tensor("a", "F32", "[]", "[0,4]") + "}    ", 8);
        assertEquals("pt", Safetensors.read(file, arena).metadata().get("format"));
    }

    @Test
    void aTensorIsRequiredWithItsTypeAndShape() throws IOException {
        Safetensors net = Safetensors.read(file("{" + tensor("a", "F32", "[2]", "[0,8]") + "}", 8), arena);
        assertEquals(8, net.require("a", Safetensors.Type.F32, List.of(2L), "net").data().byteSize());
        assertEquals("net: tensor 'a' must be F32 [3], was F32 [2]; give a file that fits, or write it again",
                assertThrows(MalformedFileException.class,
                        () -> net.require("a", Safetensors.Type.F32, List.of(3L), "net")).getMessage());
        assertEquals("net: tensor 'b' must be F32 [3], was missing; give a file that fits, or write it again",
                assertThrows(MalformedFileException.class,
                        () -> net.require("b", Safetensors.Type.F32, List.of(3L), "net")).getMessage());
    }

    @Test
    void aFileThatIsTooShort() throws IOException {
        Path file = Files.write(directory.resolve("net"), new byte[7]);
        assertRefused("file (byte 0) must be a safetensors file of at least 8 bytes, was 7 bytes long", file);
    }

    @Test
    void aHugeHeader() throws IOException {
        assertRefused("header length (byte 0) must be in [2, 2] bytes, was 18446744073709551615", file(-1, "{}", 0));
        assertRefused("header length (byte 0) must be in [2, 2] bytes, was 3", file(3, "{}", 0));
        assertRefused("header length (byte 0) must be in [2, 16777216] bytes, was 16777217",
                file(16777217, "{" + " ".repeat(16777215) + "}", 0));
        assertRefused("header length (byte 0) must be in [2, 2] bytes, was 0", file(0, "{}", 0));
    }

    @Test
    void aHeaderThatIsNotAnObject() throws IOException {
        assertRefused("header (byte 8) must be a JSON object from its first byte on, was another byte", file("[]", 0));
        assertRefused("header (byte 8) must be a JSON object from its first byte on, was another byte", file(" {}", 0));
        assertRefused("'a' (byte 8) must be a JSON object, was '1'", file("{\"a\":1}", 0));
        assertRefused("metadata 'x' (byte 8) must be a string, was '1'", file("{\"__metadata__\":{\"x\":1}}", 0));
    }

    @Test
    void overlappingTensorsAndHoles() throws IOException {
        assertRefused("begin of tensor 'b' (byte 120) must be 8 where the tensor before ends, was 4 (they overlap)",
                file("{" + tensor("a", "F32", "[2]", "[0,8]") + "," + tensor("b", "F32", "[2]", "[4,12]") + "}", 12));
        assertRefused("begin of tensor 'b' (byte 125) must be 8 where the tensor before ends, was 12 (a hole)",
                file("{" + tensor("a", "F32", "[2]", "[0,8]") + "," + tensor("b", "F32", "[1]", "[12,16]") + "}", 16));
        assertRefused("file (byte 66) must be 66 bytes long, where the last tensor ends, was 67 bytes long",
                file("{" + tensor("a", "F32", "[1]", "[0,4]") + "}", 5));
    }

    @Test
    void offsetsOutsideTheFileOrReversed() throws IOException {
        for (String offsets : List.of("[4, 0]", "[0, 8]", "[0, 9223372036854775807]", "[0, 4, 4]", "[0]")) {
            assertRefused("data_offsets of tensor 'a' (byte 8) must be [begin, end] with begin <= end <= 4 (the data"
                    + " of the file), was " + offsets, file("{" + tensor("a", "F32", "[1]", offsets) + "}", 4));
        }
        assertRefused("data_offsets of tensor 'a' (byte 8) must be a list of integers from 0 on, was"
                + " '[0, 9.223372036854776E18]'",
                file("{" + tensor("a", "F32", "[1]", "[0,9223372036854775808]") + "}", 4));
        assertRefused("data_offsets of tensor 'a' (byte 8) must be a list of integers from 0 on, was '[-4, 0]'",
                file("{" + tensor("a", "F32", "[1]", "[-4,0]") + "}", 4));
    }

    @Test
    void lengthsThatDoNotFitTheShape() throws IOException {
        assertRefused("data of tensor 'a' (byte 8) must be 8 bytes long (F32 [2]), was 4 bytes by its data_offsets",
                file("{" + tensor("a", "F32", "[2]", "[0,4]") + "}", 4));
        String huge = "999999999999999999";
        assertRefused("data of tensor 'a' (byte 8) must be 9223372036854775807 bytes long (F32 [" + huge + ", " + huge
                + "]), was 4 bytes by its data_offsets",
                file("{" + tensor("a", "F32", "[" + huge + "," + huge + "]", "[0,4]") + "}", 4));
    }

    @Test
    void keysTypesAndNamesThatTheFormatDoesNotKnow() throws IOException {
        assertRefused("keys of tensor 'a' (byte 8) must be dtype, shape and data_offsets, was '[dtype]'",
                file("{\"a\":{\"dtype\":\"F32\"}}", 0));
        assertRefused("dtype of tensor 'a' (byte 8) must be one of [BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32,"
                + " I64, U64, F64], was 'f32'", file("{" + tensor("a", "f32", "[1]", "[0,4]") + "}", 4));
        assertRefused("shape of tensor 'a' (byte 8) must be a list of integers from 0 on, was '[1.0]'",
                file("{" + tensor("a", "F32", "[1.0]", "[0,4]") + "}", 4));
    }

    @Test
    void aNameThatComesTwiceAndDeepNesting() throws IOException {
        String twice = tensor("a", "F32", "[1]", "[0,4]");
        Path file = file("{" + twice + "," + twice + "}", 4);
        assertEquals(file + ": a name in an object (byte 62) must be there once, was 'a' again; correct the JSON, or"
                + " write the file again", assertThrows(MalformedFileException.class,
                        () -> Safetensors.read(file, arena)).getMessage());
        Path deep = file("{\"a\":" + "[".repeat(100_000), 0);
        assertThrows(MalformedFileException.class, () -> Safetensors.read(deep, arena));
    }

    private void assertRefused(String message, Path file) {
        assertEquals(file + ": " + message + REMEDY,
                assertThrows(MalformedFileException.class, () -> Safetensors.read(file, arena)).getMessage());
        assertEquals(file + ": " + message + REMEDY,
                assertThrows(MalformedFileException.class, () -> Safetensors.map(file, arena)).getMessage());
    }
}
