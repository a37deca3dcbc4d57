package pfm.model;

import java.lang.foreign.Arena;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntConsumer;

import pfm.Kernels;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A network made ready to run: every image is encoded, propagated through all optical layers, detected and scored. Any
 * number of threads may call {@link #run}; as many run at a time as there are workers, each with a plan of its own.
 */
public final class Inference {
    /** Images propagated together unless said otherwise: enough to keep every thread of a plan busy. */
    public static final int BATCH = 64;

    private final Network network;
    private final int batch;
    private final long voxelUpdatesPerImage;
    private final BlockingQueue<InferenceWorker> idle;

    /** One worker in float32, {@link #BATCH} images at a time. */
    public Inference(Network network, Kernels kernels, Arena arena) {
        this(network, kernels, Precision.FLOAT32, BATCH, 1, arena);
    }

    /**
     * Plans the network.
     *
     * @param batch   images that a worker propagates together
     * @param workers calls that may run at the same time; the plan of each uses the threads that {@code kernels} have
     * @param arena   owns the fields; lives as long as this object is used
     */
    public Inference(Network network, Kernels kernels, Precision precision, int batch, int workers, Arena arena) {
        Require.inRange("batch", 1, 1 << 20, batch);
        Require.inRange("workers", 1, 4096, workers);
        this.network = network;
        this.batch = batch;
        idle = new ArrayBlockingQueue<>(workers);
        for (int i = 0; i < workers; i++) {
            idle.add(new InferenceWorker(network, kernels, precision, batch, arena));
        }
        voxelUpdatesPerImage = network.grid().samples() * idle.element().screens();
    }

    /** Samples in x and y times screens that one image passes. */
    public long voxelUpdatesPerImage() {
        return voxelUpdatesPerImage;
    }

    /**
     * Reads every image.
     *
     * @throws IllegalArgumentException if the images have another size than the network's
     */
    public Readings run(LabelledImages images) {
        return run(images, done -> { });
    }

    /**
     * Reads every image, and says after every batch how many are done.
     *
     * @throws IllegalArgumentException if the images have another size than the network's
     */
    public Readings run(LabelledImages images, IntConsumer progress) {
        network.encoding().requireFits(images);
        Readings readings = new Readings(network, images.count());
        InferenceWorker worker = borrow();
        try {
            for (int first = 0; first < images.count(); first += batch) {
                int count = Math.min(batch, images.count() - first);
                worker.run(images, first, count, readings);
                progress.accept(first + count);
            }
        } finally {
            idle.add(worker);
        }
        return readings;
    }

    private InferenceWorker borrow() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the thread must not be interrupted while it waits for a free plan", e);
        }
    }
}
