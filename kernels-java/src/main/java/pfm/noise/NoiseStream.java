package pfm.noise;

/**
 * What random numbers are drawn for. Draws for different purposes are independent; the numbers are part of the
 * definition of results and never change.
 */
public enum NoiseStream {
    /** Noise on the inputs of an array, after the DAC. */
    INPUT_NOISE(1),
    /** Fluctuation of weights while they are read, seen at the outputs. */
    WEIGHT_NOISE(2),
    /** Noise on the outputs of an array, before the ADC. */
    OUTPUT_NOISE(3),
    /** How far from its target a cell is programmed. */
    PROGRAMMING(4),
    /** How fast the conductance of a cell drifts. */
    DRIFT(5),
    /** The fluctuation of a cell between two times. */
    READ(6),
    /** How far from its value a fixed component is made. */
    TOLERANCE(7),
    /** Which cells are stuck. */
    STUCK(8),
    /** Photons counted. */
    SHOT(9),
    /** Single photons detected or not. */
    BERNOULLI(10),
    /** Errors of phase shifters. */
    PHASE_ERROR(11),
    /** Errors of beam splitters. */
    SPLITTER_ERROR(12),
    /** How far from its size a capacitor of a converter is made. */
    CAPACITOR(13),
    /** What a comparator of a converter adds to its input. */
    COMPARATOR(14),
    /** Thermal noise and dark current of photodetectors. */
    DETECTOR(15),
    /** Levels of a medium that is generated. */
    MEDIUM(16);

    private final int number;

    NoiseStream(int number) {
        this.number = number;
    }

    /** Its number in the counters, from 1 to 255: 0 is left to {@link Philox#word}. */
    public int number() {
        return number;
    }
}
