package pfm.abi;

/** What a function of the table returns: {@code enum pfm_code}, in its order. */
enum Code {
    OK, BAD_ARGUMENT, UNAVAILABLE, NO_MEMORY, CLOSED, BUSY, FILE, BUG
}
