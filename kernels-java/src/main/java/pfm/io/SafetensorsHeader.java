package pfm.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The header of a safetensors file, every detail checked against the format and the size of the file. */
final class SafetensorsHeader {
    /** A header that describes 10^5 tensors; the format allows 100 MB. */
    private static final long LONGEST = 16 << 20;
    private static final String METADATA = "__metadata__";
    private static final String REMEDY = "the file is damaged; get or write it again";

    private final String source;
    private final long dataAt;
    private final long dataBytes;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(String name, Safetensors.Type type, List<Long> shape, long begin, long end) {
    }

    private SafetensorsHeader(String source, long dataAt, long dataBytes) {
        this.source = source;
        this.dataAt = dataAt;
        this.dataBytes = dataBytes;
    }

    static SafetensorsHeader read(FileChannel channel, String source) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new MalformedFileException(source, 0, "file", "a safetensors file of at least 8 bytes",
                    size + " bytes long", REMEDY);
        }
        ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        FileBytes.read(channel, start, 0, source);
        long length = start.getLong(0);
        if (length < 2 || length > Math.min(LONGEST, size - 8)) {
            throw new MalformedFileException(source, 0, "header length",
                    "in [2, " + Math.min(LONGEST, size - 8) + "] bytes", Long.toUnsignedString(length), REMEDY);
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        FileBytes.read(channel, text, 8, source);
        SafetensorsHeader header = new SafetensorsHeader(source, 8 + length, size - 8 - length);
        if (text.get(0) != '{') {
            throw header.wrong("header", "a JSON object from its first byte on", "another byte");
        }
        header.take((Map<?, ?>) Json.parse(text.array(), source, 8));
        header.requireTiling();
        return header;
    }

    long dataAt() {
        return dataAt;
    }

    long dataBytes() {
        return dataBytes;
    }

    /** The file with its tensors in {@code data}. */
    Safetensors over(MemorySegment data) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (Entry e : entries.values()) {
            tensors.put(e.name,
                    new Safetensors.Tensor(e.type, e.shape, data.asSlice(e.begin, e.end - e.begin)));
        }
        return new Safetensors(metadata, tensors);
    }

    private void take(Map<?, ?> header) throws MalformedFileException {
        for (Map.Entry<?, ?> item : header.entrySet()) {
            String name = (String) item.getKey();
            if (!(item.getValue() instanceof Map<?, ?> value)) {
                throw wrong(quoted(name), "a JSON object", shown(item.getValue()));
            }
            if (name.equals(METADATA)) {
                for (Map.Entry<?, ?> text : value.entrySet()) {
                    if (!(text.getValue() instanceof String string)) {
                        throw wrong("metadata " + quoted((String) text.getKey()), "a string", shown(text.getValue()));
                    }
                    metadata.put((String) text.getKey(), string);
                }
            } else {
                entries.put(name, entry(name, value));
            }
        }
    }

    private Entry entry(String name, Map<?, ?> value) throws MalformedFileException {
        if (!value.keySet().equals(Set.of("dtype", "shape", "data_offsets"))) {
            throw wrong("keys of tensor " + quoted(name), "dtype, shape and data_offsets", shown(value.keySet()));
        }
        Safetensors.Type type = null;
        for (Safetensors.Type candidate : Safetensors.Type.values()) {
            if (candidate.name().equals(value.get("dtype"))) {
                type = candidate;
            }
        }
        if (type == null) {
            throw wrong("dtype of tensor " + quoted(name), "one of " + List.of(Safetensors.Type.values()),
                    shown(value.get("dtype")));
        }
        List<Long> shape = numbers("shape", name, value.get("shape"));
        List<Long> offsets = numbers("data_offsets", name, value.get("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataBytes) {
            throw wrong("data_offsets of tensor " + quoted(name),
                    "[begin, end] with begin <= end <= " + dataBytes + " (the data of the file)", offsets);
        }
        long bytes;
        try {
            bytes = shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            bytes = Long.MAX_VALUE;
        }
        if (offsets.get(1) - offsets.get(0) != bytes) {
            throw wrong("data of tensor " + quoted(name), bytes + " bytes long (" + type + " " + shape + ")",
                    offsets.get(1) - offsets.get(0) + " bytes by its data_offsets");
        }
        return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private List<Long> numbers(String key, String name, Object value) throws MalformedFileException {
        List<Long> numbers = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Long number && number >= 0) {
                    numbers.add(number);
                }
            }
            if (numbers.size() == list.size()) {
                return numbers;
            }
        }
        throw wrong(key + " of tensor " + quoted(name), "a list of integers from 0 on", shown(value));
    }

    /** Every byte of the data belongs to one tensor. */
    private void requireTiling() throws MalformedFileException {
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        for (Entry e : ordered) {
            if (e.begin != at) {
                throw new MalformedFileException(source, dataAt + Math.min(at, e.begin), "begin of tensor "
                        + quoted(e.name), at + " where the tensor before ends", e.begin + (e.begin < at
                        ? " (they overlap)" : " (a hole)"), REMEDY);
            }
            at = e.end;
        }
        if (at != dataBytes) {
            throw new MalformedFileException(source, dataAt + at, "file", dataAt + at
                    + " bytes long, where the last tensor ends", dataAt + dataBytes + " bytes long", REMEDY);
        }
    }

    private static String quoted(String name) {
        return MalformedFileException.quote(name);
    }

    private static String shown(Object value) {
        return MalformedFileException.quote(String.valueOf(value));
    }

    private MalformedFileException wrong(String quantity, String expected, Object actual) {
        return new MalformedFileException(source, 8, quantity, expected, actual, REMEDY);
    }
}
