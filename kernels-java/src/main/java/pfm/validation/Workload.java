package pfm.validation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import pfm.Kernels;
import pfm.field.Precision;

/**
 * One problem with seeded input: the same object is validated, benchmarked, profiled and tuned. Input and parameters
 * are numbers that float32 holds exactly, so that every precision solves the same problem.
 *
 * @param name        kernel, case, size and direction, for example {@code split-step/levels8/64x64x8/gradient}
 * @param preparation how it is made ready
 */
public record Workload(String name, Preparation preparation) {
    private static final Pattern SIZE = Pattern.compile("(?<=/|x|batch)[0-9]+(?=/|x)");

    /** Plans a workload, allocates its memory and fills in the input. */
    @FunctionalInterface
    public interface Preparation {
        /** Makes the workload ready on {@code kernels}, with fields of {@code precision} in memory of {@code arena}. */
        Trial prepare(Kernels kernels, Precision precision, Arena arena);
    }

    /** The same problem with other input, drawn from a seed; its name ends with {@code /seed=N}. */
    public Workload drawnFrom(long seed) {
        return new Workload(name + "/seed=" + seed, (kernels, precision, arena) ->
                Seeded.drawnFrom(seed, () -> preparation.prepare(kernels, precision, arena)));
    }

    /** How large it is, about: the product of the sizes in its name. */
    public long extent() {
        return SIZE.matcher(name).results().map(MatchResult::group).mapToLong(Long::parseLong)
                .reduce(1, (a, b) -> a * b);
    }

    /** Makes this workload ready on {@code kernels}, with fields of {@code precision} in memory of {@code arena}. */
    public Trial prepare(Kernels kernels, Precision precision, Arena arena) {
        return preparation.prepare(kernels, precision, arena);
    }

    /** What the oracle computes: a run in float64 on the {@code reference}, its outputs in memory of {@code arena}. */
    public List<Output> expected(Kernels reference, Arena arena) {
        Trial trial = prepare(reference, Precision.FLOAT64, arena);
        trial.run();
        return trial.outputs();
    }

    /**
     * Runs on {@code kernels} twice, the second time over the first one's scratch, with outputs that are NaN until they
     * are written, and judges both results.
     *
     * @param expected by the oracle, see {@link #expected}
     */
    public Verdict judge(Kernels kernels, Precision precision, List<Output> expected) {
        try (Arena arena = Arena.ofShared()) {
            return answer(kernels, precision, expected, arena).verdict();
        }
    }

    /** Does what {@link #judge} does, and keeps the outputs in memory of {@code arena}. */
    public Answer answer(Kernels kernels, Precision precision, List<Output> expected, Arena arena) {
        Trial trial = prepare(kernels, precision, arena);
        trial.outputs().forEach(Output::poison);
        trial.run();
        Discrepancy first = trial.judge(expected);
        List<Output> before = trial.outputs().stream().map(o -> copy(o, arena)).toList();
        trial.outputs().forEach(Output::poison);
        long start = System.nanoTime();
        trial.run();
        long nanos = System.nanoTime() - start;
        boolean repeatable = true;
        for (int i = 0; i < before.size(); i++) {
            repeatable &= before.get(i).sameBits(trial.outputs().get(i));
        }
        Verdict verdict = new Verdict(
                name, first.worse(trial.judge(expected)), trial.tolerance().reason(), repeatable, nanos);
        return new Answer(verdict, trial.tolerance(), trial.outputs());
    }

    private static Output copy(Output output, Arena arena) {
        List<MemorySegment> parts = output.parts().stream()
                .map(part -> arena.allocate(part.byteSize(), 8).copyFrom(part)).toList();
        return new Output(output.name(), output.precision(), parts, output.rows(), output.columns());
    }

    @Override
    public String toString() {
        return name;
    }
}
