package pfm.vector;

import java.nio.ByteOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The species that every kernel uses: constants, because C2 needs them so. Open after {@link LaneWidth#availability}.
 */
final class Lanes {
    /** Shape of a register. */
    static final VectorShape SHAPE = VectorShape.forBitSize(LaneWidth.bits());
    /** float32 lanes. */
    static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);
    /** int32 lanes, as many. */
    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, SHAPE);
    /** Count of float32 lanes: 4, 8 or 16. */
    static final int COUNT = FLOAT.length();
    /** Bytes of a register. */
    static final long BYTES = 4L * COUNT;
    /** Bytes of a block: as many complex numbers as there are lanes, real parts first. What transforms work on. */
    static final long BLOCK = 2 * BYTES;
    /** Byte order of every load and store. */
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Lanes() {
    }

    /** A register of one value. */
    static FloatVector all(float value) {
        return FloatVector.broadcast(FLOAT, value);
    }

    /** A register of one value. */
    static IntVector all(int value) {
        return IntVector.broadcast(INT, value);
    }
}
