package pfm;

import pfm.field.Field;
import pfm.optics.MediumGradient;

/**
 * What a forward run of a {@link MediumPropagator} leaves for its gradient: the fields of the batch behind every
 * screen, if there is memory for them, or what saves a part of the way.
 * {@link MediumPropagator#propagate(Field, Field, Tape)} writes a tape,
 * {@link MediumPropagator#gradient(Field, Field, Field, MediumGradient, Tape)} reads it once.
 */
public class Tape {
    private final MediumPropagator plan;
    private final int batch;
    /** Of the medium whose run is on the tape; −1 if there is none. */
    private long state = -1;

    /** For backends: a tape that holds no fields, or the part of one that does which all backends share. */
    protected Tape(MediumPropagator plan, int batch) {
        this.plan = plan;
        this.batch = batch;
    }

    /** Items of the runs that it takes. */
    public final int batch() {
        return batch;
    }

    /** Bytes of the fields that it holds; 0 if there was no memory, and a gradient computes them again. */
    public long bytes() {
        return 0;
    }

    /** Checks that it was made by {@code plan} for such a batch. */
    final void requireFits(MediumPropagator plan, Field in) {
        if (this.plan != plan) {
            throw new IllegalArgumentException("tape must be one of this plan, was made by another");
        }
        Plan.checkSize("batch", "the tape", in.batch(), batch);
    }

    final void written(long state) {
        this.state = state;
    }

    /** Takes the run off the tape, which must be of this state of the medium. */
    final void use(long state) {
        if (this.state != state) {
            throw new IllegalStateException("tape must hold a run since the last reload and gradient, held none;"
                    + " propagate with it first");
        }
        this.state = -1;
    }
}
