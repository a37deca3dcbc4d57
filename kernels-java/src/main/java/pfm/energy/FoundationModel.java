package pfm.energy;

import pfm.quantity.Require;

/**
 * A physical foundation model before it is designed: a transformer of P parameters as a cube of voxels that light
 * passes once per token. All figures follow from the formulas at the methods; they are estimates for planning, and
 * speak of the simulated device, never of the simulator.
 *
 * <p>Source: the concept of Wright, Wang, Onodera, McMahon, arXiv 2604.27911 (2026); the formulas are derived here.
 *
 * @param parameters    P, one voxel each
 * @param pitch         side of a voxel [m]
 * @param wavelength    in vacuum [m]
 * @param index         background
 * @param contrast      root mean square of the index contrast
 * @param bits          of a read-out
 * @param efficiency    part of the light, from the laser to the electrons, that is counted
 * @param context       tokens that attention looks back on
 * @param assumptions   energies and tolerances
 */
public record FoundationModel(double parameters, double pitch, double wavelength, double index, double contrast,
        int bits, double efficiency, double context, Assumptions assumptions) {
    /** Values a layer hands on, in units of d: queries, keys, values, attention, 4 hidden, output. */
    private static final double SAMPLES_OF_A_LAYER = 9;
    /** Width of a layer over the count of layers, as in large transformers. */
    private static final double ASPECT = 128;

    /**
     * What is not physics of the glass.
     *
     * @param converterPair  a DAC and an ADC conversion [J]
     * @param nonlinearity   an optical nonlinearity [J]
     * @param ports          samples that enter and leave however small the model is
     * @param digitalMac     a multiply-accumulate of the digital reference [J]
     * @param thermoOptic    dn/dT [1/K]
     * @param phaseTolerance error of the output phase that inference stands [rad]
     */
    public record Assumptions(double converterPair, double nonlinearity, double ports, double digitalMac,
            double thermoOptic, double phaseTolerance) {
        /** 3 pJ, 1 fJ, 1e5, 0.71 pJ (H100, INT8), 1e-5/K (glass), 0.1 rad. */
        public static final Assumptions USUAL = new Assumptions(3e-12, 1e-15, 1e5, 0.71e-12, 1e-5, 0.1);

        /** Checks ranges. */
        public Assumptions {
            Require.inRange("energy of a pair of converters", 0, 1, "J", converterPair);
            Require.inRange("energy of a nonlinearity", 0, 1, "J", nonlinearity);
            Require.inRange("ports", 0, 1e18, "", ports);
            Require.inRange("energy of a digital multiply-accumulate", 1e-20, 1, "J", digitalMac);
            Require.inRange("thermo-optic coefficient", 1e-9, 1, "1/K", thermoOptic);
            Require.inRange("phase tolerance", 1e-6, 10, "rad", phaseTolerance);
        }
    }

    /** Where the nonlinear steps between layers happen. */
    public enum Layers {
        /** Every layer is detected, computed on in electronics, and emitted again. */
        ELECTRONICS_BETWEEN,
        /** Light goes on from layer to layer through optical nonlinearities. */
        OPTICAL_INSIDE
    }

    /** Checks magnitudes. */
    public FoundationModel {
        Require.inRange("parameters", 1, 1e24, "", parameters);
        Require.inRange("voxel pitch", 1e-9, 1, "m", pitch);
        Require.inRange("wavelength", 1e-9, 0.01, "m", wavelength);
        Require.inRange("index", 1, 10, "", index);
        Require.inRange("index contrast", 1e-9, 5, "", contrast);
        Require.inRange("bits", 1, 24, bits);
        Require.inRange("efficiency", 1e-9, 1, "", efficiency);
        Require.inRange("context", 1, 1e12, "tokens", context);
        Require.given("assumptions", assumptions);
    }

    /** Side of the cube {@code (P p³)^(1/3)} [m]. */
    public double side() {
        return Math.cbrt(parameters) * pitch;
    }

    /** Time of light through the cube {@code n L/c} [s]. */
    public double latency() {
        return index * side() / EnergyModel.PhotonCount.LIGHT_SPEED;
    }

    /** Scattering mean free path {@code 1/(k0² δn² p)} [m]; models of one direction fail above about 3 of them. */
    public double meanFreePath() {
        return 1 / (wavenumber() * wavenumber() * contrast * contrast * pitch);
    }

    /** Error of the index of each voxel that keeps the output phase: {@code phase/(k0 √(L p))}. */
    public double indexTolerance() {
        return assumptions.phaseTolerance() / (wavenumber() * Math.sqrt(side() * pitch));
    }

    /** Change of the phase with temperature {@code k0 L dn/dT} [rad/K]. */
    public double thermalPhase() {
        return wavenumber() * side() * assumptions.thermoOptic();
    }

    /** Change of temperature that keeps the output phase [K]. */
    public double temperatureTolerance() {
        return assumptions.phaseTolerance() / thermalPhase();
    }

    /** Width d of a layer, from {@code P = 12 D d²} with {@code D = d/128} layers. */
    public double width() {
        return Math.cbrt(parameters * ASPECT / 12);
    }

    /** Count of layers {@code D = d/128}. */
    public double depth() {
        return width() / ASPECT;
    }

    /** Samples detected for a token: {@code 9 D d}, or {@code d + ports} where light goes on. */
    public double samples(Layers layers) {
        return layers == Layers.ELECTRONICS_BETWEEN ? activations() : width() + assumptions.ports();
    }

    /** Values between layers for a token, {@code 9 D d}. */
    public double activations() {
        return SAMPLES_OF_A_LAYER * depth() * width();
    }

    /** Photons counted for a read-out of b bits against shot noise, {@code 1.5·4^b}. */
    public double photonsOfAReadOut() {
        return 1.5 * Math.pow(4, bits);
    }

    /** Photons that the laser emits for a token. */
    public double photons(Layers layers) {
        return samples(layers) * photonsOfAReadOut() / efficiency;
    }

    /** Energy of the light for a token [J]. */
    public double light(Layers layers) {
        return photons(layers) * EnergyModel.PhotonCount.joulesPerPhoton(wavelength);
    }

    /** Energy of the converters for a token [J]. */
    public double converters(Layers layers) {
        return samples(layers) * assumptions.converterPair();
    }

    /** Energy of optical nonlinearities for a token [J]; none where electronics stand between layers. */
    public double nonlinearities(Layers layers) {
        return layers == Layers.OPTICAL_INSIDE ? activations() * assumptions.nonlinearity() : 0;
    }

    /** Energy for a token [J]. */
    public double energy(Layers layers) {
        return light(layers) + converters(layers) + nonlinearities(layers);
    }

    /** Energy for a token of the digital reference, P multiply-accumulates [J]. */
    public double digital() {
        return parameters * assumptions.digitalMac();
    }

    /**
     * What a system gains at most whose attention stays electronic, {@code 1 + 6 d/T}: attention over T tokens takes
     * 2 D d T of the 12 D d² + 2 D d T multiply-accumulates.
     */
    public double attentionCap() {
        return 1 + 6 * width() / context;
    }

    private double wavenumber() {
        return 2 * Math.PI / wavelength;
    }
}
