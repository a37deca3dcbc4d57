package pfm.bench;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Backends;

/** A program that prints every backend that cannot run, then the one that is chosen, or why there is none. */
final class Chooser {
    private Chooser() {
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Unavailable u) {
                System.out.println(backend.name() + " lacks: " + u.reason() + " | " + u.remedy());
                requireThatOpenThrows(backend);
            }
        }
        try {
            Backends.Choice choice = Backends.choose();
            choice.backend().open().close();
            System.out.println("chose " + choice.backend().name() + ": " + choice.why());
        } catch (BackendUnavailableException | IllegalArgumentException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    private static void requireThatOpenThrows(Backend backend) {
        try {
            backend.open().close();
            throw new IllegalStateException(backend.name() + " opened although it is unavailable");
        } catch (BackendUnavailableException expected) {
            System.out.println(expected.getMessage());
        }
    }
}
