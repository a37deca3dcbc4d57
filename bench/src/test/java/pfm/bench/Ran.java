package pfm.bench;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line did in this JVM.
 *
 * @param exit its exit code
 * @param out  what it printed to stdout
 * @param err  what it printed to stderr
 */
record Ran(int exit, String out, String err) {
    static Ran pfm(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(exit, out.toString(), err.toString());
    }
}
