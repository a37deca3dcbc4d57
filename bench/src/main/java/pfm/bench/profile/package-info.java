/** What {@code pfm profile} measures: times, rates against the roofs of the machine, memory, and energy. */
package pfm.bench.profile;
