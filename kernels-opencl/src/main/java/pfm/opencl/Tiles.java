package pfm.opencl;

/**
 * How the lines of a plane are cut into tiles, and a tile is shared by the work-items of a group.
 *
 * @param count  tiles of a plane
 * @param lines  lines of a tile
 * @param items  work-items of a line
 * @param cells  cells of a tile, those between that are left out counted
 * @param shift  a cell is left out behind each 2^shift
 * @param local  whether a tile fits into local memory
 * @param lanes  floats of a cell's part
 * @param values points that a work-item holds in registers, while a tile has room for one part of the numbers alone; 0
 *               where lines lie in tiles
 */
record Tiles(int count, int lines, int items, int cells, int shift, boolean local, int lanes, int values) {
    /** Groups that a compute unit has in flight, where each needs memory. */
    private static final long GROUPS_OF_A_UNIT = 4;
    /** Groups along the second dimension of a range: some drivers take no more than 65535. */
    static final long MOST_PLANES = 1 << 15;
    /** Points of a tile of short rows on a GPU. */
    private static final int POINTS_OF_A_TILE = 512;
    /** Lines in registers that are worth sharing a group: 4 x 4 samples fill a line of a GPU's cache. */
    private static final int MOST_IN_REGISTERS = 4;
    /** Lines that read and write whole sectors of it, 2 x 2 samples. */
    private static final int FEW_IN_REGISTERS = 2;
    /** Work-items whose registers let other groups of a compute unit go on while one waits. */
    private static final int MANY_ITEMS = 256;
    /** Banks of local memory. */
    private static final int BANKS = 32;

    /**
     * Cuts lines of rows or columns.
     *
     * @param total  lines of the plane, in cells
     * @param points of a line: of its chain, or of whole cells
     * @param wide   whether neighbouring lines are neighbours in memory, so that tiles should be wide
     */
    static Tiles of(OpenClTuning tuning, int total, int points, boolean wide) {
        int shift = tuning.lanes() > 1 ? 4 : 5;
        int most = Math.min(Math.min(tuning.lines(), tuning.group()), total);
        int wanted = wide ? most : Math.clamp(POINTS_OF_A_TILE / points, 1, most);
        int lines = Integer.highestOneBit(wanted);
        while (lines > 1 && bytes(cells(points, lines, shift), tuning.lanes()) > tuning.local()) {
            lines /= 2;
        }
        boolean local = bytes(cells(points, lines, shift), tuning.lanes()) <= tuning.local();
        if (!local) {
            lines = Integer.highestOneBit(wanted); // nothing is won by thin tiles
        }
        // a work-item has one of the widest butterflies at least
        int items = Math.clamp(Integer.highestOneBit(Math.max(1, points / tuning.radix())), 1,
                Math.max(1, Integer.highestOneBit(tuning.group() / lines)));
        return new Tiles(Math.ceilDiv(total, lines), lines, items, cells(points, lines, shift), shift, local,
                tuning.lanes(), 0);
    }

    /** Cuts {@code total} lines that are held in registers: as many a group as fit, up to some. */
    static Tiles inRegisters(OpenClTuning tuning, int total, int points) {
        int most = Integer.highestOneBit(Math.min(MOST_IN_REGISTERS, tuning.lines()));
        Tiles tiles = inRegisters(tuning, total, points, most);
        while (tiles.lines > 1 && !tiles.local || tiles.lines > FEW_IN_REGISTERS && tiles.group() > MANY_ITEMS) {
            tiles = inRegisters(tuning, total, points, tiles.lines / 2);
        }
        return tiles;
    }

    private static Tiles inRegisters(OpenClTuning tuning, int total, int points, int lines) {
        int items = points / tuning.registers();
        int shift = Integer.numberOfTrailingZeros(BANKS / lines);
        int places = (points + (points >> shift)) * lines;
        boolean fits = lines * items <= tuning.group() && (long) places * Float.BYTES <= tuning.local();
        return new Tiles(total / lines, lines, items, places, shift, fits, 1, tuning.registers());
    }

    /** Cuts {@code planes} planes of {@code total} neighbouring lines; no tile reaches from one into the next. */
    static Tiles ofParts(OpenClTuning tuning, int planes, int total, int points) {
        Tiles one = of(tuning, total, points, true);
        return new Tiles(Math.multiplyExact(planes, one.count()), one.lines(), one.items(), one.cells(), one.shift(),
                one.local(), one.lanes(), 0);
    }

    /** Cuts the rows of a plane. */
    static Tiles ofRows(OpenClTuning tuning, LineCut cut, int chainPoints, int cells, int ny) {
        return cut.isCut() ? ofParts(tuning, ny, Integer.lowestOneBit(cut.stride()), cut.points())
                : of(tuning, Math.ceilDiv(ny, tuning.lanes()), Math.max(chainPoints, cells * tuning.lanes()), false);
    }

    /** Cuts the columns of a plane. */
    static Tiles ofColumns(OpenClTuning tuning, LineCut cut, int chainPoints, int cells) {
        return ofParts(tuning, cut.radix(), cells, chainPoints);
    }

    private static int cells(int points, int lines, int shift) {
        int last = points * lines - 1;
        return last + (last >> shift) + 1;
    }

    private static long bytes(int cells, int lanes) {
        return 2L * cells * lanes * Float.BYTES;
    }

    /** Bytes of a tile. */
    long bytes() {
        return values > 0 ? (long) cells * Float.BYTES : bytes(cells, lanes);
    }

    /** Work-items of a group. */
    int group() {
        return lines * items;
    }

    /** Groups that share the tiles of each of {@code planes} planes: one for each tile, or those that have memory. */
    int groups(int planes, int units) {
        return local ? count : Math.clamp(GROUPS_OF_A_UNIT * units / planes, 1, count);
    }

    /** The most planes that are handled together, and the most groups where tiles do not lie in local memory. */
    long most(int units) {
        return local ? MOST_PLANES : GROUPS_OF_A_UNIT * units;
    }

    /** What kernels are compiled with. */
    String definitions() {
        return "#define LANES " + lanes + "\n#define LINES " + lines + "\n#define ITEMS " + items
                + "\n#define PADDING_SHIFT " + shift + "\n#define GLOBAL_TILES " + (local ? 0 : 1) + "\n"
                + (values > 0 ? "#define VALUES " + values + "\n" : "");
    }
}
