package pfm.vector;

import pfm.simd.Workers;

/** How the tiles of one field are shared: by all workers, or all by the one that has the field. */
@FunctionalInterface
interface Loop {
    /** Runs indices {@code 0 … count − 1}. */
    void over(int count, Workers.Range body);

    /** All indices on one worker. */
    static Loop alone(int worker) {
        return (count, body) -> body.run(worker, 0, count);
    }
}
