package pfm.io;

import java.nio.file.Path;
import java.util.Optional;

/** Where this library keeps what it can make again: {@code pfm} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
public final class UserCache {
    private UserCache() {
    }

    /** The folder {@code name} in the cache of this user, who may have none. It need not exist. */
    public static Optional<Path> folder(String name) {
        return folder(name, System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    /** The same for values of the environment variable and of the home folder, either of which may be null. */
    public static Optional<Path> folder(String name, String cacheHome, String home) {
        if (cacheHome != null && cacheHome.startsWith("/")) { // the standard ignores relative names
            return Optional.of(Path.of(cacheHome, "pfm", name));
        }
        return home != null && home.startsWith("/") ? Optional.of(Path.of(home, ".cache", "pfm", name))
                : Optional.empty();
    }
}
