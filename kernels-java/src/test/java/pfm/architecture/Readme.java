package pfm.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** README.md. */
final class Readme {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Readme() {
    }

    /** All of it. */
    static String text() {
        try {
            return Files.readString(Source.root().resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first Java program in it. */
    static String example() {
        Matcher example = EXAMPLE.matcher(text());
        if (!example.find()) {
            throw new AssertionError("README has no Java example");
        }
        return example.group(1);
    }
}
