package pfm.vector;

import java.lang.foreign.Arena;

import pfm.fft.FftRecipe;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.simd.Workers;

/**
 * How the items of a batch are shared: small fields whole, one to a worker, so that each stays in that worker's cache;
 * what is left over, and every large field, by all workers together, tile by tile.
 */
final class Crew {
    private final Workers workers;
    private final Geometry geometry;
    private final Workspace[] workspaces;
    private final Convoy[] convoys;
    private final ReadAhead ahead;
    private final Loop together;
    private final Loop[] alone;

    Crew(Grid grid, FftRecipe x, FftRecipe y, VectorTuning tuning, Workers workers, Arena arena) {
        this.workers = workers;
        geometry = Geometry.of(grid);
        workspaces = Workspace.all(geometry, x, y, tuning, workers, arena);
        convoys = new Convoy[geometry.bytes() <= tuning.alone() ? workers.count() : 1];
        alone = new Loop[convoys.length];
        ahead = new ReadAhead(grid.samples());
        for (int c = 0; c < convoys.length; c++) {
            // the caller's own beam tells for all; the others are not far from it
            convoys[c] = new Convoy(geometry, workspaces, c == 0 ? ahead : new ReadAhead(0), arena);
            alone[c] = Loop.alone(c);
        }
        int grain = Math.max(1, tuning.grain() / Math.max(grid.nx(), grid.ny()));
        together = (count, body) -> workers.split(count, grain, body);
    }

    /** The layout of the fields. */
    Geometry geometry() {
        return geometry;
    }

    /** The workers' workspaces. */
    Workspace[] workspaces() {
        return workspaces;
    }

    /** Most items that are under way at once. */
    int size() {
        return convoys.length;
    }

    /** Runs journeys along a route, or the way back, while mapped media are read ahead of them. */
    void reading(Route route, Runnable journeys) {
        ahead.during(route, journeys);
    }

    /** Sends every item along a route. */
    void travel(Route route, Field in, Field out, boolean conjugate) {
        travel(route, in, out, conjugate, Beam.Errand.PASS, null);
    }

    /** As {@link #travel(Route, Field, Field, boolean)} on an errand, with the kept fields of each item. */
    void travel(Route route, Field in, Field out, boolean conjugate, Beam.Errand errand, KeptField[][] kept) {
        Convoy.Journey journey = new Convoy.Journey(
                route, ahead.stretch(route), in, out, conjugate, errand, kept);
        int whole = convoys.length == 1 ? 0 : in.batch() - in.batch() % convoys.length;
        workers.split(whole, (worker, from, to) -> convoys[worker].send(journey, alone[worker], from, to));
        convoys[0].send(journey, together, whole, in.batch());
    }

    /** A part of the way that the beams of a group go side by side. */
    @FunctionalInterface
    interface Leg {
        /** Sends {@code beam}, number {@code member} of its group. */
        void go(Beam beam, Loop loop, int member);
    }

    /** Sends a group of beams on a leg, each by its own worker, or a single one by all workers. */
    void each(int group, Leg leg) {
        if (group == 1) {
            leg.go(convoys[0].first(), together, 0);
        } else {
            workers.split(group, (worker, from, to) -> {
                for (int member = from; member < to; member++) {
                    leg.go(convoys[member].first(), alone[worker], member);
                }
            });
        }
    }

    /** Runs a body over all row tiles, by all workers. */
    void overRowTiles(Workers.Range body) {
        together.over(geometry.rowTiles(), body);
    }
}
