package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.io.Json;

/**
 * The verb on every backend that this machine has, against closed forms and against {@link Plane}, a calculation in
 * double precision of its own. Everything agrees to 1e-5 relative in complex64 (what README promises; the transforms
 * alone make 4·2⁻²⁴·log2(n) = 3e-6) and to 1e-12 in complex128 where the backend computes in it.
 */
class PropagateTest {
    private static final double SINGLE = 1e-5;
    private static final double DOUBLE = 1e-12;

    @TempDir
    private Path directory;

    static Stream<String> backends() {
        return Backends.all().stream()
                .filter(b -> b.availability() instanceof Availability.Available).map(Backend::name);
    }

    private Ran propagate(String backend, Path in, String... more) {
        List<String> arguments = new ArrayList<>(List.of("propagate", "--backend", backend, "--in", in.toString(),
                "--out", out().toString()));
        arguments.addAll(List.of(more));
        Ran ran = Ran.pfm(arguments.toArray(String[]::new));
        assertEquals(Exit.OK, ran.exit(), ran.err());
        return ran;
    }

    private Path out() {
        return directory.resolve("v.npy");
    }

    private static Plane.Transfer exact(double wavelength, double index, double z) {
        return (fx, fy) -> {
            double square = Math.pow(index / wavelength, 2) - fx * fx - fy * fy;
            double modulus = square < 0 ? Math.exp(-2 * Math.PI * Math.abs(z) * Math.sqrt(-square)) : 1;
            double phase = square < 0 ? 0 : 2 * Math.PI * z * Math.sqrt(square);
            return new double[] {modulus * Math.cos(phase), modulus * Math.sin(phase)};
        };
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aGaussianBeamFollowsItsClosedForm(String backend) throws IOException {
        // Divergence λ/(π w0) = 1.6e-4: the paraxial form is off by k z θ⁴/8 = 6e-9. Edge of the window: 2e-11 of the
        // axis.
        double wavelength = 500e-9;
        double waist = 1e-3;
        double pitch = 0.11e-3;
        double z = 6;
        int n = 128;
        double rayleigh = Math.PI * waist * waist / wavelength;
        double k = 2 * Math.PI / wavelength;
        Plane start = new Plane(n, n);
        Plane expected = new Plane(n, n);
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                double r2 = (Math.pow(x - n / 2, 2) + Math.pow(y - n / 2, 2)) * pitch * pitch;
                int i = y * n + x;
                start.re()[i] = (float) Math.exp(-r2 / (waist * waist));
                double spread = 1 + Math.pow(z / rayleigh, 2);
                double modulus = Math.exp(-r2 / (waist * waist * spread)) / Math.sqrt(spread);
                double curvature = z * (1 + Math.pow(rayleigh / z, 2));
                double phase = k * z + k * r2 / (2 * curvature) - Math.atan(z / rayleigh);
                expected.re()[i] = modulus * Math.cos(phase);
                expected.im()[i] = modulus * Math.sin(phase);
            }
        }
        for (String dtype : List.of("<c8", "<c16")) {
            Path in = Plane.write(directory.resolve("u.npy"), dtype, "(128, 128)", start);
            Ran ran = propagate(backend, in, "--wavelength", "500nm", "--pitch", "110um", "--distance", "6m");
            double difference = Plane.read(out(), in, 0, n, n).differenceTo(expected);
            assertTrue(difference <= SINGLE, dtype + " differs by " + difference);
            assertTrue(ran.err().contains("pfm: warning: distance 6.000 m > N p^2 n/lambda = 3.098 m: the highest"
                    + " frequencies are undersampled; harmless for a beam of small angles, else add"), ran.err());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void everyFrequencyOfABatchAgreesWithADirectSum(String backend) throws IOException {
        // the corners of the spectrum are evanescent: √((1/0.4um)² + (1/0.6um)²) > 1.33/0.532um. Oblong, with unequal
        // pitches and a prime.
        Plane[] batch = {Plane.random(24, 31, 1), Plane.random(24, 31, 2), Plane.random(24, 31, 3)};
        for (String dtype : List.of("<c8", "<c16")) {
            Path in = Plane.write(directory.resolve("u.npy"), dtype, "(3, 24, 31)", batch);
            Ran ran = propagate(backend, in, "--wavelength", "0.532um", "--pitch", "0.2um:0.3um", "--index", "1.33",
                    "--distance", "2um");
            for (int item = 0; item < batch.length; item++) {
                Plane expected = batch[item].filtered(0.2e-6, 0.3e-6, exact(532e-9, 1.33, 2e-6));
                assertClose(expected, in, item, backend, dtype, ran);
            }
            assertTrue(ran.out().contains("evanescent the grid reaches frequencies above n/lambda"), ran.out());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void backGoesWhereForwardCameFrom(String backend) throws IOException {
        Plane start = Plane.random(20, 16, 4); // 1 um > λ/2: every wave propagates, so that the way back restores all
        Path in = Plane.write(directory.resolve("u.npy"), "<c8", "(20, 16)", start);
        propagate(backend, in, "--wavelength", "500nm", "--pitch", "1um", "--distance", "13um");
        Path there = Files.move(out(), directory.resolve("there.npy"));
        assertTrue(Plane.read(there, in, 0, 20, 16).differenceTo(start) > 0.1, "it moved");
        propagate(backend, there, "--wavelength", "500nm", "--pitch", "1um", "--distance", "-13um");
        assertTrue(Plane.read(out(), in, 0, 20, 16).differenceTo(start) <= SINGLE);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void fresnelAndBandLimitAreWhatTheySay(String backend) throws IOException {
        Plane start = Plane.random(16, 16, 5);
        Path in = Plane.write(directory.resolve("u.npy"), "<c16", "(16, 16)", start);
        double z = 100e-6;
        double wavelength = 500e-9;
        double pitch = 1e-6;
        Ran paraxial = propagate(backend, in, "--wavelength", "500nm", "--pitch", "1um", "--distance", "100um",
                "--paraxial");
        assertClose(start.filtered(pitch, pitch, (fx, fy) -> {
            double phase = 2 * Math.PI * z / wavelength - Math.PI * wavelength * z * (fx * fx + fy * fy);
            return new double[] {Math.cos(phase), Math.sin(phase)};
        }), in, 0, backend, "<c16", paraxial);
        // Matsushima and Shimobaba, eq. 13: f_limit = 1/(λ √((2z/width)² + 1)), width 16 um
        double limit = 1 / (wavelength * Math.sqrt(Math.pow(2 * z / 16e-6, 2) + 1));
        Ran limited = propagate(backend, in, "--wavelength", "500nm", "--pitch", "1um", "--distance", "100um",
                "--band-limited");
        assertClose(start.filtered(pitch, pitch, (fx, fy) -> Math.abs(fx) > limit || Math.abs(fy) > limit
                ? new double[2] : exact(wavelength, 1, z).at(fx, fy)), in, 0, backend, "<c16", limited);
        assertTrue(limited.out().contains("frequencies that the grid cannot sample are cut"), limited.out());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aVolumeIsHalfAStepScreenHalfAStep(String backend) throws IOException {
        int ny = 12;
        int nx = 18;
        int slices = 5;
        int voxels = slices * ny * nx;
        byte[] levels = new byte[voxels];
        ByteBuffer contrasts = ByteBuffer.allocate(4 * voxels).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer extinctions = ByteBuffer.allocate(4 * voxels).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < voxels; i++) {
            levels[i] = (byte) (i * 7919);
            contrasts.putFloat((float) (0.01 * Math.sin(i)));
            extinctions.putFloat((float) (0.002 * (1 + Math.cos(i))));
        }
        String shape = "(5, 12, 18)";
        Path bytes = Plane.write(directory.resolve("levels.npy"), "|u1", shape, levels);
        Path floats = Plane.write(directory.resolve("contrast.npy"), "<f4", shape, contrasts.array());
        Path losses = Plane.write(directory.resolve("losses.npy"), "<f4", shape, extinctions.array());
        Plane start = Plane.random(ny, nx, 6);
        Path in = Plane.write(directory.resolve("u.npy"), "<c16", "(12, 18)", start);

        Ran plain = propagate(backend, in, "--wavelength", "1um", "--pitch", "1um", "--index", "1.45", "--volume",
                floats.toString(), "--slice-thickness", "1.5um");
        assertClose(through(start, slices, i -> contrasts.getFloat(4 * i), i -> 0, 0), in, 0, backend, "<c16", plain);

        Ran all = propagate(backend, in, "--wavelength", "1um", "--pitch", "1um", "--index", "1.45", "--volume",
                bytes.toString(), "--levels", "-0.01:0.02", "--slice-thickness", "1.5um", "--extinction",
                losses.toString(), "--frame", "3:0.25:2");
        assertClose(through(start, slices, i -> -0.01 + 0.03 / 255 * (levels[i] & 0xFF),
                i -> extinctions.getFloat(4 * i), 3), in, 0, backend, "<c16", all);
        assertTrue(all.out().contains("behind a frame of 3 samples that absorbs (strength 0.25, order 2,"), all.out());
    }

    /** The split step in so many words: λ = 1 um, pitch 1 um, n = 1.45, dz = 1.5 um; frame strength 1/4, order 2. */
    private static Plane through(
            Plane start, int slices, IntToDoubleFunction contrast, IntToDoubleFunction extinction, int frame) {
        double k0dz = 2 * Math.PI / 1e-6 * 1.5e-6;
        int samples = start.ny() * start.nx();
        Plane u = start;
        for (int s = 0; s < slices; s++) {
            int first = s * samples;
            u = u.filtered(1e-6, 1e-6, exact(1e-6, 1.45, 0.75e-6)).screened(
                    i -> k0dz * contrast.applyAsDouble(first + i),
                    i -> k0dz * extinction.applyAsDouble(first + i) + depth(i % start.nx(), start.nx(), frame)
                            + depth(i / start.nx(), start.ny(), frame))
                    .filtered(1e-6, 1e-6, exact(1e-6, 1.45, 0.75e-6));
        }
        return u;
    }

    private static double depth(int i, int n, int frame) {
        int inside = frame - Math.min(i, n - 1 - i);
        return inside > 0 ? 0.25 * Math.pow((double) inside / frame, 2) : 0;
    }

    private void assertClose(Plane expected, Path in, int item, String backend, String dtype, Ran ran)
            throws IOException {
        double difference = Plane.read(out(), in, item, expected.ny(), expected.nx()).differenceTo(expected);
        boolean rounded = ran.err().contains("backend '" + backend + "' computes in complex64, so complex128 of " + in
                + " is rounded; --backend reference keeps it");
        assertTrue(!rounded || dtype.equals("<c16") && !backend.equals("reference"), ran.err());
        double tolerance = dtype.equals("<c16") && !rounded ? DOUBLE : SINGLE;
        assertTrue(difference <= tolerance, dtype + " on " + backend + " differs by " + difference);
    }

    @Test
    void theReportSaysWhatComputedWhyAndHowFast() throws IOException {
        Path in = Plane.write(directory.resolve("u.npy"), "<c8", "(2, 8, 8)", Plane.random(8, 8, 7),
                Plane.random(8, 8, 8));
        Path json = directory.resolve("report.json");
        Ran ran = propagate("reference", in, "--wavelength", "500nm", "--pitch", "1um", "--distance", "1um", "--json",
                json.toString());
        List<String> labels = ran.out().lines().map(line -> line.split(" ")[0]).toList();
        assertEquals(List.of("backend", "field", "medium", "sampling", "boundary", "power", "time", "written"), labels);
        assertEquals("", ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(json), "report");
        assertEquals("reference", report.get("backend"));
        assertEquals("asked for by --backend", report.get("why"));
        assertEquals(List.of(2L, 8L, 8L), report.get("shape"));
        assertEquals(5e-7, report.get("wavelength"));
        assertEquals(1e-6, report.get("distance"));
        double in1 = (Double) report.get("powerIn");
        assertEquals(in1, (Double) report.get("powerOut"), 1e-6 * in1); // lossless; result rounded to complex64
        double rate = (Double) report.get("voxelUpdatesPerSecond") * (Double) report.get("runSeconds");
        assertEquals(128, rate, 1e-9); // 2 fields of 64 samples
    }

    @Test
    void strongScatteringIsWarnedOf() {
        byte[] levels = new byte[64 * 8 * 8];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) (i * 97 & 255);
        }
        Path volume = Plane.write(directory.resolve("n.npy"), "|u1", "(64, 8, 8)", levels);
        Path in = Plane.write(directory.resolve("u.npy"), "<c8", "(8, 8)", Plane.random(8, 8, 9));
        Ran ran = propagate("reference", in, "--wavelength", "1um", "--pitch", "1um", "--volume", volume.toString(),
                "--levels", "0:0.4", "--slice-thickness", "1um");
        // every level equally often: δn_rms = 0.4/255·√((256² − 1)/12) = 0.1159;
        // L/ls = 64 um·(2π/um)²·δn_rms²·1 um = 33.95
        assertTrue(ran.err().contains("pfm: warning: L/ls = 34.0 (delta n rms 0.116) is above 3.0: a one-way model"
                + " without reflections is not to be trusted"), ran.err());
    }
}
