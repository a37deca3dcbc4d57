package pfm.bench;

import java.util.List;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.tuning.Tuning;
import pfm.validation.mutants.Mutants;

/**
 * A backend that goes too far in free space, has no medium, draws other noise for odd counts of outputs, and is right
 * else.
 */
public final class CrookedBackend implements Backend {
    private static final List<String> MISTAKES = List.of("mutant/angular-spectrum/a-thousandth-too-far",
            "mutant/split-step/an-exception",
            "mutant/optical-product/another-seed-where-outputs-are-odd-in-number");

    @Override
    public String name() {
        return "crooked";
    }

    @Override
    public int preference() {
        return -1;
    }

    @Override
    public Availability availability() {
        return new Availability.Available("nothing to rely on");
    }

    @Override
    public Kernels open(Tuning tuning) {
        Kernels crooked = Backends.named("reference").open(tuning);
        for (String mistake : MISTAKES) {
            crooked = Mutants.named(mistake).in(crooked);
        }
        return crooked;
    }
}
