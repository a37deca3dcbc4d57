package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import pfm.Availability;

/** The thread count of a library is right for everybody who calls it, whoever else does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedThreadCountTest {
    private Cblas blas;

    @BeforeEach
    void open() {
        Availability here = Cblas.Library.OPENBLAS.availability();
        assumeTrue(here instanceof Availability.Available, here::toString);
        blas = Cblas.Library.OPENBLAS.open();
    }

    @Test
    void everybodySeesTheCountThatWasAskedForAndNothingStaysChanged() throws Exception {
        int before = blas.threads();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 6; caller++) {
            int count = 1 + caller % 3;
            Cblas own = Cblas.Library.OPENBLAS.open();
            callers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2000; i++) {
                    own.onThreads(count, () -> {
                        assertEquals(count, own.threads());
                        Thread.yield();
                        assertEquals(count, own.threads());
                    });
                }
            }, task -> new Thread(task).start()));
        }
        for (CompletableFuture<Void> caller : callers) {
            caller.get();
        }
        assertEquals(before, blas.threads());
    }

    @Test
    void theSameCountIsShared() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> meet(both));
        assertTrue(meet(both));
        assertTrue(other.get());
    }

    private boolean meet(CountDownLatch both) {
        boolean[] met = new boolean[1];
        blas.onThreads(2, () -> {
            both.countDown();
            try {
                met[0] = both.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return met[0];
    }

    @Test
    void anotherCountWaitsAndIsNotOvertaken() throws InterruptedException {
        List<String> order = new ArrayList<>();
        Thread other = new Thread(() -> blas.onThreads(1, () -> order.add("the other count")));
        Thread newcomer = new Thread(() -> blas.onThreads(2, () -> order.add("the first count, again")));
        blas.onThreads(2, () -> {
            other.start();
            awaitWaiting(other);
            newcomer.start();
            awaitWaiting(newcomer);
            order.add("the first count");
        });
        other.join();
        newcomer.join();
        assertEquals(3, order.size());
        assertEquals("the first count", order.getFirst());
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertFalse(thread.getState() == Thread.State.TERMINATED, "did not wait");
            Thread.onSpinWait();
        }
    }

    @Test
    void aFailureRestoresTheCountAndLetsOthersIn() throws ExecutionException, InterruptedException {
        int before = blas.threads();
        assertThrows(ArithmeticException.class, () -> blas.onThreads(before + 1, () -> {
            throw new ArithmeticException("of the body");
        }));
        assertEquals(before, blas.threads());
        CompletableFuture.runAsync(() -> blas.onThreads(1, () -> assertEquals(1, blas.threads()))).get();
    }
}
