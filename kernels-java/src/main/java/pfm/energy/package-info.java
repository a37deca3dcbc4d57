/** What a computation costs: counted work, and (with a named model) the energy of the simulated device. */
package pfm.energy;
