package pfm.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C as a request: long work looks for it, and the JVM ends when what is finished has been written. */
final class Interruption implements AutoCloseable {
    /** A single run of a large problem may take as long [s]. */
    private static final long PATIENCE = 60;

    private final CountDownLatch written = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "interruption");
    private volatile boolean requested;

    /** Listens from now on, until it is closed. */
    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether to stop. */
    boolean isRequested() {
        return requested;
    }

    private void request() {
        requested = true;
        try {
            written.await(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is written. */
    @Override
    public void close() {
        written.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException late) { // Ctrl-C in this moment: nothing is left to do
                requested = true;
            }
        }
    }
}
