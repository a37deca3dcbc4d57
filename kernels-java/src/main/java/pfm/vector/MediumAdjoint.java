package pfm.vector;

import java.lang.foreign.Arena;

import pfm.field.Field;
import pfm.optics.MediumGradient;

/**
 * Pulls a cotangent back along a route. The fields behind every s-th of N screens are kept on the way there, s = ⌈√N⌉;
 * then, from the last stretch of s screens to the first, the fields behind its other screens are computed again, and
 * the cotangent walks back over it. Planes of each beam: ⌈N/s⌉ checkpoints, s − 1 others, the state and the cotangent
 * where it waits: at most 2⌈√N⌉ + 1.
 *
 * <p>Each plane of a kept field ends as a plane of that item's gradient; items are added to the sum in their order, so
 * that the sum does not depend on how many workers share them.
 */
final class MediumAdjoint {
    private final Crew crew;
    private final Route route;
    private final Route back;
    private final int screens;
    private final int stretch;
    private final Member[] members;
    private final GradientSum adding;
    /** Planes of one screen, of all members: what is added up together. */
    private final KeptField[] planesOfScreen;

    /** Memory of one beam. */
    private record Member(
            KeptField[] planes, KeptField[] checkpoints, KeptField[] backward, KeptField waiting) {
    }

    MediumAdjoint(Crew crew, Route route, Route back, Arena arena) {
        this.crew = crew;
        this.route = route;
        this.back = back;
        screens = route.screens().size();
        stretch = (int) Math.ceil(Math.sqrt(screens));
        members = new Member[crew.size()];
        for (int m = 0; m < members.length; m++) {
            members[m] = member(arena);
        }
        adding = new GradientSum(crew, route);
        planesOfScreen = new KeptField[members.length];
    }

    private Member member(Arena arena) {
        KeptField[] planes = new KeptField[screens];
        KeptField[] checkpoints = new KeptField[screens];
        KeptField[] backward = new KeptField[screens];
        for (int s = 0; s < screens; s++) {
            boolean checkpoint = s % stretch == 0;
            planes[s] = checkpoint || s < stretch ? plane(arena) : planes[s % stretch];
            checkpoints[s] = checkpoint ? planes[s] : null;
            backward[screens - 1 - s] = planes[s];
        }
        return new Member(planes, checkpoints, backward, plane(arena));
    }

    private KeptField plane(Arena arena) {
        return new KeptField(crew.geometry(), arena);
    }

    /** See {@link pfm.MediumPropagator#gradient}. */
    void run(Field in, Field cotangent, Field adjoint, MediumGradient sum) {
        if (screens == 0) {
            crew.travel(back, cotangent, adjoint, true);
            return;
        }
        for (int item = 0; item < in.batch();) {
            int group = in.batch() - item >= members.length ? members.length : 1;
            runGroup(item, group, in, cotangent, adjoint, sum);
            item += group;
        }
    }

    private void runGroup(int item, int group, Field in, Field cotangent, Field adjoint, MediumGradient sum) {
        int last = (screens - 1) / stretch * stretch;
        crew.each(group, (beam, loop, m) -> beam.on(route, item + m, false)
                .at(Beam.Errand.KEEP, members[m].checkpoints).enter(loop, in, last + 1, null, null));
        for (int first = last; first >= 0; first -= stretch) {
            int start = first;
            int end = Math.min(screens, first + stretch);
            crew.each(group, (beam, loop, m) -> {
                Member member = members[m];
                if (end > start + 1) {
                    beam.on(route, item + m, false).at(Beam.Errand.KEEP, member.planes)
                            .resume(loop, member.planes[start], start + 1, end, null, null);
                }
                beam.on(back, item + m, true).at(Beam.Errand.DIFFERENTIATE, member.backward);
                Field out = start == 0 ? adjoint : null;
                if (end == screens) {
                    beam.enter(loop, cotangent, screens - start, member.waiting, out);
                } else {
                    beam.resume(loop, member.waiting, screens - end, screens - start, member.waiting, out);
                }
            });
            for (int s = start; s < end; s++) {
                add(s, group, sum);
            }
        }
    }

    private void add(int s, int group, MediumGradient sum) {
        for (int m = 0; m < group; m++) {
            planesOfScreen[m] = members[m].planes[s];
        }
        adding.add(s, planesOfScreen, group, sum);
    }
}
