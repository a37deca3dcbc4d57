package pfm.energy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import pfm.energy.Ledger.Part;
import pfm.quantity.Require;

/** Estimates energy and time of a simulated device from what it did. */
public sealed interface EnergyModel {
    /** A picojoule [J]. */
    double PICO = 1e-12;

    /** Where the numbers come from. */
    String source();

    /** What a run would have cost. */
    Ledger ledger(Activity activity);

    /** The models that are known by name. */
    static Map<String, EnergyModel> published() {
        Map<String, EnergyModel> models = new TreeMap<>();
        models.put("survey-32nm", new ElectronicArray(new Conversion.ArrayDac(0.9),
                new Conversion.SurveyedAdc(32, 1e8), 0, "ADC: Accelergy's fit to Murmann's survey, 32 nm, 100 MS/s;"
                        + " DAC: ZigZag-IMC, 0.9 V; reading cells left out"));
        models.put("zigzag-28nm", new ElectronicArray(new Conversion.ArrayDac(0.9),
                new Conversion.ArrayAdc(0.9, 512), 0,
                "ZigZag-IMC, 28 nm, 0.9 V, columns of 512 cells; reading cells left out"));
        models.put("photonic-conservative", PhotonicArray.albireo("conservative", 5.2, 0.6, 3.1, 11.3, 1.94));
        models.put("photonic-moderate", PhotonicArray.albireo("moderate", 2.6, 0.3, 0.388, 1.41, 0.0713));
        models.put("photonic-aggressive", PhotonicArray.albireo("aggressive", 0.325, 0.0375, 0.155, 0.565, 0.0713));
        models.put("photons-1550nm", new PhotonCount(1550e-9, 1, PhotonCount.ONLY + "1550 nm"));
        models.put("photons-524nm", new PhotonCount(524e-9, 1, PhotonCount.ONLY + "524 nm, what 2.5e-19 J for 0.66"
                + " photons amount to (Wang et al., Nature Communications 13, 123, 2022)"));
        models.put("digital-h100-int8", new DigitalChip(0.71 * PICO, "NVIDIA H100, INT8, 0.71 pJ per MAC"));
        models.put("digital-45nm-int8",
                new DigitalChip(0.23 * PICO, "an 8-bit MAC at 45 nm, 0.23 pJ (Horowitz, ISSCC 2014)"));
        models.put("digital-300fj", new DigitalChip(0.3 * PICO,
                "300 fJ per MAC, what Optical Transformers compares with (Anderson et al. 2023)"));
        return models;
    }

    /**
     * Memory cells or resistors between electronic converters.
     *
     * @param dac           of an input
     * @param adc           of an output
     * @param columnsPerAdc outputs that share an ADC and are converted one after another
     * @param joulesPerMac  of a cell that is read [J]
     * @param source        of the numbers
     */
    record ElectronicArray(Conversion dac, Conversion adc, int columnsPerAdc, double joulesPerMac, String source)
            implements EnergyModel {
        /** With an ADC at each output. */
        public ElectronicArray(Conversion dac, Conversion adc, double joulesPerMac, String source) {
            this(dac, adc, 1, joulesPerMac, source);
        }

        /** Checks ranges. */
        public ElectronicArray {
            Require.inRange("columns per ADC", 1, 1 << 16, columnsPerAdc);
            Require.given("dac", dac);
            Require.given("adc", adc);
            Require.inRange("energy of a MAC", 0, 1, "J", joulesPerMac);
            Require.given("source", source);
        }

        @Override
        public Ledger ledger(Activity a) {
            requireConverters(a);
            return new Ledger(a, List.of(new Part("DAC", a.dacConversions() * dac.joules(a.dacBits())),
                    new Part("cells", a.macs() * joulesPerMac),
                    new Part("ADC", a.adcConversions() * adc.joules(a.adcBits()))),
                    a.passes() / (double) a.tiles()
                            * (dac.seconds(a.dacBits()) + columnsPerAdc * adc.seconds(a.adcBits())));
        }
    }

