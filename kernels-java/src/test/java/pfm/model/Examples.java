package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.noise.Philox;
import pfm.optics.AbsorbingFrame;

/** Small networks and images for tests. */
final class Examples {
    private static final double WAVELENGTH = 0.75e-3;

    private Examples() {
    }

    /** 6x4 images in four classes: a bright quadrant each, with noise. */
    static LabelledImages quadrants(int count, long seed) {
        byte[] pixels = new byte[count * 24];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (Philox.uniform(seed, 0, i) * 4);
            for (int p = 0; p < 24; p++) {
                int quadrant = (p / 6 / 2) * 2 + p % 6 / 3;
                double noise = Philox.uniform(seed, 1, i * 24L + p);
                pixels[i * 24 + p] = (byte) (quadrant == labels[i] ? 255 - 100 * noise : 100 * noise);
            }
        }
        return new LabelledImages(6, 4, pixels, labels);
    }

    /** A mask of random phases and gaps between. */
    static Network masked(Readout readout, Arena arena) {
        List<Layer> layers = new ArrayList<>(List.of(new Layer.FreeSpace(4e-3), mask(12, 10, 1, arena),
                new Layer.FreeSpace(4e-3), mask(14, 14, 2, arena), new Layer.FreeSpace(4e-3)));
        layers.add(new Layer.Detectors(regions(4 * readout.regionsPerSignal()), readout, 10));
        return network(layers);
    }

    /** Every kind of layer: a mask, slabs of both formats, differential detectors, two crossbars. */
    static Network complete(Arena arena) {
        return network(List.of(new Layer.FreeSpace(3e-3), mask(12, 10, 3, arena), slab(arena), levels(arena),
                new Layer.FreeSpace(3e-3), new Layer.Detectors(regions(6), Readout.DIFFERENTIAL, 2),
                new Layer.Electronic(new Crossbar(weights(5, 3, 4, arena), Converter.ofBits(8, 1),
                        Converter.ofBits(9, 12), new InputScaling.AbsMax(), true, 1.5f, 5, 2), true),
                new Layer.Electronic(new Crossbar(weights(4, 5, 5, arena), Converter.IDEAL, Converter.IDEAL,
                        new InputScaling.None(), false, 1, 4, 5), false)));
    }

    /** As {@link #complete}, but only what training can change and converters that change nothing. */
    static Network trainable(Arena arena) {
        return network(List.of(new Layer.FreeSpace(3e-3), mask(12, 10, 3, arena), slab(arena),
                new Layer.FreeSpace(3e-3), new Layer.Detectors(regions(6), Readout.DIFFERENTIAL, 2),
                new Layer.Electronic(Crossbar.ideal(weights(5, 3, 4, arena)), true),
                new Layer.Electronic(Crossbar.ideal(weights(4, 5, 5, arena)), false)));
    }

    private static Network network(List<Layer> layers) {
        return new Network(new Grid(20, 18, 0.4e-3), WAVELENGTH, 1, new AbsorbingFrame(2, 0.5, 2),
                new Encoding(6, 4, 1, 2), layers);
    }

    private static Layer.PhaseMask mask(int width, int height, int seed, Arena arena) {
        return new Layer.PhaseMask(width, height, random(width * height, 2, seed, arena));
    }

    private static Layer.Slab slab(Arena arena) {
        Samples contrast = random(20 * 18 * 3, 0.1, 11, arena);
        Samples extinction = random(20 * 18 * 3, 0.01, 12, arena);
        for (int i = 0; i < extinction.count(); i++) {
            extinction.set(i, Math.abs(extinction.get(i)));
        }
        return new Layer.Slab(new Volume(20, 18, 3, contrast, Optional.of(extinction)), 0.5e-3);
    }

    private static Layer.Slab levels(Arena arena) {
        Samples levels = Samples.levels8(arena.allocate(20 * 18 * 2), 20 * 18 * 2, -0.05, 0.001, "levels");
        for (int i = 0; i < levels.count(); i++) {
            levels.set(i, 0.1 * Philox.uniform(13, 0, i) - 0.05);
        }
        return new Layer.Slab(new Volume(20, 18, 2, levels), 0.5e-3);
    }

    private static Samples random(int count, double size, int seed, Arena arena) {
        Samples samples = Samples.zeros(Precision.FLOAT32, count, arena);
        for (int i = 0; i < count; i++) {
            samples.set(i, size * (2 * Philox.uniform(seed, 0, i) - 1));
        }
        return samples;
    }

    private static Matrix weights(int rows, int columns, int seed, Arena arena) {
        Matrix w = Matrix.zeros(rows, columns, arena);
        for (int i = 0; i < rows * columns; i++) {
            w.set(i / columns, i % columns, 2 * Philox.uniform(seed, 0, i) - 1);
        }
        return w;
    }

    private static List<Region> regions(int count) {
        List<Region> regions = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            regions.add(new Region(2 + r % 4 * 4, 3 + r / 4 * 5, 3, 2 + r % 2));
        }
        return regions;
    }
}
