/** What crosses the interface: grids, complex fields, real matrices and media, all in off-heap memory. */
package pfm.field;
