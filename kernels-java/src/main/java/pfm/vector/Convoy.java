package pfm.vector;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.field.Field;
import pfm.field.InsufficientMemoryException;

/**
 * Items of a batch that one worker, or all together, send along a route side by side: each takes a stretch of the route
 * before the first one goes on, so that a file larger than the memory is read once for all of them. Media in memory are
 * read item by item: there, stretches of 4 to 16 MB won nothing (512² float32, 128 MB: 1.41, 1.36 and 1.35 ms per slice
 * against 1.36), and a stretch of one pass cost 3 to 39 % (256² to 1024²: the states leave the core's cache), even
 * where all items shared the factors of a screen (2-core Xeon, 2 MB of L2 per core, 2026-11).
 */
final class Convoy {
    /** Most items side by side. */
    private static final int MOST = 8;
    /** Most bytes of the states of items after the first. */
    private static final long MOST_BYTES = 128L << 20;

    private final Geometry geometry;
    private final Workspace[] workspaces;
    private final Arena arena;
    private final List<Beam> beams = new ArrayList<>();

    /**
     * What is to be done with the items of a batch.
     *
     * @param stretch row passes of a stretch; all of them, and items go one by one
     * @param kept    for an errand, the kept fields of each item; else null
     */
    record Journey(Route route, int stretch, Field in, Field out, boolean conjugate, Beam.Errand errand,
            KeptField[][] kept) {
    }

    /** A convoy whose first beam tells {@code ahead} where it is. */
    Convoy(Geometry geometry, Workspace[] workspaces, ReadAhead ahead, Arena arena) {
        this.geometry = geometry;
        this.workspaces = workspaces;
        this.arena = arena;
        beams.add(new Beam(geometry, workspaces, ahead, arena));
    }

    /** The beam that is always there. */
    Beam first() {
        return beams.getFirst();
    }

    /** Sends items {@code from … to − 1}. */
    void send(Journey journey, Loop loop, int from, int to) {
        int passes = journey.route.passes();
        int group = journey.stretch >= passes ? 1 : group(to - from);
        for (int item = from; item < to; item += group) {
            int count = Math.min(group, to - item);
            for (int m = 0; m < count; m++) {
                setOut(beams.get(m), journey, item + m);
            }
            for (int pass = 0; pass < passes; pass += journey.stretch) {
                for (int m = 0; m < count; m++) {
                    beams.get(m).advance(loop, pass + journey.stretch);
                }
            }
        }
    }

    private static void setOut(Beam beam, Journey journey, int item) {
        beam.on(journey.route, item, journey.conjugate);
        if (journey.kept != null) {
            beam.at(journey.errand, journey.kept[item]);
        }
        beam.from(journey.in, journey.out);
    }

    /** How many items go side by side: as many as asked, or as there is memory for. */
    private int group(int items) {
        long affordable = Math.min(MOST, 1 + MOST_BYTES / geometry.bytes());
        try {
            while (beams.size() < Math.min(items, affordable)) {
                beams.add(new Beam(geometry, workspaces, new ReadAhead(0), arena));
            }
        } catch (InsufficientMemoryException e) {
            // fewer side by side do, only slower
        }
        return Math.min(items, beams.size());
    }
}
