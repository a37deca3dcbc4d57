package pfm.opencl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

import pfm.io.AtomicFile;
import pfm.io.UserCache;

/**
 * The binary of one program on disk, under the digest of device, driver, options and text. A file begins with the
 * digest of what follows; one that is broken counts as none, and is written anew. {@code -Dpfm.opencl.cache} names
 * another folder than {@code ~/.cache/pfm/opencl}, or {@code none}. Nothing is kept for PoCL, which does so itself.
 *
 * @param file where it stands, if binaries are kept
 */
record ProgramCache(Optional<Path> file) {
    /** System property that names the folder. */
    static final String PROPERTY = "pfm.opencl.cache";

    private static final int DIGEST_BYTES = 32;

    /** The place of a program. */
    static ProgramCache of(DeviceDescription device, String options, String text) {
        String key = String.join("\n", device.system(), device.name(), device.driver(), options, text);
        String name = HexFormat.of().formatHex(digest(key.getBytes(StandardCharsets.UTF_8))) + ".bin";
        String asked = System.getProperty(PROPERTY);
        Optional<Path> folder = asked == null ? UserCache.folder("opencl")
                : asked.equals("none") ? Optional.empty() : Optional.of(Path.of(asked));
        return new ProgramCache(folder.filter(_ -> !hasItsOwn(device)).map(f -> f.resolve(name)));
    }

    /**
     * PoCL keeps what it has compiled for the groups that were run. Its binaries are compiled for groups of any size,
     * which took over 7 minutes for a transform in groups (PoCL 3.1, 2026-11), and would not be run.
     */
    private static boolean hasItsOwn(DeviceDescription device) {
        return device.system().contains("PoCL");
    }

    /** The binary, if there is a whole one. */
    Optional<byte[]> find() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file.get());
            byte[] binary = Arrays.copyOfRange(bytes, Math.min(DIGEST_BYTES, bytes.length), bytes.length);
            return Arrays.equals(digest(binary), 0, DIGEST_BYTES, bytes, 0, Math.min(DIGEST_BYTES, bytes.length))
                    && binary.length > 0 ? Optional.of(binary) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it is made anew
        }
    }

    /** Keeps a binary, where there is a folder to write to; it is asked for only then. */
    void keep(Supplier<byte[]> made) {
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.get().toAbsolutePath().getParent());
            byte[] binary = made.get();
            if (binary.length > 0) {
                AtomicFile.write(file.get(), ByteBuffer.allocate(DIGEST_BYTES + binary.length)
                        .put(digest(binary)).put(binary).array());
            }
        } catch (IOException e) {
            System.getLogger("pfm.opencl").log(System.Logger.Level.DEBUG, "a program is not kept", e);
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
