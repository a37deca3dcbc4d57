package pfm.bench.profile;

import java.util.LinkedHashMap;
import java.util.Map;

import pfm.energy.Activity;
import pfm.energy.EnergyModel;
import pfm.energy.Ledger;
import pfm.model.Layer;
import pfm.model.Network;
import pfm.quantity.Require;

/**
 * What the simulated device would take to read one image: estimates, never to be added to the energy of the simulator.
 *
 * @param inputs       values that modulators set, N_in
 * @param outputs      detectors, N_out
 * @param bits         of a modulator, and of a read-out against shot noise
 * @param light        part of the incident light that falls on detectors
 * @param wavelength   in vacuum [m]
 * @param length       of the way of the light [m]
 * @param index        of the background
 * @param digitalMacs  multiplications in electronics behind the detectors
 */
public record DeviceProxies(int inputs, int outputs, int bits, double light, double wavelength, double length,
        double index, long digitalMacs) {
    private static final double PLANCK = 6.62607015e-34; // [J s], exact by definition of the SI
    private static final double LIGHT = 299_792_458; // [m/s], likewise
    /** Energy of a digital multiplication [J], as the model of this name has it. */
    private static final String DIGITAL = "digital-300fj";

    /** Checks ranges. */
    public DeviceProxies {
        Require.inRange("bits of a read-out", 1, 24, bits);
        Require.inRange("light on detectors", 1e-12, 1.0001, "", light);
    }

    /** Of a network that brings this part of the light to its detectors. */
    public static DeviceProxies of(Network network, double light, int bits) {
        double length = 0;
        for (Layer.Optical layer : network.optical()) {
            length += switch (layer) {
                case Layer.FreeSpace free -> free.distance();
                case Layer.PhaseMask mask -> 0;
                case Layer.Slab slab -> slab.volume().slices() * slab.sliceThickness();
            };
        }
        long macs = network.electronic().stream().mapToLong(e -> (long) e.crossbar().outputs()
                * e.crossbar().inputs()).sum();
        return new DeviceProxies(network.encoding().modes(), network.detectors().regions().size(), bits, light,
                network.wavelength(), length, network.index(), macs);
    }

    /** Multiplications of the matrix from inputs to detectors, {@code N_in·N_out}: not what the simulator computes. */
    public double equivalentMacs() {
        return (double) inputs * outputs;
    }

    /**
     * Photons that the laser emits: {@code 1.5·4^b} on each detector, in the mean, over the part that arrives there.
     * Source: shot noise of a read-out of b bits, as in {@link pfm.energy.FoundationModel#photonsOfAReadOut}.
     */
    public double photons() {
        return 1.5 * Math.pow(4, bits) * outputs / light;
    }

    /** Energy of these photons, {@code h c/λ} each [J]. */
    public double lightJoules() {
        return photons() * PLANCK * LIGHT / wavelength;
    }

    /** Time of light on its way, {@code n L/c} [s]. */
    public double latency() {
        return index * length / LIGHT;
    }

    /**
     * Energy by part [J]: the laser from the photons; DAC, modulators, amplifiers behind photodiodes (TIA) and ADC from
     * the model; electronics behind them as digital multiplications. Matter that light passes takes nothing.
     */
    public Map<String, Double> joules(EnergyModel model) {
        Ledger ledger = model.ledger(new Activity(1, 1, inputs, bits, outputs, bits, 0, 0));
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("laser", lightJoules());
        for (Ledger.Part part : ledger.parts()) {
            if (!part.name().equals("laser") && part.joules() > 0) {
                parts.put(part.name().equals("amplifiers") ? "amplifiers (TIA)" : part.name(), part.joules());
            }
        }
        double digital = EnergyModel.published().get(DIGITAL)
                .ledger(new Activity(1, 1, 0, 0, 0, 0, 0, Math.max(1, digitalMacs))).joules();
        parts.put("digital part", digitalMacs == 0 ? 0 : digital);
        return parts;
    }
}
