package pfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * A complex plane in double precision with a calculation that shares no code with the library: the two-dimensional
 * transform as a direct sum, the way NumPy's {@code fft2} defines it, and NPY files written byte by byte.
 */
record Plane(int ny, int nx, double[] re, double[] im) {
    Plane(int ny, int nx) {
        this(ny, nx, new double[ny * nx], new double[ny * nx]);
    }

    /** Entry of a transfer function at the frequency (fx, fy) [1/m]: a complex number as {re, im}. */
    interface Transfer {
        double[] at(double fx, double fy);
    }

    static Plane random(int ny, int nx, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Plane plane = new Plane(ny, nx);
        for (int i = 0; i < ny * nx; i++) {
            plane.re[i] = (float) random.nextDouble(-1, 1); // exact in complex64 too
            plane.im[i] = (float) random.nextDouble(-1, 1);
        }
        return plane;
    }

    /** F⁻¹[F[u]·H]. */
    Plane filtered(double pitchX, double pitchY, Transfer h) {
        Plane spectrum = transformed(-1);
        for (int ky = 0; ky < ny; ky++) {
            for (int kx = 0; kx < nx; kx++) {
                double[] entry = h.at(frequency(kx, nx, pitchX), frequency(ky, ny, pitchY));
                spectrum.multiply(ky * nx + kx, entry[0], entry[1]);
            }
        }
        return spectrum.transformed(1);
    }

    /** u·exp(i·phase − attenuation). */
    Plane screened(IntToDoubleFunction phase, IntToDoubleFunction attenuation) {
        Plane out = new Plane(ny, nx, re.clone(), im.clone());
        for (int i = 0; i < ny * nx; i++) {
            double modulus = Math.exp(-attenuation.applyAsDouble(i));
            out.multiply(i, modulus * Math.cos(phase.applyAsDouble(i)), modulus * Math.sin(phase.applyAsDouble(i)));
        }
        return out;
    }

    private static double frequency(int k, int n, double pitch) {
        return (2 * k < n ? k : k - n) / (n * pitch);
    }

    private void multiply(int i, double a, double b) {
        double real = re[i] * a - im[i] * b;
        im[i] = re[i] * b + im[i] * a;
        re[i] = real;
    }

    private Plane transformed(int sign) {
        return along(sign, 1, nx, nx, ny).along(sign, nx, ny, 1, nx);
    }

    /** Direct sums over {@code n} samples {@code step} apart, for {@code lines} lines {@code next} apart. */
    private Plane along(int sign, int step, int n, int next, int lines) {
        Plane out = new Plane(ny, nx);
        double scale = sign > 0 ? 1.0 / n : 1;
        for (int line = 0; line < lines; line++) {
            for (int k = 0; k < n; k++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int j = 0; j < n; j++) {
                    double angle = sign * 2 * Math.PI * (((long) j * k) % n) / n;
                    int at = line * next + j * step;
                    sumRe += re[at] * Math.cos(angle) - im[at] * Math.sin(angle);
                    sumIm += re[at] * Math.sin(angle) + im[at] * Math.cos(angle);
                }
                out.re[line * next + k * step] = sumRe * scale;
                out.im[line * next + k * step] = sumIm * scale;
            }
        }
        return out;
    }

    /** ‖this − other‖ / ‖other‖. */
    double differenceTo(Plane other) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < re.length; i++) {
            difference += Math.pow(re[i] - other.re[i], 2) + Math.pow(im[i] - other.im[i], 2);
            norm += other.re[i] * other.re[i] + other.im[i] * other.im[i];
        }
        return Math.sqrt(difference / norm);
    }

    /** Writes planes as an NPY file of this dtype and shape. */
    static Path write(Path file, String descr, String shape, Plane... planes) {
        int bytes = descr.equals("<c16") ? 8 : 4;
        ByteBuffer data = ByteBuffer.allocate(planes.length * planes[0].re.length * 2 * bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Plane plane : planes) {
            for (int i = 0; i < plane.re.length; i++) {
                if (bytes == 8) {
                    data.putDouble(plane.re[i]).putDouble(plane.im[i]);
                } else {
                    data.putFloat((float) plane.re[i]).putFloat((float) plane.im[i]);
                }
            }
        }
        return write(file, descr, shape, data.array());
    }

    /** Writes an NPY file. */
    static Path write(Path file, String descr, String shape, byte[] data) {
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
        text += " ".repeat(63 - (10 + text.length()) % 64) + "\n";
        ByteBuffer out = ByteBuffer.allocate(10 + text.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length());
        out.put(text.getBytes(StandardCharsets.ISO_8859_1)).put(data);
        try {
            return Files.write(file, out.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads plane {@code item} of a file whose header is that of {@code alike}, byte by byte the same. */
    static Plane read(Path file, Path alike, int item, int ny, int nx) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] expected = Files.readAllBytes(alike);
        int header = 10 + (expected[8] & 0xFF);
        if (bytes.length != expected.length || ByteBuffer.wrap(bytes, 0, header).mismatch(
                ByteBuffer.wrap(expected, 0, header)) >= 0) {
            throw new IOException("the result must have dtype and shape of the input, was "
                    + new String(bytes, 0, header, StandardCharsets.ISO_8859_1));
        }
        boolean wide = new String(bytes, 0, header, StandardCharsets.ISO_8859_1).contains("<c16");
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        data.position(header + item * ny * nx * (wide ? 16 : 8));
        Plane plane = new Plane(ny, nx);
        for (int i = 0; i < ny * nx; i++) {
            plane.re[i] = wide ? data.getDouble() : data.getFloat();
            plane.im[i] = wide ? data.getDouble() : data.getFloat();
        }
        return plane;
    }
}
