package pfm.bindings;

import java.util.List;

import pfm.bindings.Fftw.Direction;
import pfm.bindings.NativePlane.Stretch;

/** FFTW's transforms of a whole plane, on one thread. */
final class PlaneDiffraction implements Diffraction {
    private final NativePlane plane;
    private final Fftw.Plan forward;
    private final Fftw.Plan inverse;

    PlaneDiffraction(NativePlane plane, NativePlanner planner, PlanMemory owner) {
        this.plane = plane;
        forward = owner.owning(planner.plan(plane.grid(), Direction.FORWARD, plane.memory()));
        inverse = owner.owning(planner.plan(plane.grid(), Direction.INVERSE, plane.memory()));
    }

    @Override
    public void run(List<Leg> legs) {
        for (Leg leg : legs) {
            sweep(leg.before());
            if (leg.h() != null) {
                forward.execute();
                plane.over((_, first, count) -> Interleaved.multiply(plane.memory(), leg.h(),
                        NativePlane.at(first), NativePlane.groups(count), leg.conjugate()));
                inverse.execute();
            }
            sweep(leg.after());
        }
    }

    private void sweep(Stretch stretch) {
        if (stretch != NOTHING) {
            plane.over(stretch);
        }
    }
}
