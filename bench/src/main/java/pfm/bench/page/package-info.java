/** Reports as one HTML page that needs no network: text, tables, drawings and pictures, everything escaped. */
package pfm.bench.page;
