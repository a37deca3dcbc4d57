package pfm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import picocli.CommandLine.Model.CommandSpec;

/** How work that was interrupted goes on. */
final class Resumption {
    private Resumption() {
    }

    /**
     * The command line that was given, with the file that keeps what is finished.
     *
     * @param given whether the command line names the file
     */
    static String command(CommandSpec spec, Path file, boolean given) {
        List<String> words = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        if (!given) {
            words.addAll(List.of("--resume", file.toString()));
        }
        return "./pfm " + words.stream().map(word -> word.matches("[\\w./=,-]+") ? word : "'" + word + "'")
                .collect(Collectors.joining(" "));
    }
}
