package pfm.bench.jmh;

import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * {@code pfm jmh}: the harness as it is, but for its exit code, which is 1 if a benchmark failed. The others still run.
 */
public final class Jmh {
    private Jmh() {
    }

    /** Runs the benchmarks that the arguments name. */
    public static void main(String[] args) throws Exception {
        CommandLineOptions options;
        try {
            options = new CommandLineOptions(args);
        } catch (CommandLineOptionException e) {
            System.err.println("pfm: " + e.getMessage() + "; ./pfm jmh -h lists what there is");
            System.exit(2);
            return;
        }
        if (options.shouldHelp() || options.shouldList() || options.shouldListWithParams()
                || options.shouldListProfilers() || options.shouldListResultFormats()) {
            org.openjdk.jmh.Main.main(args);
        } else {
            System.exit(run(options));
        }
    }

    private static int run(CommandLineOptions options) throws FileNotFoundException {
        List<BenchmarkParams> begun = new ArrayList<>();
        int timed;
        try {
            timed = new Runner(options, noting(begun, text(options))).run().size();
        } catch (NoBenchmarksException e) {
            System.err.println("pfm: no benchmark has such a name; ./pfm jmh -l lists them");
            return 2;
        } catch (RunnerException e) {
            System.err.println("pfm: " + e.getMessage());
            return 1;
        }
        long all = begun.stream().distinct().count();
        if (timed < all) {
            System.err.println("pfm: " + (all - timed) + " of " + all + " benchmarks failed, see <failure> above");
        }
        return timed < all ? 1 : 0;
    }

    private static OutputFormat text(CommandLineOptions options) throws FileNotFoundException {
        PrintStream out = options.getOutput().hasValue()
                ? new PrintStream(options.getOutput().get()) : System.out;
        return OutputFormatFactory.createFormatInstance(out, options.verbosity().orElse(Defaults.VERBOSITY));
    }

    /** An output that also notes which benchmarks begin. */
    private static OutputFormat noting(List<BenchmarkParams> begun, OutputFormat out) {
        return (OutputFormat) Proxy.newProxyInstance(Jmh.class.getClassLoader(), new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("startBenchmark")) {
                        begun.add((BenchmarkParams) arguments[0]);
                    }
                    return method.invoke(out, arguments);
                });
    }
}
