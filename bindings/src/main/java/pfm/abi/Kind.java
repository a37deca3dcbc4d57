package pfm.abi;

/**
 * A kind of handle.
 *
 * @param type of what it stands for
 * @param name in messages
 */
record Kind<T extends Resource>(Class<T> type, String name) {
    /** The answer to a call with a handle that was closed. */
    RefusedException closed() {
        return new RefusedException(Code.CLOSED, "the " + name + " must be open, was closed");
    }
}
