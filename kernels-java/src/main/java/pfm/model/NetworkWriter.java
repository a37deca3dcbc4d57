package pfm.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.analog.Tile;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.io.Safetensors;

/** Puts a network into the metadata and tensors of a safetensors file; {@link NetworkReader} takes it out again. */
final class NetworkWriter {
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();

    NetworkWriter(String format) {
        put("format", format);
    }

    void put(String key, Object value) {
        metadata.put(key, value.toString());
    }

    void put(String name, Safetensors.Tensor tensor) {
        tensors.put(name, tensor);
    }

    Safetensors safetensors() {
        return new Safetensors(metadata, tensors);
    }

    void network(Network network) {
        put("wavelength", network.wavelength());
        put("index", network.index());
        put("grid.nx", network.grid().nx());
        put("grid.ny", network.grid().ny());
        put("grid.pitchX", network.grid().pitchX());
        put("grid.pitchY", network.grid().pitchY());
        put("frame.cells", network.frame().cells());
        put("frame.strength", network.frame().strength());
        put("frame.order", network.frame().order());
        put("encoding.imageColumns", network.encoding().imageColumns());
        put("encoding.imageRows", network.encoding().imageRows());
        put("encoding.pool", network.encoding().pool());
        put("encoding.block", network.encoding().block());
        put("layers", network.layers().size());
        for (int i = 0; i < network.layers().size(); i++) {
            layer("layer." + i, network.layers().get(i));
        }
    }

    private void layer(String name, Layer layer) {
        switch (layer) {
            case Layer.FreeSpace free -> {
                put(name, "free-space");
                put(name + ".distance", free.distance());
            }
            case Layer.PhaseMask mask -> {
                put(name, "phase-mask");
                put(name + ".width", mask.width());
                put(name + ".height", mask.height());
                samples(name + ".phase", mask.phase(), mask.height(), mask.width());
            }
            case Layer.Slab slab -> {
                put(name, "slab");
                Volume volume = slab.volume();
                put(name + ".slices", volume.slices());
                put(name + ".sliceThickness", slab.sliceThickness());
                samples(name + ".contrast", volume.contrast(), volume.slices(), volume.ny(), volume.nx());
                Optional<Samples> extinction = volume.extinction();
                extinction.ifPresent(k -> samples(name + ".extinction", k, volume.slices(), volume.ny(), volume.nx()));
            }
            case Layer.Detectors detectors -> {
                put(name, "detectors");
                put(name + ".readout", detectors.readout());
                put(name + ".gain", detectors.gain());
                put(name + ".regions", detectors.regions().stream()
                        .map(r -> r.x() + " " + r.y() + " " + r.width() + " " + r.height())
                        .collect(Collectors.joining(", ")));
            }
            case Layer.Electronic electronic -> {
                put(name, "electronic");
                put(name + ".rectified", electronic.rectified());
                crossbar(name, electronic.crossbar());
            }
        }
    }

    private void samples(String name, Samples samples, long... shape) {
        switch (samples.format()) {
            case FLOAT32 -> put(name, Safetensors.Tensor.float32(samples.segment(), shape));
            case LEVELS8 -> {
                put(name + ".min", samples.min());
                put(name + ".step", samples.step());
                put(name, new Safetensors.Tensor(Safetensors.Type.U8, NetworkReader.shape(shape), samples.segment()));
            }
            case FLOAT64 -> throw new IllegalArgumentException(
                    "format of " + name + " must be FLOAT32 or LEVELS8 to be saved, was FLOAT64; convert it");
        }
    }

    private void crossbar(String name, Crossbar crossbar) {
        Tile tile = crossbar.tile();
        if (crossbar.isInteger() || crossbar.cells().isPresent() || tile.disturbs() || tile.input().noise() != 0
                || tile.input().asymmetry() != 0) {
            throw new IllegalArgumentException("crossbar of " + name + " must have exact weights and no imperfections"
                    + " but converters to be saved in a network, was " + tile
                    + "; keep the device in a file of its own");
        }
        put(name + ".outputs", crossbar.outputs());
        put(name + ".inputs", crossbar.inputs());
        converter(name + ".dac", crossbar.dac());
        converter(name + ".adc", crossbar.adc());
        put(name + ".inputScaling", switch (crossbar.inputScaling()) {
            case InputScaling.None none -> "none";
            case InputScaling.AbsMax absMax -> "abs-max";
            case InputScaling.Max max -> "max";
            case InputScaling.Constant constant -> constant.alpha();
            case InputScaling.AverageAbsMax average -> throw new IllegalArgumentException("input scaling of " + name
                    + " must not be a moving average to be saved, was " + average);
        });
        put(name + ".iterativeBounds", crossbar.iterativeBounds());
        put(name + ".outputScale", crossbar.outputScale());
        put(name + ".tileOutputs", crossbar.tileOutputs());
        put(name + ".tileInputs", crossbar.tileInputs());
        put(name + ".weights", Safetensors.Tensor.float32(
                crossbar.weights().values(), crossbar.outputs(), crossbar.inputs()));
    }

    private void converter(String name, DataConverter any) {
        if (!(any instanceof Converter converter)) {
            throw new IllegalArgumentException(name + " must be a sign-magnitude converter to be saved in a network,"
                    + " was " + any + "; keep the device in a file of its own");
        }
        put(name + ".lsb", converter.lsb());
        put(name + ".bound", converter.bound());
    }
}
