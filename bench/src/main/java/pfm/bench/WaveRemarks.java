package pfm.bench;

import java.util.Locale;

import pfm.field.Grid;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Scattering;
import pfm.quantity.Units;

/** What a user has to know to trust a propagation: sampling, evanescent waves, periodicity, strength of scattering. */
record WaveRemarks(Grid grid, double wavelength, double index, Diffraction diffraction, boolean bandLimited) {

    /** The transfer function in words. */
    String formula() {
        return (diffraction == Diffraction.EXACT ? "exact transfer function" : "Fresnel (paraxial) transfer function")
                + (bandLimited ? ", band-limited" : "");
    }

    /** Whether the grid samples the phase of the transfer function over {@code distance}, and what is evanescent. */
    void sampling(String quantity, double distance, Report report) {
        double limit = index / wavelength
                * Math.min(grid.nx() * grid.pitchX() * grid.pitchX(), grid.ny() * grid.pitchY() * grid.pitchY());
        boolean sampled = Math.abs(distance) <= limit;
        report.put("samplingLimit", limit);
        report.put("sampled", sampled);
        String comparison = quantity + " " + Units.format(Math.abs(distance)) + (sampled ? " <= " : " > ")
                + "N p^2 n/lambda = " + Units.format(limit) + ": ";
        if (sampled) {
            report.line("sampling", comparison + "the grid samples the transfer function");
        } else if (bandLimited) {
            report.line("sampling", comparison + "frequencies that the grid cannot sample are cut");
        } else {
            report.warn(comparison + "the highest frequencies are undersampled; harmless for a beam of small angles,"
                    + " else add --band-limited or pad the field");
        }
        double highest = Math.hypot(1 / (2 * grid.pitchX()), 1 / (2 * grid.pitchY()));
        if (diffraction == Diffraction.EXACT && highest > index / wavelength) {
            report.line("evanescent", "the grid reaches frequencies above n/lambda: such waves decay both ways, and a"
                    + " way back does not restore them");
        }
    }

    /** What happens at the edges of the grid. */
    void boundary(AbsorbingFrame frame, Report report) {
        report.line("boundary", frame.isNone()
                ? "periodic in x and y: what leaves one side enters at the other; pad the field where that matters"
                : String.format(Locale.ROOT, "periodic in x and y behind a frame of %d samples that absorbs "
                        + "(strength %s, order %d, at every slice)", frame.cells(), frame.strength(), frame.order()));
    }

    /** How strongly the medium scatters, with a warning where a one-way model ends. */
    void scattering(Scattering scattering, Report report) {
        report.put("contrastDeviation", scattering.contrastDeviation());
        report.put("scatteringPaths", scattering.paths());
        String strength = String.format(Locale.ROOT, "L/ls = %.3g (delta n rms %.3g)", scattering.paths(),
                scattering.contrastDeviation());
        report.line("scattering", strength);
        if (scattering.paths() > Scattering.TRUSTED_PATHS) {
            report.warn(strength + " is above " + Scattering.TRUSTED_PATHS
                    + ": a one-way model without reflections is not "
                    + "to be trusted; use a thinner or weaker volume");
        }
    }
}
