package pfm.validation;

import pfm.field.Grid;

/**
 * The wave on one frequency bin: an eigenfunction of every propagation. Its phase is counted in whole fractions of a
 * turn.
 *
 * @param grid plane of the field
 * @param kx   bin along x
 * @param ky   bin along y
 */
record PlaneWave(Grid grid, int kx, int ky) implements Setting.Shape {
    @Override
    public Complex at(double x, double y) {
        double alongX = Math.floorMod(kx * Math.round(x / grid.pitchX()), grid.nx()) / (double) grid.nx();
        double alongY = Math.floorMod(ky * Math.round(y / grid.pitchY()), grid.ny()) / (double) grid.ny();
        return Complex.polar(1, 2 * Math.PI * (alongX + alongY));
    }

    double fx() {
        return grid.frequencyX(kx);
    }

    double fy() {
        return grid.frequencyY(ky);
    }

    /** What a distance z makes of this wave. */
    Complex after(double z, double wavelength, double index) {
        return Complex.planeWave(z, wavelength, index, fx(), fy());
    }

    /** This wave times a number. */
    Setting.Shape times(Complex factor) {
        return (x, y) -> at(x, y).times(factor);
    }
}
