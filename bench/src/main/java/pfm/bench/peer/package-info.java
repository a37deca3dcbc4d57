/** The same computation in C on other libraries, and the limits of the machine: what the kernels are compared with. */
package pfm.bench.peer;
