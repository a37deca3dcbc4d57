package pfm.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pfm.quantity.Require;

/** A table whose rows a click on a column sorts. */
public final class Table {
    private final String caption;
    private final List<String> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** Starts a table; the caption may be empty. */
    public Table(String caption, List<String> columns) {
        this.caption = Require.given("caption", caption);
        this.columns = List.copyOf(columns);
        Require.inRange("columns of a table", 1, Integer.MAX_VALUE, this.columns.size());
    }

    /**
     * Adds a row: cells, or texts.
     *
     * @throws IllegalArgumentException if the row is not as long as the list of columns
     */
    public Table row(Object... cells) {
        Require.equal("cells of a row", columns.size(), cells.length);
        List<Cell> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Cell ready ? ready : Cell.text(String.valueOf(cell)));
        }
        rows.add(row);
        return this;
    }

    /** Count of rows. */
    public int rows() {
        return rows.size();
    }

    void write(Markup to) {
        to.open("div", "class", "wide").open("table", "class", "sortable").element("caption", caption).line();
        to.open("thead").open("tr");
        columns.forEach(column -> to.element("th", column, "scope", "col"));
        to.close("tr").close("thead").line().open("tbody").line();
        for (List<Cell> row : rows) {
            to.open("tr");
            row.forEach(cell -> write(cell, to));
            to.close("tr").line();
        }
        to.close("tbody").close("table").close("div").line();
    }

    private static void write(Cell cell, Markup to) {
        String tone = cell.tone().name().toLowerCase(Locale.ROOT);
        if (cell.key().isPresent()) {
            to.element("td", cell.text(), "class", "number " + tone, "data-key", "" + cell.key().get());
        } else {
            to.element("td", cell.text(), "class", tone);
        }
    }
}