    /**
     * Light through modulators and rings: each conversion of an input drives a modulator and takes laser light for one
     * symbol, each MAC holds a ring for one symbol, each output has an amplifier before its ADC.
     *
     * @param dac        of an input
     * @param adc        of an output
     * @param amplifier  energy of a photocurrent amplified [J]
     * @param ring       power of a ring [W]
     * @param modulator  power of a modulator [W]
     * @param laser      power of the laser for one input [W]
     * @param symbolRate symbols per second
     * @param source     of the numbers
     */
    record PhotonicArray(Conversion dac, Conversion adc, double amplifier, double ring, double modulator, double laser,
            double symbolRate, String source) implements EnergyModel {
        private static final double MILLI = 1e-3;

        /** Checks ranges. */
        public PhotonicArray {
            Require.given("dac", dac);
            Require.given("adc", adc);
            Require.inRange("energy of the amplifier", 0, 1, "J", amplifier);
            Require.inRange("power of a ring", 0, 1, "W", ring);
            Require.inRange("power of a modulator", 0, 1, "W", modulator);
            Require.inRange("power of the laser", 0, 1000, "W", laser);
            Require.inRange("symbol rate", 1, 1e13, "1/s", symbolRate);
            Require.given("source", source);
        }

        /** In pJ, pJ, mW, mW and mW. */
        private static PhotonicArray albireo(String variant, double dac, double amplifier, double ring,
                double modulator, double laser) {
            double rate = 5e9;
            return new PhotonicArray(new Conversion.Fixed(dac * PICO, 1 / rate), new Conversion.SurveyedAdc(32, rate),
                    amplifier * PICO, ring * MILLI, modulator * MILLI, laser * MILLI, rate,
                    "CiMLoop's Albireo (Shiflett et al., ISCA 2021), " + variant + ", 5 GHz; ADC: Accelergy's fit to"
                            + " Murmann's survey, 32 nm");
        }

        @Override
        public Ledger ledger(Activity a) {
            requireConverters(a);
            return new Ledger(a, List.of(new Part("DAC", a.dacConversions() * dac.joules(a.dacBits())),
                    new Part("modulators", a.dacConversions() * modulator / symbolRate),
                    new Part("laser", a.dacConversions() * laser / symbolRate),
                    new Part("rings", a.macs() * ring / symbolRate),
                    new Part("amplifiers", a.adcConversions() * amplifier),
                    new Part("ADC", a.adcConversions() * adc.joules(a.adcBits()))), a.passes() / (double) a.tiles()
                    * (dac.seconds(a.dacBits()) + 1 / symbolRate + adc.seconds(a.adcBits())));
        }
    }

    /**
     * The light alone: photons of {@code h c/wavelength}, of which only a part ends among those that results are
     * measured with. Electronics are left out, and no time is estimated.
     *
     * @param wavelength in vacuum [m]
     * @param efficiency part of the light, from the laser to the electrons, that is counted
     * @param source     of the numbers
     */
    record PhotonCount(double wavelength, double efficiency, String source) implements EnergyModel {
        /** In vacuum [m/s], exact by definition of the SI. */
        static final double LIGHT_SPEED = 299_792_458;
        private static final double PLANCK = 6.62607015e-34; // [J s], likewise
        private static final String ONLY = "h c/wavelength for each photon, electronics left out, nothing lost; ";

        /** Checks ranges. */
        public PhotonCount {
            Require.inRange("wavelength", 1e-9, 0.01, "m", wavelength);
            Require.inRange("efficiency", 1e-9, 1, "", efficiency);
            Require.given("source", source);
        }

        /** Energy of a photon {@code h c/wavelength} [J]. */
        static double joulesPerPhoton(double wavelength) {
            return PLANCK * LIGHT_SPEED / wavelength;
        }

        @Override
        public Ledger ledger(Activity a) {
            if (a.photons() == 0) {
                throw new IllegalArgumentException("photons of the run must be more than 0 for a model of light, was 0;"
                        + " give the device a detection, or choose a model of electronics");
            }
            return new Ledger(a, List.of(new Part("light", a.photons() * joulesPerPhoton(wavelength) / efficiency)), 0);
        }
    }

    /**
     * A digital chip that does the multiplications of the matrix product: what an analog device is compared with.
     * Its time is not estimated and counts as 0.
     *
     * @param joulesPerMac with memory and control [J]
     * @param source       of the number
     */
    record DigitalChip(double joulesPerMac, String source) implements EnergyModel {
        /** Checks ranges. */
        public DigitalChip {
            Require.inRange("energy of a MAC", 0, 1, "J", joulesPerMac);
            Require.given("source", source);
        }

        @Override
        public Ledger ledger(Activity a) {
            return new Ledger(a, List.of(new Part("MACs", a.products() * joulesPerMac)), 0);
        }
    }

    private static void requireConverters(Activity activity) {
        if (activity.dacBits() == 0 || activity.adcBits() == 0) {
            throw new IllegalArgumentException("DAC and ADC must have bits, which their energy depends on, was a"
                    + " converter that does not round; give both in the device's description, or choose a model of"
                    + " light or of a digital chip");
        }
    }
}
