/** The command line: inference, training, validation, benchmarks. */
package pfm.bench;
