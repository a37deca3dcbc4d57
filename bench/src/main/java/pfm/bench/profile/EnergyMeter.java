package pfm.bench.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import pfm.bindings.LibraryUnavailableException;
import pfm.bindings.Nvml;

/** Counts the energy that hardware takes: that of the simulator, never of the simulated device. */
public sealed interface EnergyMeter permits Rapl, EnergyMeter.Gpus, EnergyMeter.Unmetered {
    /** Where the figures are from. */
    String source();

    /**
     * Energy taken since this meter was made [J]. A counter that wraps around must be read again before it does so
     * twice: a processor's holds some minutes.
     */
    double joules();

    /** The meters of this machine: of the processor, and of GPUs; what is missing says why. */
    static List<EnergyMeter> all() {
        List<EnergyMeter> meters = new ArrayList<>();
        meters.add(Rapl.in(Path.of("/sys/class/powercap")));
        try {
            meters.add(new Gpus(Nvml.load()));
        } catch (LibraryUnavailableException e) {
            meters.add(new Unmetered("GPUs (NVML)", e.getMessage()));
        }
        return meters;
    }

    /** All NVIDIA GPUs of this machine, idle ones too, by NVML. */
    final class Gpus implements EnergyMeter {
        private final Nvml nvml;
        private final double start;

        /** A meter that starts now. */
        public Gpus(Nvml nvml) {
            this.nvml = nvml;
            start = nvml.joules();
        }

        @Override
        public String source() {
            return "GPUs (NVML, " + nvml.devices() + ")";
        }

        @Override
        public double joules() {
            return nvml.joules() - start;
        }
    }

    /**
     * Hardware whose energy is not told.
     *
     * @param source the hardware
     * @param reason why it is not, and what to do
     */
    record Unmetered(String source, String reason) implements EnergyMeter {
        @Override
        public double joules() {
            return Double.NaN;
        }
    }
}
