package pfm.bench.jmh;

import pfm.validation.Output;

/** A doer whose result has yet to be judged. It may keep its data in a layout of its own. */
interface Candidate extends Doer {
    /** Puts the input of the task in place, and takes away what an earlier run computed. */
    void load();

    /** What the last run computed, as a copy in the layout of this library. */
    Output result();
}
