package pfm.abi;

/** A plan or network: what was made of opened kernels. */
abstract class Planned extends Resource {
    private final Backing backing;

    /** For subclasses; one call at a time. */
    Planned(Kind<?> kind, Backing backing) {
        super(kind, 1);
        this.backing = backing;
    }

    final Backing backing() {
        return backing;
    }

    final boolean isOf(OpenKernels kernels) {
        return backing.owner() == kernels;
    }

    @Override
    void free() {
        backing.close();
    }
}
