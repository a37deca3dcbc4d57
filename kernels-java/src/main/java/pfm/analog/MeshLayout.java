package pfm.analog;

/** How the N(N − 1)/2 interferometers of a universal mesh are arranged. */
public enum MeshLayout {
    /**
     * N columns: every mode passes about as many interferometers, and loses as much.
     *
     * <p>Source: Clements et al., Optica 3, 1460 (2016).
     */
    RECTANGLE,
    /**
     * 2N − 3 columns: easy to set one after the other, but modes pass 1 to 2N − 3 interferometers.
     *
     * <p>Source: Reck, Zeilinger, Bernstein, Bertani, "Experimental realization of any discrete unitary operator",
     * Physical Review Letters 73, 58 (1994).
     */
    TRIANGLE
}
