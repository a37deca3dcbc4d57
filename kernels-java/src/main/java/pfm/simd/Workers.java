package pfm.simd;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed crew of threads that share loops with the caller. Each worker gets one contiguous range, cut by arithmetic
 * alone, so that what is computed together never depends on timing. A caller that is done with its own range also runs
 * those that nobody has begun: a worker that the system has not woken, or that other programs keep off its processor,
 * holds up nobody. A caller that finds the crew taken runs every range itself: two plans at once neither wait for each
 * other nor deadlock.
 */
public final class Workers implements AutoCloseable {
    private final int spins;
    private final Worker[] crew;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger pending = new AtomicInteger();

    private Range body;
    private int count;
    private int shares;
    private Thread caller;
    private volatile boolean closed;

    /** The part of a loop that one worker runs. */
    @FunctionalInterface
    public interface Range {
        /** Runs indices {@code from … to − 1}; {@code worker} tells whose scratch memory to use. */
        void run(int worker, int from, int to);
    }

    /**
     * A crew of {@code threads} with the caller; starts the others.
     *
     * @param spins looks at the next loop, of about 20 ns each, before a worker parks
     */
    public Workers(int threads, int spins) {
        this.spins = spins;
        crew = new Worker[threads - 1];
        for (int i = 0; i < crew.length; i++) {
            crew[i] = new Worker(i + 1);
            crew[i].start();
        }
    }

    /** Workers, the caller included: one more than the largest index that a {@link Range} sees. */
    public int count() {
        return crew.length + 1;
    }

    /** Runs indices {@code 0 … count − 1}, cut into one range per worker, and returns when all are done. */
    public void split(int count, Range body) {
        split(count, 1, body);
    }

    /**
     * As {@link #split(int, Range)}, with at least {@code grain} indices for each worker, so that small loops stay
     * whole.
     */
    public void split(int count, int grain, Range body) {
        int shares = Math.clamp(count / grain, 1, count());
        if (shares == 1) {
            body.run(0, 0, count);
        } else if (!taken.compareAndSet(false, true)) {
            for (int w = 0; w < shares; w++) {
                body.run(w, first(w, shares, count), first(w + 1, shares, count));
            }
        } else {
            try {
                together(count, shares, body);
            } finally {
                taken.set(false);
            }
        }
    }

    private void together(int count, int shares, Range body) {
        this.body = body;
        this.count = count;
        this.shares = shares;
        caller = Thread.currentThread();
        pending.set(shares - 1);
        for (int i = 0; i < shares - 1; i++) {
            crew[i].hand();
        }
        try {
            body.run(0, 0, first(1, shares, count));
        } finally {
            for (int i = 0; i < shares - 1; i++) {
                crew[i].runIfNotBegun();
            }
            awaitOthers();
        }
        rethrow(shares);
    }

    private void awaitOthers() {
        for (int i = 0; pending.get() != 0; i++) {
            if (i < spins) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void rethrow(int shares) {
        for (int i = 0; i < shares - 1; i++) {
            if (crew[i].error != null) {
                throw crew[i].error;
            }
            if (crew[i].exception != null) {
                throw crew[i].exception;
            }
        }
    }

    private static int first(int share, int shares, int count) {
        return (int) ((long) count * share / shares);
    }

    /** Ends the threads, after the loop that they run. Loops that come later are run by their callers. */
    @Override
    public void close() {
        while (!closed && !taken.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        closed = true;
        for (Worker worker : crew) {
            LockSupport.unpark(worker);
        }
    }

    private final class Worker extends Thread {
        private final int index;
        /** Loops handed over; written by the holder of the crew, and publishes the loop's fields. */
        private volatile int handed;
        /** Loops of them whose range somebody has begun. */
        private final AtomicInteger begun = new AtomicInteger();
        private volatile boolean parked;
        private RuntimeException exception;
        private Error error;

        Worker(int index) {
            super("pfm-worker-" + index);
            this.index = index;
            setDaemon(true);
        }

        void hand() {
            exception = null; // of a loop in which the caller's own share failed too
            error = null;
            handed = handed + 1;
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            for (int done = 0; awaitMore(done); done++) {
                if (begun.compareAndSet(done, done + 1)) {
                    runShare();
                }
            }
        }

        /** For the holder of the crew. */
        void runIfNotBegun() {
            int last = handed;
            if (begun.compareAndSet(last - 1, last)) {
                runShare();
            }
        }

        private boolean awaitMore(int done) {
            for (int i = 0; handed == done && i < spins; i++) {
                Thread.onSpinWait();
            }
            while (handed == done && !closed) {
                parked = true;
                if (handed == done && !closed) {
                    LockSupport.park(Workers.this);
                }
                parked = false;
            }
            return !closed;
        }

        private void runShare() {
            Thread waiting = caller;
            exception = null;
            error = null;
            try {
                body.run(index, first(index, shares, count), first(index + 1, shares, count));
            } catch (RuntimeException e) {
                exception = e;
            } catch (Error e) {
                error = e;
            } finally {
                if (pending.decrementAndGet() == 0) {
                    LockSupport.unpark(waiting);
                }
            }
        }
    }
}
