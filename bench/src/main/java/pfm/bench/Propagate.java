package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.io.AtomicFile;
import pfm.io.Npy;
import pfm.quantity.Units;

/** {@code pfm propagate}: carries a field from a file through free space or a volume, and writes what arrives. */
@Command(name = "propagate", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = {"Propagates the complex field of an NPY file through free space (--distance) or through a"
                + " volume of index contrast (--volume), and writes the field that arrives.",
            "Forward means exp(+i k z). Space is periodic over the grid. Lengths take units: 532nm, 1.5um, 30mm."},
        footer = {"", "Examples:",
            "  pfm propagate --in u.npy --wavelength 532nm --pitch 8um \\",
            "    --distance 30mm --out v.npy",
            "  pfm propagate --in u.npy --wavelength 1um --pitch 0.5um --index 1.45 \\",
            "    --volume n.npy --levels 0:0.02 --slice-thickness 1um --frame 16 \\",
            "    --out v.npy"})
final class Propagate implements Callable<Integer> {
    @Option(names = "--in", required = true, paramLabel = "FILE",
            description = "Field: NPY, complex64 or complex128, (ny, nx) or (batch, ny, nx).")
    private Path in;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where the result goes: NPY of the same dtype and shape, written whole or not at all.")
    private Path out;

    @Option(names = "--wavelength", required = true, paramLabel = "LENGTH", description = "Wavelength in vacuum.")
    private String wavelength;

    @Option(names = "--pitch", required = true, paramLabel = "LENGTH",
            description = "Distance of samples; X:Y where it differs along x and y.")
    private String pitch;

    @Mixin
    private PassageSelection selection;

    @Mixin
    private BackendSelection backend;

    @Mixin
    private JsonReport json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        selection.check(spec);
        double lambda = Units.length("wavelength", wavelength);
        String[] pitches = pitch.split(":", 2);
        double pitchX = Units.length("pitch", pitches[0]);
        double pitchY = Units.length("pitch", pitches[pitches.length - 1]);
        Npy input = Npy.open(in);
        Backends.Choice choice = backend.choose(selection.family(), input);
        try (Report report = json.open(spec); AtomicFile result = AtomicFile.create(out);
                Arena arena = Arena.ofShared(); Kernels kernels = backend.open(choice.backend(), report)) {
            report.backend(choice, kernels);
            Field given = input.readField(pitchX, pitchY, arena).requireFinite("field of " + in);
            describe(input, given, report);
            Passage passage = selection.passage(given.grid(), lambda, report, arena);
            Field field = accepted(given, choice, kernels, report, arena);
            run(passage, field, kernels, report);
            selection.requireUnchanged();
            input.writeAlike(field, result);
            result.commit();
            report.line("written", out.toString());
            report.finish();
        }
        return Exit.OK;
    }

    private void describe(Npy input, Field field, Report report) {
        report.line("field", String.format(Locale.ROOT, "%s: %d x %d x %d %s, pitch %s, window %s x %s", in,
                field.batch(),
                field.grid().ny(), field.grid().nx(), input.type().name().toLowerCase(Locale.ROOT), pitch,
                Units.format(field.grid().nx() * field.grid().pitchX()),
                Units.format(field.grid().ny() * field.grid().pitchY())));
        report.put("shape", input.shape());
        report.put("dtype", input.type().code());
    }

    /** The field in a precision that the backend accepts. */
    private Field accepted(Field given, Backends.Choice choice, Kernels kernels, Report report, Arena arena) {
        if (kernels.precisions().contains(given.precision())) {
            report.put("computedIn", Npy.Type.complex(given.precision()).code());
            return given;
        }
        Field rounded = given.as(Precision.FLOAT32, arena)
                .requireFinite("field of " + in + " rounded to complex64 (scale it down, or use --backend reference)");
        report.warn("backend '" + choice.backend().name() + "' computes in complex64, so complex128 of " + in
                + " is rounded; --backend reference keeps it");
        report.put("computedIn", Npy.Type.COMPLEX64.code());
        return rounded;
    }

    private static void run(Passage passage, Field field, Kernels kernels, Report report) {
        double powerIn = power(field);
        long start = System.nanoTime();
        Propagator plan = passage.plan().apply(kernels);
        double planned = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        plan.propagate(field, field);
        double ran = (System.nanoTime() - start) / 1e9;
        field.requireFinite("result, in " + Npy.Type.complex(field.precision()).name().toLowerCase(Locale.ROOT)
                + " (scale the input down),");
        double powerOut = power(field);
        double updates = passage.cost().apply(field).voxelUpdates() / ran;
        report.line("power", String.format(Locale.ROOT, "in %.6g, out %.6g, ratio %.7g (sum of |u|^2)",
                powerIn, powerOut, powerOut / powerIn));
        report.line("time", String.format(Locale.ROOT, "plan %.3g s, run %.3g s (the first, not warmed up), "
                + "%.3g voxel-field updates/s", planned, ran, updates));
        report.put("powerIn", powerIn);
        report.put("powerOut", powerOut);
        report.put("planSeconds", planned);
        report.put("runSeconds", ran);
        report.put("voxelUpdatesPerSecond", updates);
    }

    private static double power(Field field) {
        double sum = 0;
        for (int item = 0; item < field.batch(); item++) {
            sum += field.power(item);
        }
        return sum;
    }
}
