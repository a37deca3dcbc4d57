/** Benchmarks for the Java Microbenchmark Harness, {@code ./pfm jmh}. */
package pfm.bench.jmh;
