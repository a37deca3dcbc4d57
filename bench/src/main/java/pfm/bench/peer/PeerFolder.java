package pfm.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A temporary folder for what is exchanged with peers; it goes when it is closed, or when the JVM ends. */
public final class PeerFolder implements AutoCloseable {
    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    /** Creates the folder. */
    public PeerFolder() throws IOException {
        folder = Files.createTempDirectory("pfm-peer");
        folder.toFile().deleteOnExit();
    }

    /** The name of a file in the folder. */
    public Path file(String name) {
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        files.add(file);
        return file;
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
