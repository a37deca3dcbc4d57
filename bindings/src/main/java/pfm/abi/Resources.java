package pfm.abi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Everything that is open, by its handle. A handle is never used again. */
final class Resources {
    /** What a call does with a resource. */
    @FunctionalInterface
    interface Body<T> {
        /** Does it. */
        void run(T resource) throws IOException;
    }

    /** Plans something with kernels and memory of its own. */
    @FunctionalInterface
    interface Planner {
        /** The plan; where it fails, the backing is closed by the caller. */
        Planned plan(Backing backing) throws IOException;
    }

    private final Map<Long, Resource> open = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /**
     * Plans something on opened kernels.
     *
     * @return its handle
     */
    long plan(long kernels, Planner planner) throws IOException {
        long[] handle = new long[1];
        use(kernels, OpenKernels.KIND, owner -> {
            Backing backing = owner.newBacking();
            try {
                handle[0] = add(planner.plan(backing));
            } finally {
                if (handle[0] == 0) {
                    backing.close();
                }
            }
        });
        return handle[0];
    }

    /** The handle of a new resource. */
    long add(Resource resource) {
        long handle = last.incrementAndGet();
        open.put(handle, resource);
        return handle;
    }

    /** Calls {@code body} with what a handle stands for; the call counts among those that use it at once. */
    <T extends Resource> void use(long handle, Kind<T> kind, Body<T> body) throws IOException {
        T resource = get(handle, kind);
        resource.enter();
        try {
            body.run(resource);
        } finally {
            resource.leave();
        }
    }

    /** Closes what a handle stands for. */
    void close(long handle, Kind<?> kind) {
        Resource resource = get(handle, kind);
        resource.enterAlone();
        open.remove(handle);
        resource.close();
    }

    private <T extends Resource> T get(long handle, Kind<T> kind) {
        Resource resource = open.get(handle);
        if (kind.type().isInstance(resource)) {
            return kind.type().cast(resource);
        }
        if (resource == null && handle > 0 && handle <= last.get()) {
            throw kind.closed();
        }
        throw new IllegalArgumentException(kind.name() + " must be a handle that was given for such, was " + handle
                + (resource == null ? ", which was never given" : ", a handle of " + resource.kind().name()));
    }

    /** Closes opened kernels with all that was made of them, or nothing if one of these is in use. */
    void closeKernels(long handle) {
        OpenKernels kernels = get(handle, OpenKernels.KIND);
        List<Map.Entry<Long, Resource>> all = new ArrayList<>();
        kernels.enterAlone(); // nothing is planned from here on
        for (Map.Entry<Long, Resource> entry : open.entrySet()) {
            if (entry.getValue() instanceof Planned made && made.isOf(kernels)) {
                try {
                    made.enterAlone();
                    all.add(entry);
                } catch (RefusedException refused) {
                    if (refused.code() == Code.BUSY) { // else another thread has just closed it
                        all.forEach(taken -> taken.getValue().leaveAlone());
                        kernels.leaveAlone();
                        throw refused;
                    }
                }
            }
        }
        all.forEach(entry -> {
            open.remove(entry.getKey());
            entry.getValue().close();
        });
        open.remove(handle);
        kernels.close();
    }
}
