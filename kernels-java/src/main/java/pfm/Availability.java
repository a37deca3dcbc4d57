package pfm;

/** Whether a backend can run on this machine: an answer, never an exception. */
public sealed interface Availability {
    /**
     * It can.
     *
     * @param device what would run it, for reports
     */
    record Available(String device) implements Availability {
    }

    /**
     * It cannot.
     *
     * @param reason what is missing
     * @param remedy what a user does about it
     */
    record Unavailable(String reason, String remedy) implements Availability {
    }
}
