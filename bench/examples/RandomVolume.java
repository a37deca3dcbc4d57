import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Locale;

import pfm.Backends;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.RandomLevels;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.Element;
import pfm.optics.SplitStep;

import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

/**
 * Light through a volume of random levels that takes no memory, in one call, timed from end to end with the transfer of
 * the field: {@code ./pfm bench/examples/RandomVolume.java 16384 4096 results.jsonl} is 1.1e12 voxels.
 */
void main(String[] arguments) throws Exception {
    int side = Integer.parseInt(arguments[0]);
    int slices = Integer.parseInt(arguments[1]);
    Grid grid = Grid.square(side, um(0.5));
    try (var kernels = Backends.best().open(); Arena arena = Arena.ofShared()) {
        Samples levels = Samples.random(new RandomLevels(1, 256), grid.samples() * slices, 0, 0.01 / 255);
        var slab = new Element.Slab(new Volume(side, side, slices, levels), um(0.5));
        Field field = Field.zeros(grid, 1, arena);
        field.set(0, side / 2, side / 2, 1, 0);
        var warm = kernels.splitStep(new SplitStep(grid, nm(500), 1.45, List.of(new Element.Slab(
                new Volume(side, side, 1, Samples.random(new RandomLevels(1, 256), grid.samples(), 0, 0.01 / 255)),
                um(0.5)))));
        warm.propagate(field, field);
        var plan = kernels.splitStep(new SplitStep(grid, nm(500), 1.45, List.of(slab)));
        long start = System.nanoTime();
        plan.propagate(field, field);
        double seconds = (System.nanoTime() - start) / 1e9;
        double voxels = (double) grid.samples() * slices;
        String line = String.format(Locale.ROOT, "{\"benchmark\": \"random-volume\", \"device\": \"%s\", \"date\": \"%s\","
                + " \"grid\": %d, \"slices\": %d, \"voxels\": %.6g, \"seconds\": %.4g, \"voxelsPerSecond\": %.4g,"
                + " \"power\": %.7f}%n", kernels.device(), LocalDate.now(), side, slices, voxels, seconds,
                voxels / seconds, field.power(0));
        IO.print(line);
        if (arguments.length > 2) {
            Files.writeString(Path.of(arguments[2]), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
