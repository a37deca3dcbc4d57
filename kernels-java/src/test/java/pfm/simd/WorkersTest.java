package pfm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The crew of threads: every index once, by whom arithmetic says, whatever goes wrong. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyIndexIsRunOnceByTheWorkerThatArithmeticNames(int threads) {
        try (Workers workers = new Workers(threads, 1000)) {
            assertEquals(threads, workers.count());
            for (int count = 0; count < 40; count++) {
                int[] by = new int[count];
                AtomicIntegerArray times = new AtomicIntegerArray(Math.max(1, count));
                workers.split(count, (worker, from, to) -> {
                    for (int i = from; i < to; i++) {
                        by[i] = worker;
                        times.incrementAndGet(i);
                    }
                });
                int shares = Math.clamp(count, 1, threads);
                for (int i = 0; i < count; i++) {
                    assertEquals(1, times.get(i));
                    assertTrue(count * by[i] / shares <= i && i < count * (by[i] + 1) / shares, "index " + i);
                }
            }
        }
    }

    @Test
    void aGrainKeepsSmallLoopsOnFewWorkers() {
        try (Workers workers = new Workers(4, 1000)) {
            Set<Integer> seen = ConcurrentHashMap.newKeySet();
            workers.split(11, 5, (worker, from, to) -> seen.add(worker));
            assertEquals(Set.of(0, 1), seen);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 30_000}) // workers that park at once, now and then, hardly ever
    void thousandsOfLoopsInARowLoseNothing(int spins) {
        try (Workers workers = new Workers(3, spins)) {
            AtomicInteger sum = new AtomicInteger();
            for (int i = 0; i < 20_000; i++) {
                workers.split(1 + i % 5, (worker, from, to) -> sum.addAndGet(to - from));
            }
            assertEquals(60_000, sum.get());
        }
    }

    @Test
    void aCallerThatIsDoneRunsWhatNobodyHasBegun() {
        try (Workers workers = new Workers(2, 0)) { // a worker that parks takes longer to wake than its range takes
            AtomicInteger byCaller = new AtomicInteger();
            Thread caller = Thread.currentThread();
            while (byCaller.get() < 100) { // without it until the timeout
                workers.split(2, (worker, from, to) -> {
                    if (worker == 1 && Thread.currentThread() == caller) {
                        byCaller.incrementAndGet();
                    }
                });
            }
        }
    }

    @Test
    void anExceptionOfAnyWorkerReachesTheCallerAndTheCrewStaysUsable() {
        try (Workers workers = new Workers(3, 1000)) {
            for (int failing = 0; failing < 3; failing++) {
                int who = failing;
                RuntimeException thrown = new RuntimeException("worker " + who);
                assertSame(thrown, assertThrows(RuntimeException.class, () -> workers.split(3, (worker, from, to) -> {
                    if (worker == who) {
                        throw thrown;
                    }
                })));
                AssertionError error = new AssertionError("worker " + who);
                assertSame(error, assertThrows(AssertionError.class, () -> workers.split(3, (worker, from, to) -> {
                    if (worker == who) {
                        throw error;
                    }
                })));
                assertThrows(IllegalStateException.class, () -> workers.split(3, (worker, from, to) -> {
                    throw new IllegalStateException("all of them");
                }));
                AtomicInteger runs = new AtomicInteger();
                workers.split(3, (worker, from, to) -> runs.incrementAndGet());
                assertEquals(3, runs.get());
            }
        }
    }

    @Test
    void aSecondCallerRunsItsLoopItselfWhileTheCrewIsTaken() throws Exception {
        try (Workers workers = new Workers(2, 1000)) {
            CyclicBarrier inside = new CyclicBarrier(3);
            CyclicBarrier done = new CyclicBarrier(3);
            Thread first = new Thread(() -> workers.split(2, (worker, from, to) -> {
                await(inside);
                await(done);
            }));
            first.start();
            await(inside); // both workers are held within the first caller's loop
            Set<Thread> ran = ConcurrentHashMap.newKeySet();
            AtomicInteger indices = new AtomicInteger();
            workers.split(5, (worker, from, to) -> {
                ran.add(Thread.currentThread());
                indices.addAndGet(to - from);
            });
            assertEquals(Set.of(Thread.currentThread()), ran);
            assertEquals(5, indices.get());
            await(done);
            first.join();
        }
    }

    @Test
    void threadsAreDaemonsAndEndWithTheCrew() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(4, 1000)) {
            CyclicBarrier all = new CyclicBarrier(4);
            workers.split(4, (worker, from, to) -> {
                threads.add(Thread.currentThread());
                await(all); // nobody runs two ranges
            });
        }
        threads.remove(Thread.currentThread());
        assertEquals(3, threads.size());
        for (Thread thread : threads) {
            assertTrue(thread.isDaemon());
            thread.join(30_000);
            assertFalse(thread.isAlive());
        }
    }

    @Test
    void aLoopThatRunsWhenTheCrewEndsRunsToItsEnd() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            Workers workers = new Workers(2, 1000);
            CyclicBarrier started = new CyclicBarrier(2);
            AtomicInteger runs = new AtomicInteger();
            Thread caller = new Thread(() -> {
                await(started);
                for (int loop = 0; loop < 20; loop++) {
                    workers.split(2, (worker, from, to) -> runs.addAndGet(to - from));
                }
            });
            caller.setDaemon(true);
            caller.start();
            await(started);
            workers.close();
            caller.join(10_000);
            assertEquals(40, runs.get());
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
