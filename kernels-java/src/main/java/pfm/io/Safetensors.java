package pfm.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pfm.field.OffHeap;

/**
 * A safetensors file: named tensors, little-endian and in C order, with a map of texts. Read strictly: every byte
 * behind the header belongs to exactly one tensor.
 *
 * <p>Source: the format description of github.com/huggingface/safetensors.
 *
 * @param metadata texts by name, in file order
 * @param tensors  tensors by name, in file order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    /** Where data begin is a multiple of this [byte]. */
    static final int ALIGNMENT = 64;

    /** Type of an entry, by its name in the file. */
    public enum Type {
        /** Truth value, one byte. */
        BOOL(1),
        /** Unsigned byte. */
        U8(1),
        /** Signed byte. */
        I8(1),
        /** 16-bit integer. */
        I16(2),
        /** Unsigned 16-bit integer. */
        U16(2),
        /** 16-bit IEEE float. */
        F16(2),
        /** The upper half of a 32-bit float. */
        BF16(2),
        /** 32-bit integer. */
        I32(4),
        /** Unsigned 32-bit integer. */
        U32(4),
        /** 32-bit float. */
        F32(4),
        /** 64-bit integer. */
        I64(8),
        /** Unsigned 64-bit integer. */
        U64(8),
        /** 64-bit float. */
        F64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of an entry. */
        public int bytes() {
            return bytes;
        }
    }

    /**
     * A tensor.
     *
     * @param type  type of an entry
     * @param shape length of every axis, the slowest first
     * @param data  entries in C order, little-endian
     */
    public record Tensor(Type type, List<Long> shape, MemorySegment data) {
        /** Checks that the data are as long as the shape says. */
        public Tensor {
            shape = List.copyOf(shape);
            long bytes = shape.stream().reduce((long) type.bytes, Math::multiplyExact);
            if (data.byteSize() != bytes) {
                throw new IllegalArgumentException("data of a tensor must be " + bytes + " bytes long (" + type + " "
                        + shape + "), was " + data.byteSize());
            }
        }

        /** A float32 tensor. */
        public static Tensor float32(MemorySegment data, long... shape) {
            List<Long> axes = new ArrayList<>();
            for (long axis : shape) {
                axes.add(axis);
            }
            return new Tensor(Type.F32, axes, data);
        }
    }

    /** Keeps the order of the maps. */
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Maps a file; its tensors live as long as the arena. The file must not change meanwhile: read media through
     * {@link pfm.field.Samples#stage}.
     *
     * @throws MalformedFileException if it is not a safetensors file in every detail
     */
    public static Safetensors map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileBytes.open(file)) {
            SafetensorsHeader header = SafetensorsHeader.read(channel, file.toString());
            MemorySegment data = header.dataBytes() == 0 ? MemorySegment.NULL
                    : channel.map(FileChannel.MapMode.READ_ONLY, header.dataAt(), header.dataBytes(), arena);
            return header.over(data);
        }
    }

    /**
     * Reads a file into memory of the arena, for one that may change or go away.
     *
     * @throws MalformedFileException if it is not a safetensors file in every detail
     */
    public static Safetensors read(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileBytes.open(file)) {
            SafetensorsHeader header = SafetensorsHeader.read(channel, file.toString());
            MemorySegment data = OffHeap.allocate(arena, header.dataBytes(), "the tensors of " + file);
            FileBytes.read(channel, data.asSlice(0, header.dataBytes()), header.dataAt(), file.toString());
            return header.over(data);
        }
    }

    /** The tensor of a name, if it has the expected type and shape. */
    public Tensor require(String name, Type type, List<Long> shape, String source) throws MalformedFileException {
        Tensor tensor = tensors.get(name);
        String expected = type + " " + shape;
        String actual = tensor == null ? "missing" : tensor.type + " " + tensor.shape;
        if (!actual.equals(expected)) {
            throw new MalformedFileException(source, "tensor " + MalformedFileException.quote(name), expected, actual,
                    "give a file that fits, or write it again");
        }
        return tensor;
    }

    /** Writes this file, tensors in the order of the map. */
    public void write(AtomicFile out) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put("__metadata__", metadata);
        }
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = at + tensor.data.byteSize();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("dtype", tensor.type.name());
            row.put("shape", tensor.shape);
            row.put("data_offsets", List.of(at, end));
            header.put(entry.getKey(), row);
            at = end;
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int length = Math.ceilDiv(8 + text.length, ALIGNMENT) * ALIGNMENT - 8;
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).flip());
        out.write(ByteBuffer.wrap(text));
        out.write(ByteBuffer.wrap(" ".repeat(length - text.length).getBytes(StandardCharsets.US_ASCII)));
        for (Tensor tensor : tensors.values()) {
            out.write(tensor.data);
        }
    }

    /** Writes this file, whole or not at all. */
    public void write(Path file) throws IOException {
        try (AtomicFile out = AtomicFile.create(file)) {
            write(out);
            out.commit();
        }
    }
}
