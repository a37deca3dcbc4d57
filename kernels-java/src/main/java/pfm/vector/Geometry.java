package pfm.vector;

import pfm.field.Grid;
import pfm.simd.Lanes;

/**
 * Where the samples of one field lie while a plan runs. Spectral order: column tile by column tile, each of as many
 * columns as there are lanes; block y of a tile is row y. A column tile is one run of memory, and the rows of a row
 * tile (as many as lanes) are one run of each column tile: no pass strides over pages. Spatial order: row tile by row
 * tile, block x of a tile is column x of its rows.
 *
 * @param nx          samples along x
 * @param ny          samples along y
 * @param columnTiles tiles of columns
 * @param rowTiles    tiles of rows
 * @param tileStride  bytes from column tile to column tile: an odd count of squares, so that the squares of a row tile
 *                    spread over the cache's sets
 */
record Geometry(int nx, int ny, int columnTiles, int rowTiles, long tileStride) {
    /** Bytes of a square: the rows of a row tile in one column tile. */
    static final long SQUARE = Lanes.COUNT * Lanes.BLOCK;

    static Geometry of(Grid grid) {
        int columnTiles = Math.ceilDiv(grid.nx(), Lanes.COUNT);
        int rowTiles = Math.ceilDiv(grid.ny(), Lanes.COUNT);
        return new Geometry(grid.nx(), grid.ny(), columnTiles, rowTiles, (rowTiles | 1) * SQUARE);
    }

    /** Bytes of a field in either order. */
    long bytes() {
        return columnTiles * tileStride;
    }

    /** Columns, rounded up to whole tiles. */
    int paddedColumns() {
        return columnTiles * Lanes.COUNT;
    }

    /** Bytes of a row tile in spatial order. */
    long lineBytes() {
        return columnTiles * SQUARE;
    }

    /** Rows of a row tile that the field has. */
    int rows(int rowTile) {
        return Math.min(Lanes.COUNT, ny - rowTile * Lanes.COUNT);
    }
}
