package pfm.energy;

import pfm.quantity.Require;

/**
 * What a simulated device did in a run. A tile has a DAC at each input and an ADC at each output of every slice of
 * digits; a pass is one vector sent through one tile once.
 *
 * @param tiles          of the device
 * @param passes         of vectors through tiles, repetitions counted
 * @param dacConversions inputs converted
 * @param dacBits        of the DAC; 0 if it does not round
 * @param adcConversions outputs converted
 * @param adcBits        of the ADC; 0 if it does not round
 * @param macs           multiplications of an input and a weight in a cell
 * @param products       multiplications that the matrix product itself consists of: without repetitions and digits
 * @param photons        mean count of those that results are measured with; 0 where no light is counted
 */
public record Activity(long tiles, long passes, long dacConversions, int dacBits, long adcConversions, int adcBits,
        long macs, long products, double photons) {
    private static final double MOST_PHOTONS = 1e40;

    /** A device without light. */
    public Activity(long tiles, long passes, long dacConversions, int dacBits, long adcConversions, int adcBits,
            long macs, long products) {
        this(tiles, passes, dacConversions, dacBits, adcConversions, adcBits, macs, products, 0);
    }

    /** Checks ranges. */
    public Activity {
        Require.inRange("tiles", 1, Long.MAX_VALUE, tiles);
        Require.inRange("passes", 0, Long.MAX_VALUE, passes);
        Require.inRange("DAC conversions", 0, Long.MAX_VALUE, dacConversions);
        Require.inRange("bits of the DAC", 0, 32, dacBits);
        Require.inRange("ADC conversions", 0, Long.MAX_VALUE, adcConversions);
        Require.inRange("bits of the ADC", 0, 32, adcBits);
        Require.inRange("MACs", 0, Long.MAX_VALUE, macs);
        Require.inRange("products", 0, Long.MAX_VALUE, products);
        Require.inRange("photons", 0, MOST_PHOTONS, "", photons);
    }
}
