package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import pfm.Availability;
import pfm.BackendUnavailableException;
import pfm.field.InsufficientMemoryException;
import pfm.field.MediumLostException;

class MainTest {
    @Test
    void everyVerbHasAnExampleItsHelpAndItsVersion() {
        for (String verb : Main.commandLine().getSubcommands().keySet()) {
            Ran help = Ran.pfm(verb, "--help");
            assertEquals(Exit.OK, help.exit());
            assertTrue(help.out().contains("Example"), verb + " shows no example");
            assertTrue(help.out().contains("  pfm " + verb), verb + " shows no example");
            Ran version = Ran.pfm(verb, "--version");
            assertTrue(version.out().startsWith("pfm "), version.out());
            assertEquals("", help.err() + version.err());
        }
    }

    @Test
    void examplesParse() {
        for (CommandLine verb : Main.commandLine().getSubcommands().values()) {
            String help = String.join("\n", verb.getCommandSpec().usageMessage().footer());
            for (String example : help.substring(help.indexOf("Example")).replace("\\\n", " ").split("\n")) {
                if (example.startsWith("  pfm ")) {
                    Main.commandLine().parseArgs(example.strip().substring(4).split("\\s+"));
                }
            }
        }
    }

    @Test
    void helpListsTheVerbs() {
        Ran help = Ran.pfm("--help");
        assertEquals(Exit.OK, help.exit());
        Main.commandLine().getSubcommands().keySet().forEach(
                verb -> assertTrue(help.out().contains("\n  " + verb + " "), verb));
    }

    @Test
    void aCommandLineThatIsWrongIsOneLineThatNamesItsHelp() {
        assertRefused("Unknown option: '--jsn'; did you mean [--json]?; see 'pfm backends --help'", "backends",
                "--jsn");
        assertRefused("Unmatched argument at index 0: 'bakends'; did you mean [backends, bench]?; see 'pfm --help'",
                "bakends");
        assertRefused("Missing required parameter for option '--backend' (NAME); see 'pfm propagate --help'",
                "propagate", "--backend");
        Ran nothing = Ran.pfm();
        assertEquals(Exit.BAD_INPUT, nothing.exit());
        assertTrue(nothing.err().startsWith("pfm: a verb must be given, one of [backends, "), nothing.err());
    }

    @Test
    void whatAUserCanCauseIsOneLineWithTheRemedy() {
        Map<Throwable, String> lines = Map.of(
                new IllegalArgumentException("batch must be in [1, 2], was 3"), "batch must be in [1, 2], was 3",
                new IllegalArgumentException("two\r\nlines\u0007"), "two lines ",
                new IOException("a.npy: dtype"), "a.npy: dtype",
                new UncheckedIOException(new NoSuchFileException("a.npy")), "a.npy: no such file; check the path",
                new AccessDeniedException("a.npy"), "a.npy: permission denied; check its owner and mode",
                new FileSystemException("a", null, "Is a directory"), "a: Is a directory; check the path and the disk",
                new BackendUnavailableException("gpu", new Availability.Unavailable("no driver", "install one")),
                "backend 'gpu' is unavailable: no driver; install one",
                new InsufficientMemoryException("a plan", 8, "4 bytes are available", "use a smaller grid"),
                "a plan needs 8 bytes of memory, but 4 bytes are available; use a smaller grid",
                new MediumLostException("n.npy", new InternalError()), "n.npy can no longer be read: the file became"
                        + " shorter or its disk failed while it was mapped; restore the file and run again");
        lines.forEach((thrown, line) -> {
            StringWriter err = new StringWriter();
            assertEquals(Exit.BAD_INPUT, Failure.report(thrown, new PrintWriter(err)));
            assertEquals("pfm: " + line + System.lineSeparator(), err.toString());
        });
    }

    @Test
    void aFullHeapIsOneLineWithTheRemedy() {
        StringWriter err = new StringWriter();
        assertEquals(Exit.BAD_INPUT, Failure.report(new OutOfMemoryError("Java heap space"), new PrintWriter(err)));
        assertTrue(err.toString().matches("pfm: the Java heap of \\d+ MiB is full \\(Java heap space\\); use a"
                + " smaller input, or set JDK_JAVA_OPTIONS=-Xmx8g for a heap of 8 GiB\\R"), err.toString());
    }

    @Test
    void anythingElseIsABugAndShowsWhere() {
        for (Throwable bug : List.of(new IllegalStateException("oops"), new NullPointerException(),
                new IllegalArgumentException())) {
            StringWriter err = new StringWriter();
            assertEquals(Exit.DEFECT, Failure.report(bug, new PrintWriter(err)));
            assertTrue(err.toString().startsWith("pfm: this is a bug of pfm"), err.toString());
            assertTrue(err.toString().contains("\tat pfm.bench.MainTest"), err.toString());
        }
    }

    private static void assertRefused(String line, String... arguments) {
        assertEquals(new Ran(Exit.BAD_INPUT, "", "pfm: " + line + System.lineSeparator()), Ran.pfm(arguments));
    }
}
