package pfm.io;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files and reads them at a position, with messages that name the file. */
final class FileBytes {
    private static final long BLOCK = 1 << 24;

    private FileBytes() {
    }

    /** Opens a regular file. */
    static FileChannel open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Fills a native segment of any size from byte {@code at} of the file. */
    static void read(FileChannel channel, MemorySegment target, long at, String source) throws IOException {
        for (long done = 0; done < target.byteSize(); done += BLOCK) {
            long length = Math.min(BLOCK, target.byteSize() - done);
            read(channel, target.asSlice(done, length).asByteBuffer(), at + done, source);
        }
    }

    /** Fills {@code target} from byte {@code at} of the file, and flips it. */
    static void read(FileChannel channel, ByteBuffer target, long at, String source) throws IOException {
        long next = at;
        while (target.hasRemaining()) {
            int count = channel.read(target, next);
            if (count < 0) {
                throw new EOFException(source + ": file (byte " + next + ") must go on for " + target.remaining()
                        + " bytes, was cut short while it was read; restore it and run again");
            }
            next += count;
        }
        target.flip();
    }
}
