package pfm.simd;

import java.nio.ByteOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The species that every kernel uses: constants, because C2 needs them so. Touch after a look at
 * {@link SimdAvailability}.
 */
public final class Lanes {
    /** Shape of a register. */
    public static final VectorShape SHAPE = VectorShape.forBitSize(LaneWidth.bits());
    /** float32 lanes. */
    public static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);
    /** int32 lanes, as many. */
    public static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, SHAPE);
    /** Count of float32 lanes: 4, 8 or 16. */
    public static final int COUNT = FLOAT.length();
    /** Bytes of a register. */
    public static final long BYTES = 4L * COUNT;
    /** Bytes of a block: as many complex numbers as there are lanes, real parts first. What transforms work on. */
    public static final long BLOCK = 2 * BYTES;
    /** Byte order of every load and store. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Lanes() {
    }

    /** A register of one value. */
    public static FloatVector all(float value) {
        return FloatVector.broadcast(FLOAT, value);
    }

    /** A register of one value. */
    public static IntVector all(int value) {
        return IntVector.broadcast(INT, value);
    }
}
