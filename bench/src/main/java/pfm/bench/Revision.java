package pfm.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;

/** What this program was built from. */
final class Revision {
    private Revision() {
    }

    /** Its version. */
    static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "not packaged");
    }

    /** The commit of the source tree that it runs in, as git tells it; empty in a distribution, or without git. */
    static Optional<String> commit() throws IOException {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            for (Path at = Path.of(source.getLocation().toURI()); at != null; at = at.getParent()) {
                if (Files.exists(at.resolve(".git")) && Files.exists(at.resolve("kernels-java/pom.xml"))) {
                    return described(at);
                }
            }
        } catch (URISyntaxException notAFile) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> described(Path tree) throws IOException {
        try {
            Process git = new ProcessBuilder("git", "-C", tree.toString(), "describe", "--always", "--dirty",
                    "--abbrev=12", "--match=").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String told = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor() == 0 && !told.isEmpty() ? Optional.of(told) : Optional.empty();
        } catch (IOException notInstalled) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
