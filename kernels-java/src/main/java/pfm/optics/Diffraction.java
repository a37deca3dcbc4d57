package pfm.optics;

/** Which transfer function carries a field from plane to plane. */
public enum Diffraction {
    /** {@code H = exp(i 2π z √((n/λ)² − fx² − fy²))}: exact for a homogeneous medium; evanescent waves decay. */
    EXACT,
    /**
     * Fresnel: {@code H = exp(i k z) exp(−i π λ z (fx² + fy²) / n)}, k = 2πn/λ. Separable and cheap; the phase error
     * grows as k z θ⁴/8 with the angle θ.
     */
    PARAXIAL
}
