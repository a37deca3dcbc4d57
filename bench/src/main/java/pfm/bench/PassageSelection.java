package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import pfm.field.Grid;
import pfm.field.SampleStatistics;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.io.Levels;
import pfm.io.Npy;
import pfm.optics.AbsorbingFrame;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.Scattering;
import pfm.optics.SplitStep;
import pfm.quantity.Units;
import pfm.tuning.Family;

/** The options of {@code pfm propagate} that say what the field passes: free space, or a volume from a file. */
final class PassageSelection {
    @Option(names = "--index", defaultValue = "1", paramLabel = "N",
            description = "Refractive index of the background (default: ${DEFAULT-VALUE}).")
    private double index;

    @Option(names = "--paraxial", description = "Fresnel transfer function instead of the exact one.")
    private boolean paraxial;

    @Option(names = "--band-limited", description = "Cut the frequencies whose phase the grid cannot sample.")
    private boolean bandLimited;

    @Option(names = "--distance", paramLabel = "LENGTH", description = "Free space to cross; negative goes back.")
    private String distance;

    @Option(names = "--volume", paramLabel = "FILE",
            description = "Volume to cross instead: NPY of index contrast, (nz, ny, nx), float32 or uint8. It is"
                    + " mapped, so it may be larger than the memory.")
    private Path volume;

    @Option(names = "--slice-thickness", paramLabel = "LENGTH", description = "Thickness of a slice of the volume.")
    private String sliceThickness;

    @Option(names = "--levels", paramLabel = "MIN:MAX",
            description = "Index contrasts of levels 0 and 255 of a uint8 volume.")
    private String levels;

    @Option(names = "--extinction", paramLabel = "FILE",
            description = "Extinction of every voxel (imaginary part of the index, 0 or more): NPY like --volume,"
                    + " float32.")
    private Path extinction;

    @Option(names = "--frame", paramLabel = "CELLS[:STRENGTH[:ORDER]]",
            description = "Absorb at the edges: a frame of CELLS samples, with exp(-STRENGTH (depth/CELLS)^ORDER) at"
                    + " every slice (default: none; STRENGTH 0.5, ORDER 2).")
    private String frame;

    private final List<Npy> mapped = new ArrayList<>();

    /** Checks which options go together. */
    void check(CommandSpec spec) {
        if ((distance == null) == (volume == null)) {
            throw new ParameterException(spec.commandLine(),
                    "one of --distance (free space) and --volume must be given, " + (distance == null ? "none was"
                    : "both were"));
        }
        require(spec, "--slice-thickness", volume != null, sliceThickness);
        if (volume == null) {
            refuse(spec, "--levels", levels);
            refuse(spec, "--extinction", extinction);
            refuse(spec, "--frame", frame);
        }
    }

    private static void require(CommandSpec spec, String option, boolean needed, Object value) {
        if (needed && value == null) {
            throw new ParameterException(spec.commandLine(), option + " must be given with --volume");
        }
        if (!needed) {
            refuse(spec, option, value);
        }
    }

    private static void refuse(CommandSpec spec, String option, Object value) {
        if (value != null) {
            throw new ParameterException(spec.commandLine(), option + " belongs to --volume, which was not given");
        }
    }

    /** The kernel that the options ask for. */
    Family family() {
        return distance != null ? Family.ANGULAR_SPECTRUM : Family.SPLIT_STEP;
    }

    /** The passage that the options ask for, with what is to be said about it. Files are mapped into the arena. */
    Passage passage(Grid grid, double wavelength, Report report, Arena arena) throws IOException {
        Diffraction diffraction = paraxial ? Diffraction.PARAXIAL : Diffraction.EXACT;
        WaveRemarks remarks = new WaveRemarks(grid, wavelength, index, diffraction, bandLimited);
        report.put("wavelength", wavelength);
        report.put("pitch", List.of(grid.pitchX(), grid.pitchY()));
        report.put("index", index);
        report.put("diffraction", diffraction.name().toLowerCase(Locale.ROOT));
        if (distance != null) {
            double z = Units.length("distance", distance);
            AngularSpectrum spec = new AngularSpectrum(grid, wavelength, index, z, diffraction, bandLimited);
            report.put("distance", z);
            report.line("medium", "index " + index + ", " + Units.format(z) + ", " + remarks.formula());
            remarks.sampling("distance", z, report);
            remarks.boundary(AbsorbingFrame.NONE, report);
            return new Passage(kernels -> kernels.angularSpectrum(spec), u -> spec.cost(u.batch(), u.precision()));
        }
        double dz = Units.length("slice thickness", sliceThickness);
        AbsorbingFrame window = frame == null ? AbsorbingFrame.NONE : frame(frame);
        Volume medium = map(arena);
        Element.Slab slab = new Element.Slab(medium, dz);
        SplitStep spec = new SplitStep(grid, wavelength, index, List.of(slab), diffraction, bandLimited, window);
        report.put("slices", medium.slices());
        report.put("sliceThickness", dz);
        report.line("medium", volume + ": " + medium.slices() + " slices of " + Units.format(dz) + " around index "
                + index + ", " + remarks.formula());
        remarks.scattering(Scattering.of(spec, slab), report);
        remarks.sampling("slice", dz, report);
        remarks.boundary(window, report);
        return new Passage(kernels -> kernels.splitStep(spec), u -> spec.cost(u.batch(), u.precision()));
    }

    private Volume map(Arena arena) throws IOException {
        Optional<Levels> range = Optional.ofNullable(levels).map(Levels::parse);
        Volume lossless = open(volume).mapVolume(range, Optional.empty(), arena);
        if (extinction == null) {
            return lossless;
        }
        Volume losses = open(extinction).mapVolume(Optional.empty(), Optional.empty(), arena);
        requireAlike("nx", lossless.nx(), losses.nx());
        requireAlike("ny", lossless.ny(), losses.ny());
        requireAlike("nz", lossless.slices(), losses.slices());
        Samples kappa = losses.contrast();
        double lowest = SampleStatistics.of(kappa).lowest();
        if (lowest < 0) {
            throw new IllegalArgumentException("extinction of " + extinction + " must be at least 0 everywhere, was "
                    + lowest + " at its lowest; a positive extinction absorbs");
        }
        return new Volume(lossless.nx(), lossless.ny(), lossless.slices(), lossless.contrast(), Optional.of(kappa));
    }

    private Npy open(Path file) throws IOException {
        Npy npy = Npy.open(file);
        mapped.add(npy);
        return npy;
    }

    /** Checks, after the run, that no mapped file was cut short or replaced meanwhile. */
    void requireUnchanged() throws IOException {
        for (Npy npy : mapped) {
            npy.requireUnchanged();
        }
    }

    private void requireAlike(String axis, int expected, int actual) {
        if (expected != actual) {
            throw new IllegalArgumentException(axis + " of " + extinction + " must be " + expected + ", that of "
                    + volume
                    + ", was " + actual);
        }
    }

    private static AbsorbingFrame frame(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length <= 3) {
                return new AbsorbingFrame(Integer.parseInt(parts[0]),
                        parts.length > 1 ? Double.parseDouble(parts[1]) : 0.5,
                        parts.length > 2 ? Integer.parseInt(parts[2]) : 2);
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw new IllegalArgumentException(
                "frame must be CELLS[:STRENGTH[:ORDER]], for example 16 or 16:0.5:2, was '" + text + "'");
    }
}
