package pfm.bench.profile;

import pfm.energy.Cost;
import pfm.quantity.Require;

/**
 * A part of a computation that can be run by itself.
 *
 * @param name   for people
 * @param kernel name of the kernel that computes it
 * @param cost   of a run
 * @param closed whether the run ends with the closing step of a split step, which belongs to another part
 * @param body   a run
 */
public record Part(String name, String kernel, Cost cost, boolean closed, Runnable body) {
    /** Checks that all is given. */
    public Part {
        Require.given("name of a part", name);
        Require.given("kernel of a part", kernel);
        Require.given("cost of a part", cost);
        Require.given("body of a part", body);
    }
}
