package pfm.bench.profile;

import java.util.List;

import pfm.bench.peer.Timings;
import pfm.energy.Cost;

/**
 * A subject that was timed.
 *
 * @param subject     what it is
 * @param times       of the runs of the whole
 * @param parts       of those parts that were timed, in order
 * @param allocated   on the heap of Java in a run, by all threads, at least [byte]
 * @param collections of garbage during all runs
 * @param energies    of a run by meter [J]; NaN where there is none
 * @param runs        of the whole that the energies are a mean of
 */
public record Measured(Subject subject, Times times, List<Share> parts, long allocated, long collections,
        List<Energy> energies, int runs) {
    /**
     * A part that was timed.
     *
     * @param part  what it is
     * @param times of its runs, less the closing step where it has one [ms]
     * @param cost  likewise
     */
    public record Share(Part part, Times times, Cost cost) {
    }

    /**
     * Energy that hardware took while the simulator ran.
     *
     * @param meter  that counted
     * @param joules of a run [J]
     */
    public record Energy(EnergyMeter meter, double joules) {
    }

    /** Keeps copies of the lists. */
    public Measured {
        parts = List.copyOf(parts);
        energies = List.copyOf(energies);
    }

    /** Times of the whole from end to end [ms]. */
    public Timings whole() {
        return times.runs();
    }

    /** Whether every part was timed, and nothing was interrupted. */
    public boolean complete() {
        return parts.size() == subject.parts().size();
    }

    /** What the parts leave over of the whole: encoding, detection, copies [ms]; 0 where they take more. */
    public double rest() {
        return Math.max(0, whole().median() - parts.stream().mapToDouble(share -> share.times().runs().median()).sum());
    }
}
