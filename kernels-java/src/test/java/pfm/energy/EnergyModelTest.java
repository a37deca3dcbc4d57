package pfm.energy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyModelTest {
    /** Two tiles of 10 inputs and 5 outputs, 100 vectors, every fourth pass repeated. */
    private static final Activity RUN = new Activity(2, 250, 2500, 8, 1250, 8, 12_500, 10_000, 6600);

    @ParameterizedTest
    @CsvSource({"4, .923749", "8, 1.713712", "10, 3.309672"})
    void surveyedAdcsAsAccelergyHasThem(int bits, double picojoules) {
        Conversion adc = new Conversion.SurveyedAdc(32, 1e8);
        assertEquals(picojoules, adc.joules(bits) * 1e12, 3e-6 * picojoules, "coefficients have seven decimals");
        assertEquals(1e-8, adc.seconds(bits));
    }

    @Test
    void fastAdcsCostMoreAndSlowOnesReachALimit() {
        assertTrue(energy(1e10) > 2 * energy(1e8));
        assertEquals(energy(1), energy(10));
    }

    private static double energy(double rate) {
        return new Conversion.SurveyedAdc(32, rate).joules(8);
    }

    @Test
    void convertersOfZigZag() {
        assertEquals(.701e-12, new Conversion.ArrayAdc(0.9, 512).joules(8), .0005e-12);
        assertEquals(8 * (0.00653 * 512 + 0.64) * 1e-9, new Conversion.ArrayAdc(0.9, 512).seconds(8), 1e-18);
        assertEquals(50e-15 * 8 * .81, new Conversion.ArrayDac(0.9).joules(8), 1e-24);
    }

    @Test
    void electronicArraysAddUp() {
        EnergyModel model = new EnergyModel.ElectronicArray(new Conversion.Fixed(2e-12, 1e-9),
                new Conversion.Fixed(3e-12, 4e-9), 1e-15, "a test");
        Ledger ledger = model.ledger(RUN);
        assertEquals(2500 * 2e-12, joules(ledger, "DAC"), 1e-20);
        assertEquals(1250 * 3e-12, joules(ledger, "ADC"), 1e-20);
        assertEquals(12_500 * 1e-15, joules(ledger, "cells"), 1e-20);
        assertEquals(5e-9 + 3.75e-9 + 12.5e-12, ledger.joules(), 1e-20);
        assertEquals(ledger.joules() / 10_000, ledger.joulesPerProduct());
        assertEquals(125 * 5e-9, ledger.seconds(), 1e-18, "250 passes on two tiles");
    }

    @Test
    void columnsThatShareAnAdcTakeMoreTimeAndTheSameEnergy() {
        Conversion dac = new Conversion.Fixed(2e-12, 1e-9);
        Conversion adc = new Conversion.Fixed(3e-12, 4e-9);
        Ledger own = new EnergyModel.ElectronicArray(dac, adc, 1e-15, "a test").ledger(RUN);
        Ledger shared = new EnergyModel.ElectronicArray(dac, adc, 8, 1e-15, "a test").ledger(RUN);
        assertEquals(own.joules(), shared.joules());
        assertEquals(125 * (1 + 8 * 4) * 1e-9, shared.seconds(), 1e-17);
    }

    /** pJ of a DAC and an amplifier; mW of a ring, a modulator and the laser for symbols of 0.2 ns. */
    @ParameterizedTest
    @CsvSource({"conservative, 5.2, .6, 3.1, 11.3, 1.94", "moderate, 2.6, .3, .388, 1.41, .0713",
        "aggressive, .325, .0375, .155, .565, .0713"})
    void photonicArraysAddUp(String variant, double dac, double amplifier, double ring, double modulator,
            double laser) {
        Ledger ledger = EnergyModel.published().get("photonic-" + variant).ledger(RUN);
        assertEquals(2500 * dac * 1e-12, joules(ledger, "DAC"), 1e-20);
        assertEquals(2500 * modulator / 5 * 1e-12, joules(ledger, "modulators"), 1e-20);
        assertEquals(2500 * laser / 5 * 1e-12, joules(ledger, "laser"), 1e-20);
        assertEquals(12_500 * ring / 5 * 1e-12, joules(ledger, "rings"), 1e-20);
        assertEquals(1250 * amplifier * 1e-12, joules(ledger, "amplifiers"), 1e-20);
        assertEquals(1250 * energy(5e9), joules(ledger, "ADC"), 1e-20);
        assertEquals(125 * 3 / 5e9, ledger.seconds(), 1e-18);
    }

    @ParameterizedTest
    @CsvSource({"digital-h100-int8, .71", "digital-45nm-int8, .23", "digital-300fj, .3"})
    void aDigitalProcessorMultipliesOnce(String name, double picojoules) {
        Ledger ledger = EnergyModel.published().get(name).ledger(RUN);
        assertEquals(picojoules * 1e-12, ledger.joulesPerProduct(), 1e-24);
        assertEquals(10_000 * picojoules * 1e-12, ledger.joules(), 1e-20);
    }

    @Test
    void everyPublishedModelHasASourceAndAResult() {
        assertEquals(10, EnergyModel.published().size());
        EnergyModel.published().forEach((name, model) -> assertAll(name,
                () -> assertTrue(model.source().length() > 20),
                () -> assertTrue(model.ledger(RUN).joulesPerProduct() > (name.startsWith("photons") ? 1e-20 : 1e-15)),
                () -> assertTrue(model.ledger(RUN).joulesPerProduct() < 1e-10)));
    }

    @Test
    void lightCostsItsPhotons() {
        // h c/1 µm = 6.62607015e-34·299792458/1e-6 = 1.98644586e-19 J; a tenth of the light is counted
        EnergyModel model = new EnergyModel.PhotonCount(1e-6, 0.1, "a test");
        assertEquals(6600 * 1.98644586e-18, model.ledger(RUN).joules(), 1e-22);
        assertEquals(0.66, model.ledger(RUN).photonsPerProduct());
        assertEquals(0, model.ledger(RUN).seconds());
        // published: about 0.66 photons, 2.5e-19 J, for a multiplication
        assertEquals(2.5e-19, EnergyModel.published().get("photons-524nm").ledger(RUN).joulesPerProduct(), 0.01e-19);
        assertEquals(model.ledger(RUN).joules() / 15.5,
                EnergyModel.published().get("photons-1550nm").ledger(RUN).joules(), 1e-24);
        Activity dark = new Activity(1, 1, 1, 0, 1, 0, 1, 1);
        String said = assertThrows(IllegalArgumentException.class, () -> model.ledger(dark)).getMessage();
        assertTrue(said.contains("photons of the run must be more than 0"), said);
        assertThrows(IllegalArgumentException.class, () -> new EnergyModel.PhotonCount(1e-6, 0, "a test"));
    }

    @Test
    void convertersWithoutBitsAreRefused() {
        Activity ideal = new Activity(1, 1, 1, 0, 1, 8, 1, 1);
        EnergyModel model = EnergyModel.published().get("zigzag-28nm");
        String said = assertThrows(IllegalArgumentException.class, () -> model.ledger(ideal)).getMessage();
        assertTrue(said.contains("DAC and ADC must have bits"), said);
    }

    @Test
    void outOfRangeIsRefusedWithUnit() {
        String said = assertThrows(IllegalArgumentException.class, () -> new Conversion.SurveyedAdc(32e-9, 1e8))
                .getMessage();
        assertEquals("technology must be in [1.0, 500.0] nm, was 3.2E-8", said);
        assertThrows(IllegalArgumentException.class, () -> new Conversion.SurveyedAdc(32, 1e8).joules(3));
    }

    private static double joules(Ledger ledger, String part) {
        return ledger.parts().stream().filter(p -> p.name().equals(part)).findFirst().orElseThrow().joules();
    }
}
