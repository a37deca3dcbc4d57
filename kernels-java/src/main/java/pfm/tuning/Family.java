package pfm.tuning;

import java.util.Locale;
import java.util.Optional;

/** A kernel of the library as a kind of work that one backend may do faster than another. */
public enum Family {
    /** Free propagation; its size is the count of samples of the grid. */
    ANGULAR_SPECTRUM("samples"),
    /** Propagation through media and masks; its size is the count of samples of the grid. */
    SPLIT_STEP("samples"),
    /** Matrix-vector products; their size is the count of weights. */
    CROSSBAR("weights"),
    /** Matrix-vector products of light; their size is the count of weights. */
    OPTICAL_PRODUCT("weights"),
    /** Meshes of interferometers; their size is the count of entries of the matrix. */
    MZI_MESH("entries");

    private final String unit;

    Family(String unit) {
        this.unit = unit;
    }

    /** Its name in reports and files, for example {@code split-step}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What its size counts. */
    public String unit() {
        return unit;
    }

    /** The family of a label. */
    static Optional<Family> labelled(String label) {
        for (Family family : values()) {
            if (family.label().equals(label)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
