package pfm.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import pfm.io.MalformedFileException;
import pfm.io.Safetensors;

/**
 * A network in one safetensors file: phases, contrasts and weights are the tensors {@code layer.N.phase},
 * {@code layer.N.contrast}, {@code layer.N.extinction} and {@code layer.N.weights}; everything else stands in the
 * metadata, one text per number, lengths in metres. Keys that begin with {@code note.} are free.
 *
 * @param network the network
 * @param notes   free texts about it, by name without {@code note.}
 */
public record NetworkFile(Network network, Map<String, String> notes) {
    static final String FORMAT = "pfm-network-1";
    private static final String NOTE = "note.";

    /** Keeps the notes in their order. */
    public NetworkFile {
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes)); // in order: the same bytes at every save
    }

    /** Writes the file, whole or not at all. */
    public void save(Path file) throws IOException {
        NetworkWriter writer = new NetworkWriter(FORMAT);
        writer.network(network);
        notes.forEach((name, text) -> writer.put(NOTE + name, text));
        writer.safetensors().write(file);
    }

    /**
     * Reads a file; its values are in memory of the arena.
     *
     * @throws MalformedFileException if it is not a network in every detail
     */
    public static NetworkFile load(Path file, Arena arena) throws IOException {
        return of(Safetensors.read(file, arena), file.toString());
    }

    /**
     * The network in a file that was read.
     *
     * @param source its name, for messages
     */
    public static NetworkFile of(Safetensors file, String source) throws MalformedFileException {
        NetworkReader reader = new NetworkReader(file, source);
        reader.format(FORMAT);
        Map<String, String> notes = new LinkedHashMap<>();
        for (String key : file.metadata().keySet()) {
            if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), reader.text(key));
            }
        }
        Network network = reader.network();
        reader.requireNothingLeft();
        return new NetworkFile(network, notes);
    }
}
