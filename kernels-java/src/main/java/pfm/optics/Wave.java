package pfm.optics;

import pfm.quantity.Require;

/** Ranges in which wavelength, index and distance are plausible: what lies outside is a mistaken unit. */
final class Wave {
    private Wave() {
    }

    static void check(double wavelength, double index) {
        Require.inRange("wavelength", 1e-9, 1e-2, "m", wavelength);
        Require.inRange("index", 0.5, 10, "", index);
    }

    static double distance(String quantity, double distance) {
        return Require.inRange(quantity, -1e6, 1e6, "m", distance);
    }
}
