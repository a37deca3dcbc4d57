package pfm.vector;

import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;

import pfm.field.Samples;
import pfm.optics.Screen;

/**
 * Brings in the pages of media that lie in mapped files before a field comes to them, and lets large media go behind
 * it: a thread that lives as long as a run, for media of a size that is worth one. Without it, every worker waits for
 * the disk by itself, and a process takes as much memory as its files are long.
 */
final class ReadAhead {
    /** How far ahead it reads [byte], or one pass where that is more. */
    static final long WINDOW = 64L << 20;
    /** A medium below this is left to the system's own read-ahead: a run is over before a thread pays [byte]. */
    static final long LEAST = 16L << 20;
    /** Media of less than this are kept in the memory of the process from run to run [byte]. */
    static final long KEPT = 1L << 30;
    /** What is read before the thread looks again where the field is [byte]. */
    private static final long PART = 8L << 20;

    private final long samples;
    private Reader reader;

    /** For media of as many samples per screen. */
    ReadAhead(long samples) {
        this.samples = samples;
    }

    /** Runs {@code run}, which follows {@code route} or the way back, with a reader at its side where that pays. */
    void during(Route route, Runnable run) {
        long all = 0;
        long most = 0;
        for (int pass = 0; pass < route.passes(); pass++) {
            long bytes = mappedBytes(route, pass);
            all += bytes;
            most = Math.max(most, bytes);
        }
        if (all < LEAST) {
            run.run();
            return;
        }
        reader = new Reader(Math.clamp(WINDOW / most, 1, route.passes()), all >= KEPT);
        reader.start();
        try {
            run.run();
        } finally {
            reader.end();
            reader = null;
        }
    }

    /** Tells that a field begins a row pass; called by the thread that called {@link #during}. */
    void at(Route route, int pass) {
        if (reader != null) {
            reader.at(route, pass);
        }
    }

    /** Row passes whose media are in memory together, while a reader runs; else all that a route has. */
    int stretch(Route route) {
        return reader == null ? route.passes() : reader.stretch();
    }

    private long mappedBytes(Route route, int pass) {
        long bytes = 0;
        for (int s = route.firstScreen()[pass]; s < route.firstScreen()[pass + 1]; s++) {
            Screen screen = route.screens().get(s).screen();
            if (!route.screens().get(s).readsMedium()) {
                continue;
            }
            bytes += mappedBytes(screen.phase());
            if (screen.attenuation().isPresent()) {
                bytes += mappedBytes(screen.attenuation().get());
            }
        }
        return bytes;
    }

    private long mappedBytes(Samples medium) {
        return medium.mapped() ? samples * medium.format().bytes() : 0;
    }

    private final class Reader extends Thread {
        /** Passes that it is ahead at most. */
        private final int window;
        private final boolean releases;
        private volatile Route route;
        private volatile int pass;
        private volatile boolean parked;
        private volatile boolean ended;
        /** While the field is here, there is nothing to do; published by {@link #parked}. */
        private Route idleOn;
        private int idleFrom;
        private int idleTo;

        Reader(int window, boolean releases) {
            super("pfm-vector-reader");
            this.window = window;
            this.releases = releases;
            setDaemon(true);
        }

        int stretch() {
            return Math.max(1, window / 2);
        }

        void at(Route route, int pass) {
            this.route = route;
            this.pass = pass;
            if (parked && !idle()) {
                LockSupport.unpark(this);
            }
        }

        private boolean idle() {
            return route == idleOn && pass >= idleFrom && pass < idleTo;
        }

        @Override
        public void run() {
            try {
                Route on = null;
                int before = 0;
                int kept = 0; // passes from here to the next are in memory
                int next = 0;
                while (!ended) {
                    Route now = route;
                    int here = pass;
                    if (now != on || here < before) { // another item or stretch may begin further back
                        release(on, kept, next);
                        kept = here;
                        next = here;
                    }
                    // a convoy may still have to come to what its first beam left by no more than a stretch
                    kept = release(now, kept, Math.min(here - stretch(), next));
                    next = Math.max(next, here);
                    on = now;
                    before = here;
                    if (on != null && next < Math.min(on.passes(), here + window + 1)) {
                        each(on, next++, this::fetch);
                    } else {
                        await(on, here, on != null && next == on.passes() ? next : here + (window + 1) / 2);
                    }
                }
                if (on != null) {
                    release(on, kept, on.passes());
                }
            } catch (Exception gone) {
                // the run comes to the same place and says so
            }
        }

        private void await(Route on, int from, int to) {
            idleOn = on;
            idleFrom = from;
            idleTo = to;
            parked = true;
            if (!ended && idle()) {
                LockSupport.park(ReadAhead.this);
            }
            parked = false;
        }

        /** Lets the media of these passes go, if that pays; where those begin that are kept. */
        private int release(Route on, int from, int to) {
            for (int pass = from; releases && pass < to && pass < on.passes(); pass++) {
                each(on, pass, (medium, first) -> medium.release(first, samples));
            }
            return Math.max(from, to);
        }

        /** Does something with each part of a medium that is read in a pass. */
        private void each(Route on, int pass, ObjLongConsumer<Samples> deed) {
            for (int s = on.firstScreen()[pass]; s < on.firstScreen()[pass + 1]; s++) {
                if (on.screens().get(s).readsMedium()) {
                    Screen screen = on.screens().get(s).screen();
                    deed.accept(screen.phase(), screen.first());
                    screen.attenuation().ifPresent(loss -> deed.accept(loss, screen.first()));
                }
            }
        }

        private void fetch(Samples medium, long first) {
            if (medium.mapped()) {
                long part = PART / medium.format().bytes();
                for (long done = 0; done < samples && !ended; done += part) {
                    medium.fetch(first + done, Math.min(part, samples - done));
                }
            }
        }

        void end() {
            ended = true;
            LockSupport.unpark(this);
            boolean interrupted = false;
            while (isAlive()) {
                try {
                    join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
