package pfm.opencl;

import pfm.field.Grid;

/**
 * How the lines of a wave are cut into tiles. Lines in registers ({@code registers.cl}) are tried first: where a
 * work-item is a lane, both sides are powers of two, and at least two lines fit a group, so that no pass has to take
 * single samples out of memory.
 *
 * @param rowCut    how a row is transformed
 * @param columnCut how a column is
 * @param rows      tiles of rows
 * @param columns   tiles of columns
 */
record WaveTiles(LineCut rowCut, LineCut columnCut, Tiles rows, Tiles columns) {

    static WaveTiles of(Grid grid, OpenClTuning tuning) {
        LineCut rowCut = LineCut.ofRows(grid.nx(), tuning);
        LineCut columnCut = LineCut.ofColumns(grid.ny(), tuning);
        if (suits(rowCut, tuning) && suits(columnCut, tuning)) {
            Tiles rows = Tiles.inRegisters(tuning, grid.ny(), grid.nx());
            Tiles columns = Tiles.inRegisters(tuning, grid.nx(), grid.ny());
            if (rows.local() && columns.local() && Math.min(rows.lines(), columns.lines()) > 1
                    && columns.items() >= rows.lines()) {
                return new WaveTiles(rowCut, columnCut, rows, columns);
            }
        }
        int cells = Math.ceilDiv(grid.nx(), tuning.lanes());
        return new WaveTiles(rowCut, columnCut, Tiles.ofRows(tuning, rowCut, rowCut.chainPoints(), cells, grid.ny()),
                Tiles.ofColumns(tuning, columnCut, columnCut.chainPoints(), cells));
    }

    private static boolean suits(LineCut cut, OpenClTuning tuning) {
        int length = cut.recipe().length();
        return tuning.lanes() == 1 && tuning.registers() >= tuning.radix() && !cut.isCut() && tuning.specialise()
                && Integer.bitCount(length) == 1 && length >= 2 * tuning.registers();
    }

    /** Whether lines are held in registers. */
    boolean inRegisters() {
        return rows.values() > 0;
    }

    /** Rows of a state that are interleaved: sample (x, y) stands at {@code ((y / r)·pitch + x)·r + y mod r}. */
    int interleaved() {
        return inRegisters() ? rows.lines() : 1;
    }

    /** What kernels over lines in registers are compiled with, beside what tiles and recipes say. */
    String layout(int pitch) {
        return inRegisters() ? "#define ROWS " + interleaved() + "\n#define PITCH " + pitch + "\n" : "";
    }
}
