package pfm.abi;

import java.util.concurrent.atomic.AtomicInteger;

/** What a caller holds by a number: used by so many calls at once, closed by one when no other uses it. */
abstract class Resource {
    private static final int CLOSED = -1;

    private final Kind<?> kind;
    private final int mostCalls;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * For subclasses.
     *
     * @param kind      what it is
     * @param mostCalls that may use it at once
     */
    Resource(Kind<?> kind, int mostCalls) {
        this.kind = kind;
        this.mostCalls = mostCalls;
    }

    final Kind<?> kind() {
        return kind;
    }

    /** Begins a call. */
    final void enter() {
        int now = calls.getAndUpdate(n -> n == CLOSED || n >= mostCalls ? n : n + 1);
        if (now == CLOSED) {
            throw kind.closed();
        }
        if (now >= mostCalls) {
            throw busy();
        }
    }

    /** Ends a call. */
    final void leave() {
        calls.decrementAndGet();
    }

    /** Keeps every call out, if none is in. */
    final void enterAlone() {
        int now = calls.compareAndExchange(0, mostCalls);
        if (now == CLOSED) {
            throw kind.closed();
        }
        if (now != 0) {
            throw busy();
        }
    }

    /** Lets calls in again after {@link #enterAlone}. */
    final void leaveAlone() {
        calls.set(0);
    }

    /** Closes it after {@link #enterAlone}. */
    final void close() {
        calls.set(CLOSED);
        free();
    }

    /** Frees what it owns. */
    abstract void free();

    private RefusedException busy() {
        return new RefusedException(Code.BUSY, "the " + kind.name()
                + " must be idle, was used by another thread; make one for each thread, or wait for the other call");
    }
}
