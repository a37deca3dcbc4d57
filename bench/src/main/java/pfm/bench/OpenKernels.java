package pfm.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.bench.validate.Candidate;

/**
 * The kernels that are judged and those that judge. What they have planned is freed when they close: a run without end
 * opens them anew now and then.
 */
final class OpenKernels implements AutoCloseable {
    private final Function<Backend, Kernels> opening;
    private final Map<Backend, Kernels> open = new LinkedHashMap<>();
    private Kernels oracle = Backends.named(Candidate.ORACLE).open();

    /** Opens the oracle; how others are opened is {@code opening}. */
    OpenKernels(Function<Backend, Kernels> opening) {
        this.opening = opening;
    }

    /** Opens a backend that is to be judged. */
    Kernels open(Backend backend) {
        Kernels kernels = opening.apply(backend);
        open.put(backend, kernels);
        return kernels;
    }

    /** Closes all and opens them again. */
    void renew() {
        oracle.close();
        oracle = Backends.named(Candidate.ORACLE).open();
        open.replaceAll((backend, kernels) -> {
            kernels.close();
            return opening.apply(backend);
        });
    }

    /** What judges workloads. */
    Kernels oracle() {
        return oracle;
    }

    /** What is judged, in the order of opening. */
    List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        open.forEach((backend, kernels) -> candidates.add(new Candidate(backend.name(), kernels)));
        return candidates;
    }

    @Override
    public void close() {
        open.values().forEach(Kernels::close);
        oracle.close();
    }
}
