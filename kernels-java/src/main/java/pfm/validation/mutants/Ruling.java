package pfm.validation.mutants;

import pfm.validation.Discrepancy;

/**
 * What judges make of kernels.
 *
 * @param rejected    whether a check fails
 * @param check       the first that fails, or the one that came nearest to it
 * @param discrepancy of that check; NaN if the kernels threw
 * @param reason      what that check says
 */
public record Ruling(boolean rejected, String check, Discrepancy discrepancy, String reason) {
}
