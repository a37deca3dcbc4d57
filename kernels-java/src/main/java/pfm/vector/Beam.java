package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.simd.Workers;

/** One field on its way along a {@link Route}. Between row passes it lies in the beam's own memory as a spectrum. */
final class Beam {
    /** What a journey does at its screens besides passing them. */
    enum Errand {
        /** Nothing. */
        PASS,
        /** Keep the field behind each screen that has a plane for it. */
        KEEP,
        /** Replace the field kept at each screen by gradients, with the conjugate cotangent that comes by. */
        DIFFERENTIATE
    }

    private final Geometry geometry;
    private final Workspace[] workspaces;
    private final ReadAhead ahead;
    private final MemorySegment spectrum;
    private final Workers.Range rowPass = this::rowPass;
    private final Workers.Range columnPass = this::columnPass;

    private Route route;
    private Errand errand = Errand.PASS;
    private KeptField[] planes = {};
    private Field in;
    private Field out;
    private KeptField start;
    private KeptField end;
    private int item;
    private boolean conjugate;
    private int firstScreen;
    private int endScreen;
    private int firstPass;
    private int lastPass;
    private int pass;

    /** A beam that tells {@code ahead} where it is. */
    Beam(Geometry geometry, Workspace[] workspaces, ReadAhead ahead, Arena arena) {
        this.geometry = geometry;
        this.workspaces = workspaces;
        this.ahead = ahead;
        spectrum = OffHeap.allocate(arena, geometry.bytes(), "the state of a field");
    }

    /** Sets the route, the item and whether fields are conjugated on entry and exit, for the journeys to come. */
    Beam on(Route route, int item, boolean conjugate) {
        this.route = route;
        this.item = item;
        this.conjugate = conjugate;
        errand = Errand.PASS;
        return this;
    }

    /** Sets what to do at the screens; {@code planes} has an entry for each, null for none. */
    Beam at(Errand errand, KeptField[] planes) {
        this.errand = errand;
        this.planes = planes;
        return this;
    }

    /** Sets out on the whole route, from field to field; {@link #advance} goes it. */
    Beam from(Field in, Field out) {
        this.in = in;
        setOut(null, 0, 0, route.screens().size(), null, out);
        return this;
    }

    /** Enters from a field and passes screens {@code 0 … endScreen − 1}, to a plane or field where one is given. */
    void enter(Loop loop, Field in, int endScreen, KeptField end, Field out) {
        this.in = in;
        go(loop, null, 0, 0, endScreen, end, out);
    }

    /** Goes on behind screen {@code firstScreen − 1} from a plane, as {@link #enter}. */
    void resume(Loop loop, KeptField start, int firstScreen, int endScreen, KeptField end, Field out) {
        go(loop, start, route.passOf(firstScreen - 1), firstScreen, endScreen, end, out);
    }

    private void go(Loop loop, KeptField start, int firstPass, int firstScreen, int endScreen,
            KeptField end, Field out) {
        setOut(start, firstPass, firstScreen, endScreen, end, out);
        advance(loop, route.passes());
    }

    private void setOut(KeptField start, int firstPass, int firstScreen, int endScreen, KeptField end, Field out) {
        this.start = start;
        this.firstPass = firstPass;
        this.firstScreen = firstScreen;
        this.endScreen = endScreen;
        this.end = end;
        this.out = out;
        lastPass = out != null ? route.passes() - 1 : route.passOf(endScreen - 1);
        pass = firstPass;
    }

    /** Goes on to just before row pass {@code endPass}, or to the end of the journey. */
    void advance(Loop loop, int endPass) {
        for (; pass < endPass && pass <= lastPass; pass++) {
            ahead.at(route, pass);
            loop.over(geometry.rowTiles(), rowPass);
            if (pass < lastPass) {
                loop.over(geometry.columnTiles(), columnPass);
            }
        }
    }

    private void rowPass(int worker, int from, int to) {
        RowTile rows = workspaces[worker].rows();
        int first = Math.max(firstScreen, route.firstScreen()[pass]);
        int last = Math.min(endScreen, route.firstScreen()[pass + 1]);
        boolean within = pass != firstPass && pass != lastPass && last == first + 1;
        for (int tile = from; tile < to; tile++) {
            boolean opaque = first < last && route.screens().get(first).isOpaque(tile);
            if (within && !opaque) {
                rows.filter(spectrum, route.screens().get(first), tile,
                        errand == Errand.DIFFERENTIATE ? planes[first] : null,
                        errand == Errand.KEEP ? planes[first] : null);
                continue;
            }
            if (opaque) {
                rows.darken();
            } else {
                arrive(rows, tile);
            }
            for (int s = first; s < last; s++) {
                passScreen(rows, s, tile);
            }
            leave(rows, tile);
        }
    }

    private void arrive(RowTile rows, int tile) {
        if (pass != firstPass) {
            rows.inverse(spectrum, tile);
        } else if (start != null) {
            rows.recall(start, tile);
        } else {
            rows.read(in, item, tile, conjugate);
        }
    }

    private void passScreen(RowTile rows, int s, int tile) {
        PreparedScreen screen = route.screens().get(s);
        if (errand == Errand.DIFFERENTIATE) {
            rows.differentiate(planes[s], tile, screen.screen().scale());
        }
        rows.pass(screen, tile);
        if (errand == Errand.KEEP && planes[s] != null) {
            rows.keep(planes[s], tile);
        }
    }

    private void leave(RowTile rows, int tile) {
        if (pass != lastPass) {
            rows.forward(spectrum, tile);
        } else if (out != null) {
            rows.write(out, item, tile, conjugate);
        } else if (end != null) {
            rows.keep(end, tile);
        }
    }

    private void columnPass(int worker, int from, int to) {
        Transfer transfer = route.transfers().get(pass);
        for (int place = from; place < to; place++) {
            workspaces[worker].filterColumns(spectrum, transfer, transfer.tile(place));
        }
    }
}
