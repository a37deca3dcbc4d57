/** Judges backends: which cases, what came of each, the smallest that fails, and reports for other programs. */
package pfm.bench.validate;
