package pfm.bench;

import java.util.function.Function;

import pfm.Kernels;
import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;

/**
 * What a field passes on the command line, free space or a volume, as one thing that can be planned and counted.
 *
 * @param plan makes it ready on a backend
 * @param cost the work of one run on a field
 */
record Passage(Function<Kernels, Propagator> plan, Function<Field, Cost> cost) {
}
