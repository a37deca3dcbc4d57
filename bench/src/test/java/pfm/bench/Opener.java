package pfm.bench;

import java.util.TreeMap;

import pfm.Backends;
import pfm.Kernels;

/** A program that opens the SIMD backend and prints the parameters that are in force. */
final class Opener {
    private Opener() {
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        try (Kernels kernels = Backends.named("vector").open()) {
            System.out.println(new TreeMap<>(kernels.tuning().values()));
        }
    }
}
