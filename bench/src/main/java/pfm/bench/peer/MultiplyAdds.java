package pfm.bench.peer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Fused multiply-adds without memory: twelve chains, so that none waits for its own last result. */
final class MultiplyAdds implements MachineLimits.Work {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int TRIPS = 20_000;
    private static final int CHAINS = 12;

    private double seen;

    @Override
    public double run() {
        seen += chains();
        return 2.0 * CHAINS * TRIPS * LANES.length();
    }

    private static double chains() {
        FloatVector m = FloatVector.broadcast(LANES, 0.999f);
        FloatVector a = m;
        FloatVector b = m.add(1);
        FloatVector c = m.add(2);
        FloatVector d = m.add(3);
        FloatVector e = m.add(4);
        FloatVector f = m.add(5);
        FloatVector g = m.add(6);
        FloatVector h = m.add(7);
        FloatVector i = m.add(8);
        FloatVector j = m.add(9);
        FloatVector k = m.add(10);
        FloatVector l = m.add(11);
        for (int trip = 0; trip < TRIPS; trip++) {
            a = a.fma(m, m);
            b = b.fma(m, m);
            c = c.fma(m, m);
            d = d.fma(m, m);
            e = e.fma(m, m);
            f = f.fma(m, m);
            g = g.fma(m, m);
            h = h.fma(m, m);
            i = i.fma(m, m);
            j = j.fma(m, m);
            k = k.fma(m, m);
            l = l.fma(m, m);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }
}
