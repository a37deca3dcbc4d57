package pfm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import pfm.bench.profile.MachineFigures;

/** The stored limits of this machine, measured where there are none. */
final class MachineLine {
    private MachineLine() {
    }

    /** What is stored, if anything that can be read is. */
    static Optional<MachineFigures> stored(Report report) throws IOException {
        Optional<Path> file = MachineFigures.file();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return MachineFigures.read(file.get());
        } catch (IllegalArgumentException | IOException damaged) {
            report.warn(damaged.getMessage() + "; it is left out, 'pfm profile --machine' measures anew");
            return Optional.empty();
        }
    }

    /** What is stored, or what is measured now, and stored. */
    static MachineFigures figures(boolean anew, Report report) throws IOException, InterruptedException {
        Optional<MachineFigures> stored = stored(report);
        if (stored.isPresent() && !anew) {
            return stored.get();
        }
        MachineFigures measured = MachineFigures.measure();
        store(measured, report);
        return measured;
    }

    /** Keeps figures; a cache that cannot be written is told. */
    static void store(MachineFigures figures, Report report) {
        MachineFigures.file().ifPresent(file -> {
            try {
                figures.write(file);
                report.line("stored", file.toString());
            } catch (IOException e) {
                report.warn("the figures of this machine are not kept: " + e.getMessage());
            }
        });
    }
}
