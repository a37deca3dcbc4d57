package pfm.vector;

import java.lang.foreign.Arena;
import java.util.List;

import pfm.analog.ArrayEffects;
import pfm.analog.Crossbar;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.field.Matrix;

/** Crossbars without noise whose products take all ways through this backend. */
final class CrossbarSpecs {
    private CrossbarSpecs() {
    }

    static List<Crossbar> of(Matrix w) {
        Crossbar converting = new Crossbar(w, VectorCrossbarTest.DAC, VectorCrossbarTest.ADC,
                VectorCrossbarTest.ABS_MAX, true, 0.7f, 100, 130);
        Tile drop = converting.tile().withEffects(new ArrayEffects(40, 0, 0, 0, new WeightNoise.None(), 1, 0, 0));
        Matrix integers = Matrix.zeros(w.rows(), w.columns(), Arena.ofAuto());
        for (int i = 0; i < w.rows(); i++) {
            for (int j = 0; j < w.columns(); j++) {
                integers.set(i, j, Math.rint(127 * w.get(i, j)));
            }
        }
        return List.of(Crossbar.ideal(w), converting, new Crossbar(w, converting.cells(), drop, 0),
                Crossbar.integer(integers));
    }
}
