package pfm.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import pfm.Backends;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.MediumLostException;
import pfm.field.Volume;
import pfm.io.Npy;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** Runs through a volume, cuts its file short, runs again, and shows that the JVM goes on. */
final class LostMedium {
    private LostMedium() {
    }

    public static void main(String[] args) throws IOException {
        Grid grid = Grid.square(64, 1e-6);
        try (Arena arena = Arena.ofShared();
                Kernels kernels = Backends.named(args[0]).open(Tuning.defaults().withThreads(2))) {
            Path file = Path.of(args[1]);
            Volume volume = Npy.open(file).mapVolume(Optional.empty(), Optional.empty(), arena);
            MediumPropagator plan = kernels.splitStep(
                    new SplitStep(grid, 1e-6, 1, List.of(new Element.Slab(volume, 1e-6))));
            Field field = Field.zeros(grid, 2, arena);
            plan.propagate(field, field);
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(1 << 16);
            }
            try {
                plan.reload();
                plan.propagate(field, field);
                System.out.println("nothing noticed");
            } catch (MediumLostException e) {
                System.out.println("lost: " + e.getMessage());
            }
            kernels.angularSpectrum(new AngularSpectrum(grid, 1e-6, 1, 1e-6)).propagate(field, field);
            System.out.println("alive");
        }
    }
}
