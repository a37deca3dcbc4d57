package pfm.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import pfm.io.AtomicFile;
import pfm.tuning.Device;
import pfm.tuning.TuningStore;

/**
 * What FFTW has learnt of this machine, kept in a file beside the tuning so that later programs plan at once. Without
 * a file, or with one that is of no use, planning takes its time: never an error.
 */
final class Wisdom {
    private static final System.Logger LOG = System.getLogger("pfm");

    private final Fftw fftw;
    private final Optional<Path> file;
    /** What was written last. */
    private byte[] known = new byte[0];
    private boolean useless;

    Wisdom(Fftw fftw, Optional<Path> file) {
        this.fftw = fftw;
        this.file = file;
    }

    /** That of this user and machine, or none where no tuning is kept. */
    static Wisdom standard(Fftw fftw) {
        return new Wisdom(fftw, TuningStore.standard().file(Device.here("native", fftw.version()))
                .map(tuning -> tuning.resolveSibling(tuning.getFileName() + ".wisdom")));
    }

    /** Gives FFTW what is in the file. */
    synchronized void load() {
        file.filter(Files::isRegularFile).ifPresent(path -> {
            if (!fftw.importWisdom(path)) {
                LOG.log(System.Logger.Level.WARNING,
                        "wisdom " + path + " is ignored: FFTW does not take it; delete it");
            }
        });
    }

    /** Writes what FFTW knows, whole or not at all, if it is more than before. */
    synchronized void store() {
        if (file.isEmpty() || useless) {
            return;
        }
        Path path = file.get().toAbsolutePath();
        try {
            Files.createDirectories(path.getParent());
            Path written = Files.createTempFile(path.getParent(), "wisdom", ".part");
            try {
                byte[] all = fftw.exportWisdom(written) ? Files.readAllBytes(written) : known;
                if (!Arrays.equals(all, known)) {
                    AtomicFile.write(path, all);
                    known = all;
                }
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            useless = true;
            LOG.log(System.Logger.Level.WARNING, "wisdom " + path + " is not kept: " + e);
        }
    }
}
