package pfm.bindings;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The thread count of a library, which is one for the process, among those who call the library at the same time: who
 * wants the count that is in force joins them, who wants another waits until they are done. The last to leave restores
 * the count that the first one found.
 */
final class SharedThreadCount {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private Cblas.Threads before;
    private int count;
    private int users;
    private int waiting;

    /** Runs {@code body} while the count is {@code threads}. */
    void run(Cblas blas, int threads, Runnable body) {
        enter(blas, threads);
        try {
            body.run();
        } finally {
            leave();
        }
    }

    private void enter(Cblas blas, int threads) {
        lock.lock();
        try {
            while (users > 0 && (count != threads || waiting > 0)) { // or those who wait might wait for ever
                waiting++;
                free.awaitUninterruptibly();
                waiting--;
            }
            Cblas.Threads found = blas.threads(threads); // again for each thread: OpenMP keeps a count per thread
            if (users == 0) {
                before = found;
                count = threads;
            }
            users++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            users--;
            if (users == 0) {
                before.close();
                free.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
