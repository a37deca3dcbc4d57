package pfm.bench;

import pfm.Kernels;
import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;

/** What a field passes on the command line: free space or a medium, as one thing that can be planned and counted. */
sealed interface Passage {
    /** Plans it on a backend. */
    Propagator plan(Kernels kernels);

    /** The work of one run on a field. */
    Cost cost(Field field);

    /** A homogeneous medium. */
    record FreeSpace(AngularSpectrum spec) implements Passage {
        @Override
        public Propagator plan(Kernels kernels) {
            return kernels.angularSpectrum(spec);
        }

        @Override
        public Cost cost(Field field) {
            return spec.cost(field.batch(), field.precision());
        }
    }

    /** A volume, slice by slice. */
    record Medium(SplitStep spec) implements Passage {
        @Override
        public Propagator plan(Kernels kernels) {
            return kernels.splitStep(spec);
        }

        @Override
        public Cost cost(Field field) {
            return spec.cost(field.batch(), field.precision());
        }
    }
}
