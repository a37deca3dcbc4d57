document.querySelectorAll('table.sortable').forEach(function (table) {
  table.caption.append(' (a click on a column sorts)');
  table.querySelectorAll('th').forEach(function (head) {
    function sort() {
      var column = head.cellIndex, sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      table.querySelectorAll('th').forEach(function (other) { other.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
      Array.from(table.tBodies[0].rows).sort(function (a, b) {
        var x = a.cells[column], y = b.cells[column];
        var number = x.dataset.key !== undefined ? 0 : 1, other = y.dataset.key !== undefined ? 0 : 1;
        if (number !== other) { return number - other; }
        return sign * (number === 0 ? x.dataset.key - y.dataset.key : x.textContent.localeCompare(y.textContent));
      }).forEach(function (row) { table.tBodies[0].append(row); });
    }
    head.tabIndex = 0;
    head.addEventListener('click', sort);
    head.addEventListener('keydown', function (event) { if (event.key === 'Enter') { sort(); } });
  });
});
