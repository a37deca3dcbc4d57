package pfm.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

import pfm.energy.FoundationModel;
import pfm.energy.FoundationModel.Layers;
import pfm.energy.SimulationCost;
import pfm.quantity.Units;

/** What {@code pfm plan} prints for people. */
final class PlanText {
    private final PrintWriter out;
    private final double power;

    /** Text on {@code out}, tokens/s for a power [W]. */
    PlanText(PrintWriter out, double power) {
        this.out = out;
        this.power = power;
    }

    private void line(String label, String text, Object... values) {
        out.printf("%-10s %s%n", label, String.format(Locale.ROOT, text, values));
    }

    /** A model in words. */
    void device(FoundationModel m) {
        line("model", "%.4g parameters: %.4g layers of width %.4g (P = 12 D d^2, D = d/128)", m.parameters(), m.depth(),
                m.width());
        line("glass", "cube of %s, voxels of %s; light passes in %.3g s (n L/c)", Units.format(m.side()),
                Units.format(m.pitch()), m.latency());
        double paths = m.side() / m.meanFreePath();
        line("scattering", "%.3g mean free paths of %s (1/(k0^2 dn^2 p), dn = %.3g rms)%s", paths,
                Units.format(m.meanFreePath()), m.contrast(),
                paths > 3 ? ": above 3, propagation in one direction fails" : "");
        line("tolerances", "index +-%.2g in every voxel, temperature +-%.2g K (%.3g rad/K), for %.2g rad",
                m.indexTolerance(), m.temperatureTolerance(), m.thermalPhase(), m.assumptions().phaseTolerance());
        line("read-out", "%.4g photons counted for %d bits (1.5 4^b), of which %.3g arrive", m.photonsOfAReadOut(),
                m.bits(), m.efficiency());
        token("electronic", "electronics between layers", m, Layers.ELECTRONICS_BETWEEN);
        token("optical", "optical nonlinearities inside", m, Layers.OPTICAL_INSIDE);
        line("digital", "%.3g J/token (%.3g J for each of P multiply-accumulates), %.3g tokens/s at %s W",
                m.digital(), m.assumptions().digitalMac(), power / m.digital(), number(power));
        line("attention", "if it stays electronic, the system gains at most about %.4g (1 + 6 d/T, T = %s tokens)",
                m.attentionCap(), number(m.context()));
    }

    private void token(String label, String what, FoundationModel m, Layers layers) {
        double energy = m.energy(layers);
        line(label, "%s: %.3g J/token = light %.3g + converters %.3g + nonlinearities %.3g", what, energy,
                m.light(layers), m.converters(layers), m.nonlinearities(layers));
        line("", "%.3g samples and %.3g photons a token, %.3g tokens/s at %s W, %.3g times less than the digital "
                + "reference (%.3g with electronic attention)", m.samples(layers), m.photons(layers), power / energy,
                number(power),
                m.digital() / energy, Math.min(m.digital() / energy, m.attentionCap()));
    }

    /** What a simulation costs at three rates [voxel·field updates/s]. */
    void simulation(SimulationCost cost, double parameters, double steps, double here, double gpu, double nodes,
            double cluster) {
        line("simulator", "%.3g voxel-field updates (%s^2 x %s samples, %s fields), %.3g flop, %s",
                cost.updates(), number(Math.sqrt(cost.plane())), number(cost.slices()), number(cost.fields()),
                cost.flops(),
                bytes(cost.bytes(parameters)));
        simulated("here", "this machine", cost, steps, here);
        simulated("GPU", "one GPU, predicted from its bandwidth", cost, steps, gpu);
        simulated("GPUs", number(nodes) + " GPUs, predicted", cost, steps, cluster);
    }

    private void simulated(String label, String what, SimulationCost cost, double steps, double rate) {
        line(label, "%s: %s forward, %s to design in %s steps (%.3g updates/s)", what,
                duration(cost.seconds(rate)), duration(cost.designSeconds(rate, steps)), number(steps), rate);
    }

    /** The table of models. */
    void table(List<FoundationModel> models) {
        out.printf("%-10s %-9s %-9s %-13s %-13s %-11s %s%n", "parameters", "cube", "n L/c", "J/token, elec-",
                "J/token, opti-", "digital", "attention");
        out.printf("%-10s %-9s %-9s %-13s %-13s %-11s %s%n", "", "", "", "tronics betw.", "cal inside", "J/token",
                "cap");
        for (FoundationModel m : models) {
            out.printf(Locale.ROOT, "%-10.2g %-9s %-9.2g %-13.2g %-13.2g %-11.2g %.3g%n", m.parameters(),
                    Units.format(m.side()), m.latency(), m.energy(Layers.ELECTRONICS_BETWEEN),
                    m.energy(Layers.OPTICAL_INSIDE), m.digital(), m.attentionCap());
        }
    }

    /** Whole numbers as they are. */
    private static String number(double value) {
        boolean whole = Math.abs(value - Math.rint(value)) < 1e-9 * value && value < 1e7;
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%.4g", value);
    }

    private static String bytes(double bytes) {
        return bytes < 1e12 ? String.format(Locale.ROOT, "%.3g GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.3g TB", bytes / 1e12);
    }

    private static String duration(double seconds) {
        double year = 365.25 * 86400;
        return seconds < 100 ? String.format(Locale.ROOT, "%.3g s", seconds)
                : seconds < 2 * 86400 ? String.format(Locale.ROOT, "%.3g h", seconds / 3600)
                : seconds < 2 * year ? String.format(Locale.ROOT, "%.3g days", seconds / 86400)
                : String.format(Locale.ROOT, "%.3g years", seconds / year);
    }
}
