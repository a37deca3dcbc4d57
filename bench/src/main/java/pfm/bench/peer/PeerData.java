package pfm.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.Screen;
import pfm.optics.TransferFunction;
import pfm.validation.Output;

/** What a peer is given, as a file: float32 numbers without a header, complex ones interleaved. */
final class PeerData implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder());

    PeerData(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Writes a batch of fields. */
    void write(Field field) throws IOException {
        Output numbers = Output.of("field", field);
        for (long i = 0; i < numbers.count(); i++) {
            put(numbers.get(0, i), numbers.get(1, i));
        }
    }

    /** Writes a transfer function divided by the samples of its grid, which is what two transforms multiply by. */
    void write(TransferFunction transfer) throws IOException {
        Grid grid = transfer.grid();
        double[] half = new double[2 * (grid.nx() / 2 + 1)]; // it is even in both axes
        double[] entry = new double[2];
        for (int ky = 0; ky < grid.ny(); ky++) {
            for (int kx = 0; kx <= grid.nx() / 2; kx++) {
                transfer.entry(kx, ky, entry);
                half[2 * kx] = entry[0] / grid.samples();
                half[2 * kx + 1] = entry[1] / grid.samples();
            }
            for (int kx = 0; kx < grid.nx(); kx++) {
                int k = Math.min(kx, grid.nx() - kx);
                put(half[2 * k], half[2 * k + 1]);
            }
        }
    }

    /** Writes what a screen of {@code samples} multiplies a field by. */
    void write(Screen screen, long samples) throws IOException {
        for (long i = screen.first(); i < screen.first() + samples; i++) {
            double phase = screen.scale() * screen.phase().get(i);
            double modulus = screen.attenuation().isEmpty() ? 1
                    : Math.exp(-screen.scale() * screen.attenuation().get().get(i));
            put(modulus * Math.cos(phase), modulus * Math.sin(phase));
        }
    }

    private void put(double real, double imaginary) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putFloat((float) real).putFloat((float) imaginary);
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Writes what is left, and closes the file. */
    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
