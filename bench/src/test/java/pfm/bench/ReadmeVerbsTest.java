package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README shows every verb with an example. */
class ReadmeVerbsTest {
    static Iterable<String> verbs() {
        return Main.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aVerbHasAHeadingAndAnExample(String verb) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md")); // Maven runs tests in the folder of the module
        assertTrue(readme.contains("\n### `" + verb + "`\n"), "no heading");
        assertTrue(readme.contains("./pfm " + verb), "no example");
    }
}
