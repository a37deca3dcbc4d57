package pfm.bench;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Whether text can be drawn: a Java without fonts finds out in the middle of a picture. */
final class Fonts {
    private Fonts() {
    }

    /** Checks, where {@code needed}, that there are fonts for what {@code option} draws. */
    static void requireIf(boolean needed, String option) {
        if (!needed) {
            return;
        }
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IllegalArgumentException(option + " needs fonts, but this machine has none that Java finds ("
                    + e.getMessage() + "); on Debian: apt install fontconfig fonts-dejavu-core", e);
        }
    }
}
