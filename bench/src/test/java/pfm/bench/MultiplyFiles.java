package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.AtomicFile;
import pfm.io.Npy;

/** Weights W.npy and vectors X.npy in a folder, and {@code pfm multiply} on them. */
record MultiplyFiles(Path folder) {
    static final float[][] W = {{.5f, -.25f, .125f, .9f}, {-.7f, .3f, .05f, -.4f}, {.11f, .22f, -.33f, .44f}};
    static final float[][] X = {{.3f, -1.2f, .77f, .05f}, {2.5f, .1f, -.6f, 1.9f}};

    record Ended(int exit, String out, String err) {
    }

    void write(String name, float[][] values, Precision precision) throws IOException {
        try (Arena arena = Arena.ofShared(); AtomicFile file = AtomicFile.create(folder.resolve(name))) {
            Npy.write(Matrix.of(values, arena).as(precision, arena), file);
            file.commit();
        }
    }

    /** Runs {@code pfm multiply}; the result goes to Y.npy. */
    Ended multiply(String... more) {
        String[] files = {"multiply", "--weights", folder.resolve("W.npy").toString(), "--in",
            folder.resolve("X.npy").toString(), "--out", folder.resolve("Y.npy").toString()};
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err),
                Stream.of(files, more).flatMap(Stream::of).toArray(String[]::new));
        return new Ended(exit, out.toString(), err.toString());
    }

    /** On a device that is described here. */
    Ended multiplyOn(String json) throws IOException {
        return multiply("--device", Files.writeString(folder.resolve("device.json"), json).toString());
    }
}
