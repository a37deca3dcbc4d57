package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.analog.Detection;
import pfm.energy.EnergyModel;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.AtomicFile;
import pfm.io.JsonSection;
import pfm.io.Npy;
import pfm.model.ConverterRanges;
import pfm.model.CrossbarDevice;
import pfm.model.EnergyModels;
import pfm.model.OpticalDevice;
import pfm.tuning.Family;
import pfm.validation.Discrepancy;
import pfm.validation.Output;

/** {@code pfm multiply}: sends vectors from a file through a crossbar of weights, and writes the results. */
@Command(name = "multiply", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = {"Multiplies the vectors of an NPY file by a matrix of weights, y = W x: exactly, or as an "
                + "analog crossbar with converters does (--device).",
            "A device is a JSON file. Every key may be left out; what is left out is ideal:",
            "  \"dac\", \"adc\": converters, {\"bits\": 8, \"bound\": 1}: rounds to multiples of "
                + "lsb = bound/(2^(bits-1) - 1), ties to even, then clips at +-bound. Bits are 2 to 24; \"lsb\" may "
                + "stand instead of \"bits\"; a bound alone only clips.",
            "  \"kind\" of a converter: \"signMagnitude\" (as above), \"quantizer\" (2^bits levels from \"min\" to "
                + "\"max\"); an ADC also \"ramp\", \"sar\" or \"pipeline\": 2^bits intervals from -bound to bound, "
                + "bits 1 to 16, \"errors\": {\"capacitor\": 0.01 (of the unit), \"comparator\": 0.002 (of the bound), "
                + "\"gain\": 1000, \"sharedBy\": 8 (columns of a tile)}.",
            "  \"range\" instead of a bound: {\"kind\": \"calibrated\", \"part\": 0.9999} (what this part of the "
                + "values does not exceed, for vectors of --calibration), {\"kind\": \"maximum\"} (what weights can "
                + "give, of an ADC), {\"kind\": \"granular\", \"step\": 1} (width of a code), {\"kind\": \"fixed\", "
                + "\"bound\": 10}.",
            "  \"inputScaling\": alpha, by which inputs are divided before the DAC and results multiplied after the "
                + "ADC: \"none\" (1), \"absMax\" (largest |x| of the vector in the tile), \"max\" (largest x), "
                + "\"averageAbsMax\" (moving average, \"averageDecay\": 0.01 of each vector), or a number.",
            "  \"iterativeBounds\": true doubles alpha, for the vector and tile that needs it, until the ADC clips "
                + "nothing.",
            "  \"outputScale\": factor on every result.",
            "  \"tile\": {\"outputs\": 512, \"inputs\": 512}: most rows and columns of a tile; results of tiles are "
                + "added digitally.",
            "  \"input\": {\"noise\": 0.01, \"asymmetry\": 0}, after the DAC; \"output\": {\"noise\": 0.06, "
                + "\"noiseSpread\": 0, \"asymmetry\": 0}, before the ADC: deviations in units of what is converted, "
                + "and by which part negative values are too small.",
            "  \"effects\": of the array, {\"irDrop\": 1 (closed form), \"series\": 0.01, \"mostSeries\": 0.2, "
                + "\"voltageOffset\": 0, \"weightNoise\": {\"additive\": 0.02} or {\"pcmRead\": 0.0175}, \"curve\": "
                + "{\"factor\": 1, \"bend\": 0.01, \"spread\": 0}}, in the order of pfm.analog.ArrayEffects.",
            "  \"array\": what weights are kept in, {\"cell\": {\"kind\": \"pcm\"}, \"mapping\": \"pair\" or "
                + "\"offset\", \"scaling\": \"tile\" or \"output\", \"lines\": {\"segment\": 1e-4} (resistance from "
                + "cell to cell, in 1/g_max), \"driftCompensation\": true, "
                + "\"slicing\": {\"bits\": 8, \"cellBits\": 2}, \"stuckAtMin\": 0.01, \"stuckAtMax\": 0.01}. Cells: "
                + "exact, pcm, pcmPolynomial, pcmMeasured, reRam, rramMeasured, fixedResistor (\"tolerance\"), "
                + "randomError (\"distribution\", \"growth\", \"size\"); \"gMin\" and \"gMax\" in uS.",
            "  \"inputSlicing\": {\"bits\": 8, \"sliceBits\": 1}: inputs are sent a digit at a time, each "
                + "slice of weights is an array of its own, the ADC gets sums of weight x digit, results are shifted "
                + "and added.",
            "  \"integer\": true alone: the exact product of 8-bit integers; weights are integers in [-128, 127], "
                + "inputs are rounded and clipped to them.",
            "  \"seconds\": from programming to reading; \"seed\": of everything random.",
            "A file with \"detection\" or \"mesh\" is a product of light instead, with \"seed\" of its noise and "
                + "errors:",
            "  {\"photons\": 5}: photons are counted, so many for each multiplication; vectors are intensities, at "
                + "least 0. {\"shots\": 10}: single photons click or not. {\"watts\": 1e-6, \"responsivity\": 1, "
                + "\"bandwidth\": 1e9, \"temperature\": 300, \"load\": 1e4, \"darkCurrent\": 0}: a photodiode, in SI "
                + "units.",
            "  \"mesh\": {\"layout\": \"rectangle\" or \"triangle\", \"insertionLoss\": 0.1 (dB of an "
                + "interferometer), \"splitterError\": 0.01, \"phaseError\": 0.01 (rad), \"phaseBits\": 8, "
                + "\"calibrated\": true (light made stronger against the loss)}: weights are two meshes of "
                + "interferometers with attenuators between, results real parts of fields."},
        footer = {"", "Examples:",
            "  pfm multiply --weights W.npy --in X.npy --out Y.npy",
            "  pfm multiply --weights W.npy --in X.npy --out Y.npy \\",
            "    --device bench/examples/crossbar-8bit.json"})
