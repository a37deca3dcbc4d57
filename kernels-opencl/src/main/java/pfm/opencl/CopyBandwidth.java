package pfm.opencl;

import java.util.Arrays;

import pfm.BackendUnavailableException;
import pfm.opencl.OpenClDevices.Search;

/**
 * How fast the device of the {@link OpenClBackend} copies its memory: what kernels that read and write every sample
 * once cannot beat.
 *
 * @param device         in words
 * @param bytes          read, and as many written, by a copy
 * @param bytesPerSecond read and written together: the median of nine copies
 * @param fastest        of them [byte/s]
 */
public record CopyBandwidth(String device, long bytes, double bytesPerSecond, double fastest) {
    private static final long BYTES = 1L << 30;
    private static final int COPIES = 9;

    /**
     * Copies up to 1 GiB, nine times.
     *
     * @throws BackendUnavailableException if there is no device
     */
    public static CopyBandwidth measure() {
        return switch (OpenClDevices.search()) {
            case Search.Found found -> measure(found.device());
            case Search.None none -> throw new BackendUnavailableException("opencl", none.why());
        };
    }

    private static CopyBandwidth measure(DeviceDescription description) {
        long bytes = Math.min(BYTES, Math.min(description.mostInOne(), description.memory() / 8));
        try (Device device = new Device(description); Buffer from = device.allocate(bytes, "a copy");
                Buffer to = device.allocate(bytes, "a copy")) {
            double[] rates = new double[COPIES];
            for (int k = 0; k < COPIES; k++) {
                long start = System.nanoTime();
                to.copyFrom(from, bytes);
                device.finish();
                rates[k] = 2e9 * bytes / (System.nanoTime() - start);
            }
            Arrays.sort(rates);
            return new CopyBandwidth(description.line(), bytes, rates[COPIES / 2], rates[COPIES - 1]);
        }
    }
}
