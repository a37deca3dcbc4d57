package pfm.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pfm.noise.Philox;

/** IDX files of 8x8 images in four classes: a bright quadrant each, with noise. */
record Quadrants(Path images, Path labels) {
    private static final int SIDE = 8;

    static Quadrants write(Path folder, String name, int count, long seed) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream classes = new ByteArrayOutputStream();
        pixels.writeBytes(ByteBuffer.allocate(16).putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE).array());
        classes.writeBytes(ByteBuffer.allocate(8).putInt(0x801).putInt(count).array());
        for (int i = 0; i < count; i++) {
            int label = (int) (Philox.uniform(seed, 0, i) * 4);
            classes.write(label);
            for (int p = 0; p < SIDE * SIDE; p++) {
                int quadrant = p / SIDE / 4 * 2 + p % SIDE / 4;
                double noise = Philox.uniform(seed, 1, (long) i * SIDE * SIDE + p);
                pixels.write((int) (quadrant == label ? 255 - 100 * noise : 100 * noise));
            }
        }
        Path images = folder.resolve(name + "-images");
        Path labels = folder.resolve(name + "-labels");
        Files.write(images, pixels.toByteArray());
        Files.write(labels, classes.toByteArray());
        return new Quadrants(images, labels);
    }

    /**
     * The arguments that train a small network on these images and write it to {@code out}.
     *
     * @param more further options and their values, or others instead; a flag may end them
     */
    String[] training(Path out, String... more) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>(List.of("--images", images.toString(), "--labels", labels.toString(),
                "--test-images", images.toString(), "--test-labels", labels.toString(), "--classes", "4",
                "--layers", "2", "--size", "24", "--pool", "1", "--block", "2", "--detector-size", "3",
                "--detector-gap", "2", "--distance", "4mm", "--iterations", "30", "--batch", "50",
                "--out", out.toString()));
        arguments.addAll(List.of(more));
        for (int i = 0; i < arguments.size() - 1; i += 2) {
            values.put(arguments.get(i), arguments.get(i + 1));
        }
        List<String> line = new ArrayList<>(List.of("train"));
        values.forEach((name, value) -> line.addAll(List.of(name, value)));
        if (arguments.size() % 2 == 1) {
            line.add(arguments.getLast());
        }
        return line.toArray(String[]::new);
    }
}