final class Multiply implements Callable<Integer> {
    @Option(names = "--weights", required = true, paramLabel = "FILE",
            description = "W: NPY, float32 or float64, (outputs, inputs).")
    private Path weights;

    @Option(names = "--in", required = true, paramLabel = "FILE",
            description = "X: NPY, float32 or float64, (inputs,) or (batch, inputs).")
    private Path in;

    @Option(names = "--device", paramLabel = "FILE",
            description = "Crossbar: JSON as above; default: the exact product.")
    private Path device;

    @Option(names = "--calibration", paramLabel = "FILE",
            description = "Vectors that a range of kind calibrated is chosen for: NPY, as --in, whose vectors they are "
                    + "by default.")
    private Path calibration;

    @Option(names = "--energy", paramLabel = "MODEL",
            description = "Says how far the result is from the exact product, and what the run would have cost on the "
                    + "device: a .json file, or digital-45nm-int8, digital-300fj, digital-h100-int8, "
                    + "photonic-conservative, photonic-moderate, photonic-aggressive, photons-1550nm, photons-524nm "
                    + "(for a \"detection\"), survey-32nm, zigzag-28nm. An estimate from published numbers, no "
                    + "measurement.")
    private String energy;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where the result goes: NPY of X's dtype, (outputs,) or (batch, outputs), written whole or "
                    + "not at all.")
    private Path out;

    @Mixin
    private BackendSelection backend;

    @Mixin
    private JsonReport json;

    @Spec
    private CommandSpec spec;

    private PlannedProduct plan;

    @Override
    public Integer call() throws IOException {
        boolean light = device != null && OpticalDevice.isIn(JsonSection.read(device));
        OpticalDevice optical = light ? OpticalDevice.read(device) : null;
        CrossbarDevice described = device == null || light ? CrossbarDevice.IDEAL : CrossbarDevice.read(device);
        EnergyModel model = energy == null ? null : EnergyModels.read(energy);
        Npy trained = Npy.open(weights).requireMatrix();
        boolean detected = light && optical.detection().isPresent();
        Backends.Choice choice = backend.choose(detected ? Family.OPTICAL_PRODUCT : Family.CROSSBAR, trained);
        try (Report report = json.open(spec); AtomicFile result = AtomicFile.create(out);
                Arena arena = Arena.ofShared(); Kernels kernels = backend.open(choice.backend(), report)) {
            report.backend(choice, kernels);
            Matrix w = trained.readMatrix(arena).requireFinite("weights of " + weights);
            Npy input = Npy.open(in);
            Matrix given = input.readMatrix(arena).requireFinite("vectors of " + in);
            if (given.columns() != w.columns()) {
                throw new IllegalArgumentException("columns of " + in + " must be " + w.columns() + ", the inputs of "
                        + weights + ", was " + given.columns() + "; transpose one of them if that is what was meant");
            }
            describe(w, given, report);
            w = accepted("weights of " + weights, w, choice, kernels, report, arena);
            Matrix x = accepted("vectors of " + in, given, choice, kernels, report, arena);
            report.put("computedIn", Npy.Type.real(x.precision()).code());
            CrossbarDevice crossbar = fitted(described, w, x, kernels, report, arena);
            if (crossbar.array().isPresent()) {
                report.line("cells", "read " + (crossbar.seconds() > 0 ? crossbar.seconds() + " s" : "right")
                        + " after programming, drawn with seed " + crossbar.seed());
                report.put("secondsAfterProgramming", crossbar.seconds());
                report.put("seed", crossbar.seed());
            }
            if (light && optical.detection().orElse(null) instanceof Detection.ShotNoise) {
                requireIntensities(x);
            }
            Matrix of = light ? acting(optical, w, report) : w;
            Supplier<PlannedProduct> planning = light ? () -> PlannedProduct.of(optical.plan(of, kernels))
                    : () -> PlannedProduct.of(crossbar, of, kernels, arena);
            Matrix y = run(planning, w, x, report, arena);
            if (model != null) {
                Matrix exact = exact(w, x, kernels, arena);
                double difference = Discrepancy.relativeL2(Output.of("exact", exact), Output.of("result", y));
                report.line("accuracy",
                        String.format(Locale.ROOT, "differs from the exact product by %.3g (relative L2)", difference));
                report.put("differenceFromExact", difference);
                LedgerLines.report(light ? optical.activity(of, of == w ? exact : exact(of, x, kernels, arena))
                        : plan.activity().apply(x.rows()), model, energy, report);
            }
            input.writeAlike(y.as(given.precision(), arena), result);
            result.commit();
            report.line("written", out.toString());
            report.finish();
        }
        return Exit.OK;
    }

    /** The device with bounds of converters that are chosen for weights and vectors. */
    private CrossbarDevice fitted(CrossbarDevice described, Matrix w, Matrix x, Kernels kernels, Report report,
            Arena arena) throws IOException {
        if (described.ranges().equals(ConverterRanges.GIVEN)) {
            return described;
        }
        Matrix samples = calibration == null ? x : Npy.open(calibration).readMatrix(arena)
                .requireFinite("vectors of " + calibration);
        CrossbarDevice fitted = described.fitted(w, samples, kernels);
        float dac = fitted.tile().input().dac().bound();
        float adc = fitted.tile().output().adc().bound();
        report.line("ranges", String.format(Locale.ROOT, "DAC +-%.4g, ADC +-%.4g, chosen for %d vectors", dac, adc,
                samples.rows()));
        report.put("dacBound", dac);
        report.put("adcBound", adc);
        return fitted;
    }

    private static Matrix exact(Matrix w, Matrix x, Kernels kernels, Arena arena) {
        Matrix exact = Matrix.zeros(x.rows(), w.rows(), x.precision(), arena);
        kernels.crossbar(Crossbar.ideal(w)).multiply(x, exact);
        return exact;
    }

    /** The matrix that light is multiplied by. */
    private static Matrix acting(OpticalDevice optical, Matrix w, Report report) {
        long start = System.nanoTime();
        Matrix acting = optical.acting(w);
        if (optical.mesh().isPresent()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            report.line("meshes", String.format(Locale.ROOT, "%d and %d modes, %s, decomposed in %.3g s", w.columns(),
                    w.rows(), optical.mesh().get().layout().name().toLowerCase(Locale.ROOT), seconds));
            report.put("decompositionSeconds", seconds);
        }
        return acting;
    }

    private void requireIntensities(Matrix x) {
        for (int row = 0; row < x.rows(); row++) {
            for (int j = 0; j < x.columns(); j++) {
                if (x.get(row, j) < 0) {
                    throw new IllegalArgumentException("vectors of " + in + " must be intensities, at least 0, was "
                            + x.get(row, j) + " at [" + row + ", " + j + "]; shift them, or use a photodiode");
                }
            }
        }
    }

    private void describe(Matrix w, Matrix x, Report report) {
        report.line("crossbar", String.format(Locale.ROOT, "%s: %d outputs x %d inputs, %s", weights,
                w.rows(), w.columns(), device == null ? "the exact product" : "as " + device + " says"));
        report.line("vectors", String.format(Locale.ROOT, "%s: %d, %s", in, x.rows(),
                x.precision().name().toLowerCase(Locale.ROOT)));
        report.put("outputs", w.rows());
        report.put("inputs", w.columns());
        report.put("batch", x.rows());
        report.put("crossbar", device == null ? "ideal" : device.toString());
        report.put("dtype", Npy.Type.real(x.precision()).code());
    }

    /** A matrix in a precision that the backend accepts. */
    private static Matrix accepted(String quantity, Matrix given, Backends.Choice choice, Kernels kernels,
            Report report, Arena arena) {
        if (kernels.precisions().contains(given.precision())) {
            return given;
        }
        report.warn("backend '" + choice.backend().name() + "' computes in float32, so float64 of the " + quantity
                + " is rounded; --backend reference keeps it");
        return given.as(Precision.FLOAT32, arena).requireFinite(quantity + " rounded to float32");
    }

    private Matrix run(Supplier<PlannedProduct> planning, Matrix w, Matrix x, Report report, Arena arena) {
        Matrix y = Matrix.zeros(x.rows(), w.rows(), x.precision(), arena);
        long start = System.nanoTime();
        plan = planning.get();
        double planned = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        plan.multiply(x, y);
        double ran = (System.nanoTime() - start) / 1e9;
        y.requireFinite("result, in " + y.precision() + " (scale weights or vectors down where it overflows),");
        double macs = Crossbar.ideal(w).cost(x.rows(), x.precision()).macs() / ran;
        report.line("time", String.format(Locale.ROOT, "plan %.3g s, run %.3g s (the first, not warmed up), %.3g MAC/s",
                planned, ran, macs));
        report.put("planSeconds", planned);
        report.put("runSeconds", ran);
        report.put("macsPerSecond", macs);
        return y;
    }
}
