/** SI quantities: units to and from SI, and the checks that every public constructor makes. */
package pfm.quantity;
