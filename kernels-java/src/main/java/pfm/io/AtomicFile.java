package pfm.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears whole or not at all: bytes go to a temporary file beside the target; {@link #commit()} flushes it
 * to the disk and renames it. Closed without a commit, or ended by Ctrl-C, nothing is left, and an older target stays.
 *
 * <p>Create it before a long computation: a target that cannot be written is then known at once. A target that exists
 * and is neither a file nor a directory (a device, a pipe) is written in place.
 */
public final class AtomicFile implements AutoCloseable {
    private static final int CHUNK = 1 << 24;

    private final Path target;
    private final Path written;
    private final FileChannel channel;
    private boolean committed;

    private AtomicFile(Path target, Path written, FileChannel channel) {
        this.target = target;
        this.written = written;
        this.channel = channel;
    }

    /**
     * Starts to write {@code target}.
     *
     * @throws FileSystemException that names the target, if it is a directory, or its directory is missing or read-only
     */
    public static AtomicFile create(Path target) throws FileSystemException {
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "is a directory, the name of a file is needed");
        }
        try {
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return new AtomicFile(target, target, FileChannel.open(target, StandardOpenOption.WRITE));
            }
            Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath(); // a link stays a link
            if (Files.exists(real) && !Files.isWritable(real)) {
                throw new AccessDeniedException(target.toString());
            }
            String unique = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
            Path temporary = real.resolveSibling("." + real.getFileName() + "." + unique + ".part");
            FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            temporary.toFile().deleteOnExit();
            return new AtomicFile(real, temporary, channel);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Writes {@code bytes} to {@code target}, whole or not at all. */
    public static void write(Path target, byte[] bytes) throws IOException {
        try (AtomicFile file = create(target)) {
            file.write(ByteBuffer.wrap(bytes));
            file.commit();
        }
    }

    /** Appends what remains in {@code bytes}. */
    public void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Appends a segment of any size. */
    public void write(MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
            write(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at)).asByteBuffer());
        }
    }

    /** Flushes everything to the disk and gives it its name. */
    public void commit() throws IOException {
        try {
            if (written != target) {
                channel.force(true);
                channel.close();
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            }
            committed = true;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Ends the writing; without a commit before, the file never existed. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!committed && written != target) {
                Files.deleteIfExists(written);
            }
        }
    }

    private static FileSystemException unwritable(Path target, IOException cause) {
        String reason = switch (cause) {
            case AccessDeniedException e -> "permission denied";
            case NoSuchFileException e -> "its directory does not exist";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(cause.getMessage());
        };
        FileSystemException named = new FileSystemException(target.toString(), null, "cannot be written: " + reason);
        named.initCause(cause);
        return named;
    }
}
