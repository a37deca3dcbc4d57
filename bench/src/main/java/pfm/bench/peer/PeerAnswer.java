package pfm.bench.peer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import pfm.field.Field;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.validation.Output;

/** What a peer computed, as it wrote it: float32 numbers without a header, complex ones interleaved. */
final class PeerAnswer implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder()).limit(0);
    private final Arena arena = Arena.ofShared();

    PeerAnswer(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path);
    }

    /** Reads a batch of fields in the shape of {@code like}. */
    Output field(Field like) throws IOException {
        Field field = Field.zeros(like.grid(), like.batch(), arena);
        Output numbers = Output.of("field", field);
        for (long i = 0; i < numbers.count(); i++) {
            field.re().setAtIndex(ValueLayout.JAVA_FLOAT, i, next());
            field.im().setAtIndex(ValueLayout.JAVA_FLOAT, i, next());
        }
        return numbers;
    }

    /** Reads {@code count} real numbers. */
    Output gradient(long count) throws IOException {
        Samples samples = Samples.zeros(Precision.FLOAT32, count, arena);
        for (long i = 0; i < count; i++) {
            samples.set(i, next());
        }
        return Output.of("gradient", samples);
    }

    private float next() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            while (buffer.position() % Float.BYTES != 0 || buffer.position() == 0) {
                if (channel.read(buffer) < 0) {
                    throw new IOException(path + " ends early: the peer has not written its whole answer");
                }
            }
            buffer.flip();
        }
        return buffer.getFloat();
    }

    /** Closes the file and frees what was read. */
    @Override
    public void close() throws IOException {
        try (channel; arena) {
            buffer.clear();
        }
    }
}
