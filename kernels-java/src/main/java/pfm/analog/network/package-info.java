/** Arrays of resistors whose lines have resistance: the exact linear network and its solvers, in float64. */
package pfm.analog.network;
