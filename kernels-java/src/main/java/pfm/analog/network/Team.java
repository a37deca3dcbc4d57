package pfm.analog.network;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that run one task together and meet at barriers within it. */
final class Team {
    /** Turns of waiting before a thread lets others have its core: some microseconds. */
    private static final int PATIENCE = 1 << 12;

    private final int size;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int meeting;
    private volatile Throwable failure;

    Team(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    /** Runs {@code task} with the numbers 0 to {@code size - 1}, each in a thread of its own. */
    void run(IntConsumer task) {
        Thread[] others = new Thread[size - 1];
        for (int t = 1; t < size; t++) {
            int member = t;
            others[t - 1] = Thread.ofPlatform().daemon().name("pfm-network-" + t).start(() -> guard(task, member));
        }
        guard(task, 0);
        boolean interrupted = false;
        for (Thread other : others) {
            while (other.isAlive()) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of the network solver failed", failure);
        }
    }

    private void guard(IntConsumer task, int member) {
        try {
            task.accept(member);
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = e;
            }
        }
    }

    /** Waits until all have come here. */
    void meet() {
        int now = meeting;
        if (arrived.incrementAndGet() == size) {
            arrived.set(0);
            meeting = now + 1;
            return;
        }
        for (int turn = 0; meeting == now; turn++) {
            if (failure != null) {
                throw new IllegalStateException("another thread of the network solver failed");
            }
            if (turn < PATIENCE) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
