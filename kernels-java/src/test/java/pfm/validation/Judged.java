package pfm.validation;

import java.util.List;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;

/** The backends that tests judge: all that are available. */
final class Judged {
    private Judged() {
    }

    static List<Backend> backends() {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .toList();
    }
}
