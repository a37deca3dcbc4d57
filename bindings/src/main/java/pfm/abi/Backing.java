package pfm.abi;

import java.lang.foreign.Arena;

import pfm.Kernels;

/**
 * What one plan or network computes with: kernels of its own, so that its memory is freed when it is closed.
 *
 * @param owner   the opened kernels that it was made of
 * @param kernels plans belong to them
 * @param memory  of fields and matrices
 */
record Backing(OpenKernels owner, Kernels kernels, Arena memory) {
    void close() {
        kernels.close();
        memory.close();
    }
}
