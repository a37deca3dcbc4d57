package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/**
 * Opens a backend, plans every kernel, runs each and closes, again and again, and prints what that costs: a line
 * {@code resident KB before, after, threads before, after}.
 */
final class LifeCycles {
    private static final Grid GRID = new Grid(31, 33, 1e-6);

    private LifeCycles() {
    }

    /** Arguments: backend, cycles before memory is looked at, cycles until it is looked at again. */
    public static void main(String[] arguments) throws IOException {
        Backend backend = Backends.named(arguments[0]);
        cycles(backend, Integer.parseInt(arguments[1]));
        long resident = status("VmRSS");
        long threads = threads(Long.MAX_VALUE);
        cycles(backend, Integer.parseInt(arguments[2]));
        System.out.println(resident + " " + status("VmRSS") + " " + threads + " " + threads(threads));
    }

    private static void cycles(Backend backend, int count) {
        for (int i = 0; i < count; i++) {
            try (Kernels kernels = backend.open(Tuning.defaults().withThreads(2)); Arena arena = Arena.ofShared()) {
                cycle(kernels, arena);
            }
        }
    }

    private static void cycle(Kernels kernels, Arena arena) {
        Precision precision = Precision.FLOAT32;
        Field field = Field.zeros(GRID, 2, precision, arena);
        field.set(0, 3, 4, 1, 0);
        kernels.angularSpectrum(new AngularSpectrum(GRID, 5e-7, 1, 1e-5)).propagate(field, field);
        Samples medium = Samples.zeros(precision, 4 * GRID.samples(), arena);
        var spec = new SplitStep(GRID, 5e-7, 1, List.of(
                new Element.Slab(new Volume(GRID.nx(), GRID.ny(), 4, medium), 1e-6)));
        var plan = kernels.splitStep(spec);
        plan.propagate(field, field);
        plan.gradient(field, field, field, MediumGradient.zeros(spec, precision, arena));
        var weights = Matrix.zeros(17, 33, arena);
        kernels.crossbar(Crossbar.ideal(weights)).multiply(Matrix.zeros(3, 33, arena), Matrix.zeros(3, 17, arena));
    }

    private static long status(String key) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith(key + ":")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** Threads of the process, when those that were told to end have ended or a minute is over. */
    private static long threads(long most) throws IOException {
        long start = System.nanoTime();
        while (backendThreads() > 0 && System.nanoTime() - start < 60e9) {
            Thread.onSpinWait();
        }
        while (status("Threads") > most && System.nanoTime() - start < 60e9) {
            Thread.onSpinWait();
        }
        return status("Threads");
    }

    private static long backendThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("pfm-")).count();
    }
}
