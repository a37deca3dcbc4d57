package pfm.tuning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import pfm.io.AtomicFile;
import pfm.io.Json;
import pfm.io.UserCache;

/**
 * Where tuned values are kept: one JSON file per device, in {@code pfm/tuning} of {@code $XDG_CACHE_HOME} or
 * {@code ~/.cache}. {@code -Dpfm.tuning=FILE} names the file to use instead, {@code -Dpfm.tuning=none} uses none.
 *
 * <p>What is stored makes plans faster, so reading never fails: a file that is damaged, of another device or another
 * version of this library is {@linkplain StoredTuning.Ignored ignored} with a reason.
 */
public final class TuningStore {
    /** System property that names a file, or {@link #NONE}. */
    public static final String PROPERTY = "pfm.tuning";
    /** Value of the property for no stored tuning. */
    public static final String NONE = "none";

    private static final int FORMAT = 1;
    private static final long LARGEST_FILE = 1 << 16;
    static final String REMEDY = "; run 'pfm tune' to measure anew, or delete it";

    private final Path file;
    private final Path folder;

    private TuningStore(Path file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /** The store of this user, or what the property says. */
    public static TuningStore standard() {
        return of(System.getProperty(PROPERTY), System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    /** One file for any device; a file that is not there is {@linkplain StoredTuning.Ignored ignored}, too. */
    public static TuningStore at(Path file) {
        return new TuningStore(file, null);
    }

    /** A store of its own where this one is a single file: the file beside it with {@code name-} before its name. */
    TuningStore beside(String name) {
        return file == null ? this : at(file.resolveSibling(name + "-" + file.getFileName()));
    }

    /** The store for values of the property, of the environment variable and of the home folder. */
    static TuningStore of(String property, String cacheHome, String home) {
        if (property != null && !property.isBlank()) {
            return property.equals(NONE) ? new TuningStore(null, null) : at(Path.of(property));
        }
        return new TuningStore(null, UserCache.folder("tuning", cacheHome, home).orElse(null));
    }

    /** The file for a device; empty where nothing is to be stored. */
    public Optional<Path> file(Device device) {
        return file != null ? Optional.of(file)
                : Optional.ofNullable(folder).map(f -> f.resolve(device.fileName()));
    }

    /** What is stored for a device. Never throws. */
    public StoredTuning find(Device device) {
        Optional<Path> place = file(device);
        if (place.isEmpty()) {
            return new StoredTuning.Absent("none is to be used");
        }
        Path path = place.get();
        if (file == null && !Files.exists(path)) {
            return new StoredTuning.Absent("none is stored");
        }
        try {
            return read(path, device);
        } catch (IOException e) {
            return new StoredTuning.Ignored(path, "it cannot be read (" + e.getMessage() + ")" + REMEDY);
        }
    }

    /** Refuses now what {@link #write} would refuse after a long measurement. */
    public void requireWritable(Device device) throws IOException {
        if (file(device).isPresent()) {
            try (AtomicFile written = create(device)) {
                written.write(ByteBuffer.allocate(0));
            }
        }
    }

    /**
     * Stores values for a device.
     *
     * @param threads that ran when they were measured
     * @throws IllegalStateException if {@link #file} is empty
     */
    public void write(Device device, int threads, Map<String, String> values) throws IOException {
        Map<String, Object> document = identity(device);
        document.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        document.put("threads", threads);
        document.put("values", new TreeMap<>(values));
        try (AtomicFile written = create(device)) {
            written.write(ByteBuffer.wrap((Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8)));
            written.commit();
        }
    }

    private AtomicFile create(Device device) throws IOException {
        Path path = file(device).orElseThrow(() -> new IllegalStateException("there is no file to store a tuning in"));
        if (file == null) {
            Files.createDirectories(folder);
        }
        return AtomicFile.create(path);
    }

    private static StoredTuning read(Path path, Device device) throws IOException {
        if (!Files.exists(path)) {
            return new StoredTuning.Ignored(path, "there is no such file; run 'pfm tune' to make it");
        }
        if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_FILE) {
            return new StoredTuning.Ignored(path, "it is not a file of at most 64 KiB" + REMEDY);
        }
        String name = path.getFileName().toString();
        if (!(Json.parse(Files.readAllBytes(path), name, 0) instanceof Map<?, ?> document)) {
            return new StoredTuning.Ignored(path, "it is not an object in braces" + REMEDY);
        }
        for (Map.Entry<String, Object> fact : identity(device).entrySet()) {
            Object stored = document.get(fact.getKey());
            if (!Objects.equals(fact.getValue(), stored)) {
                return new StoredTuning.Ignored(path, "its " + fact.getKey() + " must be "
                        + oneLine(fact.getValue()) + ", was " + oneLine(stored) + REMEDY);
            }
        }
        Map<String, String> values = new TreeMap<>();
        if (document.get("date") instanceof String date && document.get("threads") instanceof Long threads
                && document.get("values") instanceof Map<?, ?> map && put(map, values)) {
            return new StoredTuning.Found(path, oneLine(date), Math.clamp(threads, 1, 4096), values);
        }
        return new StoredTuning.Ignored(path, "it must have a date, a count of threads and values" + REMEDY);
    }

    private static boolean put(Map<?, ?> stored, Map<String, String> values) {
        for (Map.Entry<?, ?> entry : stored.entrySet()) {
            if (!(entry.getValue() instanceof String value)) {
                return false;
            }
            values.put((String) entry.getKey(), value);
        }
        return true;
    }

    /** What must be as it was for a stored tuning to be good. */
    private static Map<String, Object> identity(Device device) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", (long) FORMAT);
        facts.put("version", Objects.requireNonNullElse(
                TuningStore.class.getPackage().getImplementationVersion(), "not packaged"));
        facts.put("backend", device.backend());
        facts.put("device", device.device());
        facts.put("processor", device.processor());
        return facts;
    }

    private static String oneLine(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}+", " ");
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
