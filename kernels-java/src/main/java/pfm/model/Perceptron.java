package pfm.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.MalformedFileException;
import pfm.io.Safetensors;
import pfm.noise.Philox;
import pfm.quantity.Require;

/**
 * A multilayer perceptron for crossbars: {@code y = scale·V x + b} in every layer, max(y, 0) between layers. V has
 * values in [−1, 1], what the cells of a crossbar hold; the scale is a digital factor.
 *
 * @param layers first to last; the outputs of one are the inputs of the next
 */
public record Perceptron(List<Dense> layers) {
    private static final String FORMAT = "pfm-perceptron-1";
    private static final int WEIGHTS = 40; // stream of the first weights

    /**
     * One layer.
     *
     * @param weights V, {@code [outputs][inputs]}, float32
     * @param bias    b, {@code [1][outputs]}, float32
     * @param scale   positive
     */
    public record Dense(Matrix weights, Matrix bias, float scale) {
        /** Checks shapes and ranges. */
        public Dense {
            Require.equal("precision of the weights of a layer", Precision.FLOAT32, weights.precision());
            Require.equal("columns of the bias of a layer", weights.rows(), bias.columns());
            Require.inRange("scale of a layer", 1e-30, 1e30, "", scale);
        }

        /** Length of a result. */
        public int outputs() {
            return weights.rows();
        }

        /** Length of an input. */
        public int inputs() {
            return weights.columns();
        }
    }

    /** Checks that the layers fit one another. */
    public Perceptron {
        layers = List.copyOf(layers);
        Require.inRange("count of layers", 1, 1024, layers.size());
        for (int l = 1; l < layers.size(); l++) {
            Require.equal("inputs of layer " + l, layers.get(l - 1).outputs(), layers.get(l).inputs());
        }
    }

    /**
     * A perceptron to be trained. Weights {@code scale·V} are uniform with deviation √(2/inputs) (He et al., ICCV 2015)
     * and may grow to {@code room} times that.
     *
     * @param sizes inputs, then the outputs of every layer
     * @param room  largest weight, in units of the first deviation; at least √3
     */
    public static Perceptron random(List<Integer> sizes, double room, long seed, Arena arena) {
        Require.inRange("count of sizes", 2, 1025, sizes.size());
        Require.inRange("room for weights", Math.sqrt(3), 1000, "deviations", room);
        sizes.forEach(size -> Require.inRange("size of a layer", 1, 1 << 20, size));
        List<Dense> layers = new ArrayList<>();
        for (int l = 1; l < sizes.size(); l++) {
            int inputs = sizes.get(l - 1);
            Matrix v = Matrix.zeros(sizes.get(l), inputs, arena);
            double most = Math.sqrt(3) / room;
            for (int i = 0; i < v.rows(); i++) {
                for (int j = 0; j < inputs; j++) {
                    v.set(i, j, most * (2 * Philox.uniform(seed, WEIGHTS + l, (long) i * inputs + j) - 1));
                }
            }
            layers.add(new Dense(v, Matrix.zeros(1, v.rows(), arena), (float) (room * Math.sqrt(2.0 / inputs))));
        }
        return new Perceptron(layers);
    }

    /** Length of an input vector. */
    public int inputs() {
        return layers.getFirst().inputs();
    }

    /** Classes that it tells apart. */
    public int classes() {
        return layers.getLast().outputs();
    }

    /** A copy in memory of {@code arena}. */
    public Perceptron copy(Arena arena) {
        return new Perceptron(layers.stream().map(l -> new Dense(l.weights().as(Precision.FLOAT32, arena),
                l.bias().as(Precision.FLOAT32, arena), l.scale())).toList());
    }

    /** Writes a safetensors file, whole or not at all: tensors {@code layer.N.weights} (scale·V) and {@code .bias}. */
    public void save(Path file, Map<String, String> notes) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("layers", Integer.toString(layers.size()));
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (int l = 0; l < layers.size(); l++) {
            Dense layer = layers.get(l);
            metadata.put("layer." + l + ".scale", Float.toString(layer.scale()));
            tensors.put("layer." + l + ".weights", Safetensors.Tensor.float32(
                    layer.weights().values(), layer.outputs(), layer.inputs()));
            tensors.put("layer." + l + ".bias", Safetensors.Tensor.float32(layer.bias().values(), layer.outputs()));
        }
        notes.forEach((name, text) -> metadata.put("note." + name, text));
        new Safetensors(metadata, tensors).write(file);
    }

    /**
     * Reads a file; its values are in memory of the arena.
     *
     * @throws MalformedFileException if it is no perceptron
     */
    public static Perceptron load(Path file, Arena arena) throws IOException {
        Safetensors read = Safetensors.read(file, arena);
        String source = file.toString();
        Map<String, String> metadata = read.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new MalformedFileException(source, "format", FORMAT, metadata.get("format"),
                    "give a file of 'pfm train --crossbar'");
        }
        List<Dense> layers = new ArrayList<>();
        try {
            int count = Integer.parseInt(metadata.getOrDefault("layers", "0"));
            for (int l = 0; l < count; l++) {
                layers.add(layer(read, "layer." + l, metadata.getOrDefault("layer." + l + ".scale", "none"), source));
            }
            return new Perceptron(layers);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(source, "the perceptron", "whole", "not: " + e.getMessage(),
                    "give a file of 'pfm train --crossbar'");
        }
    }

    private static Dense layer(Safetensors file, String name, String scale, String source)
            throws MalformedFileException {
        Safetensors.Tensor weights = file.tensors().get(name + ".weights");
        if (weights == null || weights.shape().size() != 2) {
            throw new MalformedFileException(source, name + ".weights", "a matrix", "absent",
                    "give a file of 'pfm train --crossbar'");
        }
        int outputs = Math.toIntExact(weights.shape().get(0));
        int inputs = Math.toIntExact(weights.shape().get(1));
        Safetensors.Tensor v = file.require(name + ".weights", Safetensors.Type.F32, weights.shape(), source);
        Safetensors.Tensor bias = file.require(name + ".bias", Safetensors.Type.F32, List.of((long) outputs), source);
        return new Dense(Matrix.of(outputs, inputs, Precision.FLOAT32, v.data()).requireFinite(name + ".weights"),
                Matrix.of(1, outputs, Precision.FLOAT32, bias.data()).requireFinite(name + ".bias"),
                Float.parseFloat(scale));
    }
}
