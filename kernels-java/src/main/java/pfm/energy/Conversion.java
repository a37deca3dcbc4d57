package pfm.energy;

import static pfm.energy.EnergyModel.PICO;

import pfm.quantity.Require;

/** Energy and time of a conversion from digital to analog or back. */
public sealed interface Conversion {
    /** Energy of a conversion [J]. */
    double joules(int bits);

    /** Time of a conversion [s]. */
    double seconds(int bits);

    /**
     * The best ADC that the surveyed ones allow, by a fit to Murmann's survey of 1997 to 2021. With b bits, at
     * f samples per second, in a technology of n nm:
     * {@code E = 1/(2·10^((FOM − SNDR)/10))·exp(26.0496216 + 1.8800369 ln n − 2.8291256 ln b − 1.4702022)} pJ,
     * {@code FOM = min(213.7806688 − 2.8719030 ln f, 128.3068287 + 3.2205115 b)}, {@code SNDR = 6.0206 b + 1.7609}.
     *
     * <p>Source: Andrulis et al., "Modeling analog-digital-converter energy and area for compute-in-memory accelerator
     * design" (2024), the ADC plug-in of Accelergy.
     *
     * @param nanometres       of the technology
     * @param samplesPerSecond of one ADC [1/s]
     */
    record SurveyedAdc(double nanometres, double samplesPerSecond) implements Conversion {
        /** Checks ranges. */
        public SurveyedAdc {
            Require.inRange("technology", 1, 500, "nm", nanometres);
            Require.inRange("sampling rate", 1, 1e12, "1/s", samplesPerSecond);
        }

        @Override
        public double joules(int bits) {
            Require.inRange("bits of an ADC in this model", 4, 24, bits);
            double merit = Math.min(213.7806688 - 2.8719030 * Math.log(samplesPerSecond),
                    128.3068287 + 3.2205115 * bits);
            double noise = 6.0206 * bits + 1.7609;
            double least = 1 / (2 * Math.pow(10, (merit - noise) / 10));
            return PICO * least * Math.exp(26.0496216 + 1.8800369 * Math.log(nanometres)
                    - 2.8291256 * Math.log(bits) - 1.4702022);
        }

        @Override
        public double seconds(int bits) {
            return 1 / samplesPerSecond;
        }
    }

    /**
     * An ADC of 28 nm: {@code (100 b + 0.001·4^b) fF·V²} and {@code b(0.00653·rows + 0.640)} ns, for columns of so many
     * rows.
     *
     * <p>Source: Sun, Houshmand, Verhelst, "Analog or digital in-memory computing? Benchmarking through quantitative
     * modeling", ICCAD 2023, in ZigZag-IMC.
     *
     * @param volts supply [V]
     * @param rows  of a column of the array
     */
    record ArrayAdc(double volts, int rows) implements Conversion {
        /** Checks ranges. */
        public ArrayAdc {
            Require.inRange("supply", 0.1, 10, "V", volts);
            Require.inRange("rows", 1, 1 << 20, rows);
        }

        @Override
        public double joules(int bits) {
            return (100e-15 * bits + 1e-18 * Math.pow(4, bits)) * volts * volts;
        }

        @Override
        public double seconds(int bits) {
            return bits * (0.00653e-9 * rows + 0.640e-9);
        }
    }

    /**
     * A DAC of 28 nm: {@code 50 fF·b·V²}, within the time of the ADC.
     *
     * <p>Source: as {@link ArrayAdc}.
     *
     * @param volts supply [V]
     */
    record ArrayDac(double volts) implements Conversion {
        /** Checks the range. */
        public ArrayDac {
            Require.inRange("supply", 0.1, 10, "V", volts);
        }

        @Override
        public double joules(int bits) {
            return 50e-15 * bits * volts * volts;
        }

        @Override
        public double seconds(int bits) {
            return 0;
        }
    }

    /**
     * A converter whose cost does not depend on its bits.
     *
     * @param joulesEach  of a conversion [J]
     * @param secondsEach of a conversion [s]
     */
    record Fixed(double joulesEach, double secondsEach) implements Conversion {
        /** Checks ranges. */
        public Fixed {
            Require.inRange("energy of a conversion", 0, 1, "J", joulesEach);
            Require.inRange("time of a conversion", 0, 1, "s", secondsEach);
        }

        @Override
        public double joules(int bits) {
            return joulesEach;
        }

        @Override
        public double seconds(int bits) {
            return secondsEach;
        }
    }
}
