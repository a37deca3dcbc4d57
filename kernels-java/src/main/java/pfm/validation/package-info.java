/**
 * What makes a result trustworthy: problems with seeded input, tolerances with their reasons, and closed forms. The
 * same workloads are validated, benchmarked, profiled and tuned.
 */
package pfm.validation;
