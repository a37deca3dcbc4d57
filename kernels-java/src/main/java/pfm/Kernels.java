package pfm;

import java.util.Set;

import pfm.analog.Crossbar;
import pfm.analog.MziMesh;
import pfm.analog.OpticalProduct;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/**
 * Every kernel of the library, as computed by one backend: this page is the catalogue. Each method plans: it checks,
 * precomputes and allocates, and throws {@link pfm.field.InsufficientMemoryException} where the memory is not to be
 * had; what it returns runs without allocating, but for the checkpoints of a first gradient. Plans may be made by
 * several threads at once and end with {@link #close()}.
 */
public interface Kernels extends AutoCloseable {
    /** What computes, for reports: backend, device, lane width, threads. */
    String device();

    /** The tuning in force. */
    Tuning tuning();

    /** The precisions of fields and matrices that this backend accepts; all accept {@link Precision#FLOAT32}. */
    Set<Precision> precisions();

    /** Free propagation by the angular spectrum. */
    Propagator angularSpectrum(AngularSpectrum spec);

    /** Propagation through media and masks by symmetric splitting. */
    MediumPropagator splitStep(SplitStep spec);

    /** Matrix-vector product of an analog crossbar. */
    CrossbarProduct crossbar(Crossbar spec);

    /** Matrix-vector product of light with the noise of its detection. */
    MatVec opticalProduct(OpticalProduct spec);

    /** Product of complex vectors with the matrix of a mesh of interferometers. */
    MeshProduct mziMesh(MziMesh spec);

    /** Frees every plan. Not to be called while one runs. */
    @Override
    void close();
}
