/** Published results of physical networks, made again: what was published, and what is reached here. */
package pfm.bench.published;
