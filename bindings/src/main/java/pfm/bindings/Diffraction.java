package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.util.List;

import pfm.bindings.NativePlane.Stretch;

/** The way of a {@link NativePlane} through free space and what lies in it. */
interface Diffraction {
    /** No part of a sweep. */
    Stretch NOTHING = (_, _, _) -> { };

    /**
     * {@code before}, then {@code u ← F⁻¹[F[u]·h]}, then {@code after}.
     *
     * @param h         a {@linkplain NativePlane#table table}, or null for no distance
     * @param conjugate whether conj(h) is meant
     */
    record Leg(Stretch before, MemorySegment h, boolean conjugate, Stretch after) {
    }

    /** Goes one leg after the other. */
    void run(List<Leg> legs);
}
