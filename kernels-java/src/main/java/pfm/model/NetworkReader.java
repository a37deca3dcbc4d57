package pfm.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.io.MalformedFileException;
import pfm.io.Safetensors;
import pfm.optics.AbsorbingFrame;

/** Takes a network out of a safetensors file; whatever does not fit, or is left over, is named. */
final class NetworkReader {
    private static final int MOST_LAYERS = 10_000;
    private static final int HEADER = 8; // where the metadata stand [byte]

    private final Safetensors file;
    private final String source;
    private final Set<String> used = new HashSet<>();

    NetworkReader(Safetensors file, String source) {
        this.file = file;
        this.source = source;
    }

    void format(String expected) throws MalformedFileException {
        String found = file.metadata().getOrDefault("format", "missing");
        if (!text("format").equals(expected)) {
            throw wrong("format", expected, found);
        }
    }

    /** The network; every value in it is a number. */
    Network network() throws MalformedFileException {
        try {
            Grid grid = new Grid(integer("grid.nx"), integer("grid.ny"), real("grid.pitchX"), real("grid.pitchY"));
            AbsorbingFrame frame =
                    new AbsorbingFrame(integer("frame.cells"), real("frame.strength"), integer("frame.order"));
            Encoding encoding = new Encoding(integer("encoding.imageColumns"), integer("encoding.imageRows"),
                    integer("encoding.pool"), integer("encoding.block"));
            int count = integer("layers");
            if (count < 1 || count > MOST_LAYERS) {
                throw wrong("layers", "in [1, " + MOST_LAYERS + "]", count);
            }
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                layers.add(layer("layer." + i, grid));
            }
            return new Network(grid, real("wavelength"), real("index"), frame, encoding, layers);
        } catch (IllegalArgumentException e) { // what a record says of values that came from the file
            throw wrong("network", "one that can be built", "refused: " + e.getMessage());
        }
    }

    private Layer layer(String name, Grid grid) throws MalformedFileException {
        String kind = text(name);
        return switch (kind) {
            case "free-space" -> new Layer.FreeSpace(real(name + ".distance"));
            case "phase-mask" -> {
                int width = integer(name + ".width");
                int height = integer(name + ".height");
                yield new Layer.PhaseMask(width, height, samples(name + ".phase", height, width));
            }
            case "slab" -> slab(name, grid);
            case "detectors" -> new Layer.Detectors(regions(name + ".regions"),
                    constant(name + ".readout", Readout.class), real(name + ".gain"));
            case "electronic" -> new Layer.Electronic(crossbar(name), truth(name + ".rectified"));
            default -> throw wrong(name, "free-space, phase-mask, slab, detectors or electronic", kind);
        };
    }

    private Layer.Slab slab(String name, Grid grid) throws MalformedFileException {
        int slices = integer(name + ".slices");
        Samples contrast = samples(name + ".contrast", slices, grid.ny(), grid.nx());
        String extinctions = name + ".extinction";
        Optional<Samples> extinction = Optional.empty();
        if (file.tensors().containsKey(extinctions)) {
            Samples kappa = samples(extinctions, slices, grid.ny(), grid.nx());
            for (long i = 0; i < kappa.count(); i++) {
                if (kappa.get(i) < 0) {
                    throw wrong(extinctions, "0 or more everywhere", kappa.get(i) + " at value " + i);
                }
            }
            extinction = Optional.of(kappa);
        }
        return new Layer.Slab(new Volume(grid.nx(), grid.ny(), slices, contrast, extinction),
                real(name + ".sliceThickness"));
    }

    private Samples samples(String name, long... shape) throws MalformedFileException {
        Safetensors.Tensor found = file.tensors().get(name);
        boolean levels = found != null && found.type() == Safetensors.Type.U8;
        Safetensors.Tensor tensor = tensor(name, levels ? Safetensors.Type.U8 : Safetensors.Type.F32, shape);
        long count = LongStream.of(shape).reduce(1, Math::multiplyExact);
        if (levels) {
            return Samples.levels8(tensor.data(), count, real(name + ".min"), real(name + ".step"), source);
        }
        Samples samples = Samples.float32(tensor.data(), count, source);
        for (long i = 0; i < count; i++) {
            if (!Double.isFinite(samples.get(i))) {
                throw wrong(name, "finite everywhere", samples.get(i) + " at value " + i);
            }
        }
        return samples;
    }

    Safetensors.Tensor tensor(String name, Safetensors.Type type, long... shape) throws MalformedFileException {
        used.add(name);
        return file.require(name, type, shape(shape), source);
    }

    static List<Long> shape(long... axes) {
        return LongStream.of(axes).boxed().toList();
    }

    private List<Region> regions(String key) throws MalformedFileException {
        List<Region> regions = new ArrayList<>();
        for (String region : text(key).split(", ")) {
            String[] n = region.split(" ");
            try {
                regions.add(new Region(Integer.parseInt(n[0]), Integer.parseInt(n[1]), Integer.parseInt(n[2]),
                        Integer.parseInt(n[3])));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw wrong(key, "'x y width height, ...'", region);
            }
        }
        return regions;
    }

    private Crossbar crossbar(String name) throws MalformedFileException {
        int outputs = integer(name + ".outputs");
        int inputs = integer(name + ".inputs");
        Safetensors.Tensor tensor = tensor(name + ".weights", Safetensors.Type.F32, outputs, inputs);
        Matrix weights = Matrix.of(outputs, inputs, Precision.FLOAT32, tensor.data()).requireFinite(name + ".weights");
        String scaling = text(name + ".inputScaling");
        return new Crossbar(weights, converter(name + ".dac"), converter(name + ".adc"), switch (scaling) {
            case "none" -> new InputScaling.None();
            case "abs-max" -> new InputScaling.AbsMax();
            case "max" -> new InputScaling.Max();
            default -> new InputScaling.Constant((float) real(name + ".inputScaling"));
        }, truth(name + ".iterativeBounds"), (float) real(name + ".outputScale"), integer(name + ".tileOutputs"),
                integer(name + ".tileInputs"));
    }

    private Converter converter(String name) throws MalformedFileException {
        return new Converter((float) real(name + ".lsb"), (float) real(name + ".bound"));
    }

    String text(String key) throws MalformedFileException {
        used.add(key);
        String text = file.metadata().get(key);
        if (text == null) {
            throw wrong(key, "in the metadata", "missing");
        }
        return text;
    }

    int integer(String key) throws MalformedFileException {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException e) {
            throw wrong(key, "an integer", text(key));
        }
    }

    private double real(String key) throws MalformedFileException {
        try {
            return Double.parseDouble(text(key));
        } catch (NumberFormatException e) {
            throw wrong(key, "a number", text(key));
        }
    }

    private boolean truth(String key) throws MalformedFileException {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "true or false", text(key));
        };
    }

    private <E extends Enum<E>> E constant(String key, Class<E> type) throws MalformedFileException {
        try {
            return Enum.valueOf(type, text(key));
        } catch (IllegalArgumentException e) {
            throw wrong(key, "one of " + List.of(type.getEnumConstants()), text(key));
        }
    }

    /** Checks that nothing in the file was overlooked: it may matter to whoever wrote it. */
    void requireNothingLeft() throws MalformedFileException {
        Set<String> left = new HashSet<>(file.metadata().keySet());
        left.addAll(file.tensors().keySet());
        left.removeAll(used);
        if (!left.isEmpty()) {
            throw wrong("content", "what this version of the format knows", "more: " + left.stream().sorted().toList());
        }
    }

    MalformedFileException wrong(String quantity, String expected, Object actual) {
        String shown = String.valueOf(actual).replaceAll("[^\\x20-\\x7e]", "?");
        return new MalformedFileException(source, HEADER, quantity, expected,
                shown.length() > 300 ? shown.substring(0, 300) + "..." : shown, "give a file that 'pfm train' wrote");
    }
}
