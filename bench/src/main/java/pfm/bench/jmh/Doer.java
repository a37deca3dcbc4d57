package pfm.bench.jmh;

import pfm.energy.Cost;

/** Somebody who does a task again and again. */
interface Doer extends AutoCloseable {
    /** Who it is, for reports: library, version, device. */
    String describe();

    /** Work of one run. */
    Cost cost();

    /** Does the task once: what is timed. */
    void run();

    @Override
    void close();
}
