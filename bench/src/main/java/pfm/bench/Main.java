package pfm.bench;

import java.io.PrintWriter;
import java.util.Objects;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code pfm}: one verb per job; the list of verbs stands in the annotation. */
@Command(name = "pfm",
        description = "Wave propagation and analog matrix-vector kernels for physical neural networks.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"", "./pfm also knows: test (all tests), jmh (benchmarks), FILE.java (runs it), "
                    + "c-library DIR (for C and C++), distribution FILE.tar.gz.",
                "'pfm VERB --help' shows the options of a verb with an example.",
                "Exit codes: 0 done, 1 a check failed, 2 bad input (one line says what to do), 3 a bug."},
        subcommands = {
            BackendsVerb.class,
            Infer.class,
            Train.class,
            Propagate.class,
            Multiply.class,
            Validate.class,
            Bench.class,
            Profile.class,
            Tune.class,
            Plan.class,
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /**
     * Runs the command line.
     *
     * @return one of {@link Exit}
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = commandLine().setOut(out).setErr(err);
        try {
            return commandLine.execute(args);
        } catch (Error e) { // picocli hands on exceptions only; a full heap deserves its line too
            return Failure.report(e, err);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** The command line with all of its verbs. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(Failure::syntax);
        commandLine.setExecutionExceptionHandler((thrown, verb, parsed) -> Failure.report(thrown, verb.getErr()));
        return commandLine;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a verb must be given, one of "
                + spec.subcommands().keySet());
    }

    /** What {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Main.class.getPackage().getImplementationVersion();
            return new String[] {"pfm " + Objects.requireNonNullElse(built, "(not packaged)")
                    + ", Java " + Runtime.version()};
        }
    }
}
