package pfm.opencl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.analog.Detection;
import pfm.analog.OpticalArray;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;

/** The {@link Detection} of an {@link OpticalProduct} on a device that has double precision. */
final class Detectors {
    private static final String SOURCE = "detect.cl";

    private final OpticalProduct spec;
    private final OpticalArray array;
    private final DeviceKernel kernel;
    private final int group;
    private final MemorySegment sums;
    private final Buffer sumsThere;

    /** @param rows vectors that are handled together at most */
    Detectors(OpticalProduct spec, OpticalArray array, int rows, OpenClTuning tuning, DeviceMemory memory) {
        this.spec = spec;
        this.array = array;
        group = tuning.group();
        kernel = memory.kernel(SOURCE, "", switch (spec.detection()) {
            case Detection.ShotNoise _ -> "shotNoise";
            case Detection.SinglePhoton _ -> "singlePhoton";
            case Detection.Photodiode _ -> "photodiode";
        });
        long bytes = spec.detection() instanceof Detection.ShotNoise ? (long) rows * Double.BYTES : 0;
        sums = memory.arena().allocate(bytes, Double.BYTES);
        sumsThere = memory.allocate(bytes, "the light of vectors");
    }

    /** Starts to detect products of rows {@code first … first + count − 1} of x. */
    void detect(Matrix x, int first, int count, Buffer y, long vector) {
        kernel.at(0).with(count).with(spec.outputs()).with(y);
        switch (spec.detection()) {
            case Detection.ShotNoise shot -> {
                for (int b = 0; b < count; b++) {
                    sums.setAtIndex(ValueLayout.JAVA_DOUBLE, b, array.light(x, first + b));
                }
                sumsThere.write(0, sums.asSlice(0, (long) count * Double.BYTES));
                kernel.with(sumsThere).with(shot.photons() * spec.inputs()).with(array.span()).with(array.least());
            }
            case Detection.SinglePhoton single -> kernel.with(single.shots());
            case Detection.Photodiode diode -> {
                double dark = diode.deviation(0) * diode.deviation(0);
                kernel.with(dark).with(diode.deviation(1) * diode.deviation(1) - dark);
            }
        }
        kernel.with(spec.seed()).with(vector).run(Math.ceilDiv(spec.outputs(), group), count, group);
    }
}
