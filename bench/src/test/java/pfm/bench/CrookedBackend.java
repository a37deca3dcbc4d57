package pfm.bench;

import java.util.Set;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.MeshProduct;
import pfm.Propagator;
import pfm.analog.Crossbar;
import pfm.analog.MziMesh;
import pfm.analog.OpticalProduct;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/**
 * A backend that goes too far in free space, has no medium, draws other noise for odd counts of outputs, and is right
 * else.
 */
public final class CrookedBackend implements Backend {
    @Override
    public String name() {
        return "crooked";
    }

    @Override
    public int preference() {
        return -1;
    }

    @Override
    public Availability availability() {
        return new Availability.Available("nothing to rely on");
    }

    @Override
    public Kernels open(Tuning tuning) {
        Kernels right = Backends.named("reference").open(tuning);
        return new Kernels() {
            @Override
            public String device() {
                return "crooked: " + right.device();
            }

            @Override
            public Tuning tuning() {
                return right.tuning();
            }

            @Override
            public Set<Precision> precisions() {
                return Set.of(Precision.FLOAT32);
            }

            @Override
            public Propagator angularSpectrum(AngularSpectrum s) {
                return right.angularSpectrum(new AngularSpectrum(
                        s.grid(), s.wavelength(), s.index(), s.distance() * 1.001, s.diffraction(), s.bandLimited()));
            }

            @Override
            public MediumPropagator splitStep(SplitStep spec) {
                throw new IllegalStateException("no medium here");
            }

            @Override
            public CrossbarProduct crossbar(Crossbar spec) {
                return right.crossbar(spec);
            }

            @Override
            public MatVec opticalProduct(OpticalProduct spec) {
                boolean odd = spec.outputs() % 2 == 1 && spec.outputs() > 1;
                return right.opticalProduct(new OpticalProduct(spec.weights(), spec.detection(),
                        odd ? spec.seed() + 1 : spec.seed()));
            }

            @Override
            public MeshProduct mziMesh(MziMesh spec) {
                return right.mziMesh(spec);
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }
}
