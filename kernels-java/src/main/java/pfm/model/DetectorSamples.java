package pfm.model;

import java.util.List;

/** The samples of all detectors, one after the other, detector by detector. */
final class DetectorSamples {
    private final int[] x;
    private final int[] y;
    private final int[] region;

    DetectorSamples(Layer.Detectors detectors) {
        x = new int[detectors.samples()];
        y = new int[x.length];
        region = new int[x.length];
        List<Region> regions = detectors.regions();
        int s = 0;
        for (int r = 0; r < regions.size(); r++) {
            Region at = regions.get(r);
            for (int i = 0; i < at.samples(); i++, s++) {
                x[s] = at.x() + i % at.width();
                y[s] = at.y() + i / at.width();
                region[s] = r;
            }
        }
    }

    int count() {
        return x.length;
    }

    int x(int sample) {
        return x[sample];
    }

    int y(int sample) {
        return y[sample];
    }

    int region(int sample) {
        return region[sample];
    }
}
