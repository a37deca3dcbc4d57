package pfm.analog.network;

/** The end at which a line is connected to its source or to its virtual ground. */
public enum LineEnd {
    /** Before the first cell of the line, the one with index 0. */
    FIRST,
    /** Behind the last cell of the line. */
    LAST
}
