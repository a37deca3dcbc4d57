package pfm.energy;

import java.util.List;

/**
 * What a run would have cost on the simulated device: an estimate from a model, no measurement, and never to be added
 * to the energy of the simulation.
 *
 * @param activity what the device did
 * @param parts    its energy by part
 * @param seconds  how long it would have taken: tiles work at the same time, vectors and repetitions one after another
 */
public record Ledger(Activity activity, List<Part> parts, double seconds) {
    /**
     * The energy of a part of the device.
     *
     * @param name   of the part
     * @param joules [J]
     */
    public record Part(String name, double joules) {
    }

    /** Keeps a copy of the list. */
    public Ledger {
        parts = List.copyOf(parts);
    }

    /** The sum of all parts [J]. */
    public double joules() {
        return parts.stream().mapToDouble(Part::joules).sum();
    }

    /** Photons for one multiplication of the matrix product. */
    public double photonsPerProduct() {
        return activity.photons() / activity.products();
    }

    /** Energy of one multiplication of the matrix product with its share of everything else [J]. */
    public double joulesPerProduct() {
        return joules() / activity.products();
    }
}
