/**
 * The judges are judged: kernels that are wrong on purpose, in one place each, and whether a check notices.
 */
package pfm.validation.mutants;
