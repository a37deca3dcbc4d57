package pfm.analog;

import pfm.quantity.Require;

/**
 * The outputs of a crossbar at a part of its inputs, as tiles cut them. Every tile has converters of its own, which its
 * neighbouring columns may share; the number of a converter, which its errors are drawn for, is that of the first
 * column that it serves: {@code part·outputs + column}.
 *
 * @param seed        of everything random in a device
 * @param part        of the inputs
 * @param outputs     of the crossbar
 * @param tileOutputs most outputs of a tile
 */
public record TileColumns(long seed, int part, int outputs, int tileOutputs) {
    /** Checks ranges. */
    public TileColumns {
        Require.inRange("part of the inputs", 0, Integer.MAX_VALUE, part);
        Require.inRange("outputs", 1, Integer.MAX_VALUE, outputs);
        Require.inRange("tile outputs", 1, Integer.MAX_VALUE, tileOutputs);
    }

    /** Those of a part of the inputs of a crossbar. */
    public static TileColumns of(Crossbar spec, int part) {
        return new TileColumns(spec.seed(), part, spec.outputs(), spec.tileOutputs());
    }

    /** Number of the converter of a column, where so many columns of a tile share one. */
    long converter(int column, int sharedBy) {
        return number(column - column % tileOutputs % sharedBy);
    }

    /** Number of the first column of the tile of a column. */
    long tile(int column) {
        return number(column - column % tileOutputs);
    }

    private long number(int column) {
        return (long) part * outputs + column;
    }
}
