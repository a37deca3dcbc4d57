package pfm.bindings;

import java.util.List;

import pfm.field.Samples;
import pfm.optics.Screen;

/**
 * Asks the system for the pages of media in mapped files before a field comes to them, and lets those of large media go
 * behind it, by advice that waits for nothing: so a process does not take as much memory as its files are long.
 */
final class MediumPages {
    /** How far ahead pages are asked for [byte], or one screen where that is more. */
    static final long WINDOW = 32L << 20;
    /** Media of less than this are kept in the memory of the process from run to run [byte]. */
    static final long KEPT = 1L << 30;

    private final List<Screen> screens;
    private final long samples;
    private final boolean mapped;
    private final boolean releases;
    /** Screens that are asked for ahead. */
    private final int window;

    /** Of these screens, with so many samples each. */
    MediumPages(List<Screen> screens, long samples) {
        this.screens = screens;
        this.samples = samples;
        long all = screens.stream().mapToLong(this::mappedBytes).sum();
        long most = screens.stream().mapToLong(this::mappedBytes).max().orElse(0);
        mapped = all > 0;
        releases = all >= KEPT;
        window = most == 0 ? 0 : Math.clamp(WINDOW / most, 1, screens.size());
    }

    private long mappedBytes(Screen screen) {
        return mappedBytes(screen.phase()) + screen.attenuation().map(this::mappedBytes).orElse(0L);
    }

    private long mappedBytes(Samples medium) {
        return medium.mapped() ? samples * medium.format().bytes() : 0;
    }

    /** A field comes to a screen, on its way there or back. */
    void at(int screen, boolean back) {
        if (!mapped) {
            return;
        }
        int way = back ? -1 : 1;
        boolean begins = screen == (back ? screens.size() - 1 : 0);
        for (int ahead = begins ? 1 : window; ahead <= window; ahead++) {
            expect(screen + way * ahead);
        }
        if (releases) {
            release(screen - way); // the last screen stays
        }
    }

    private void expect(int screen) {
        if (screen >= 0 && screen < screens.size()) {
            Screen s = screens.get(screen);
            s.phase().expect(s.first(), samples);
            s.attenuation().ifPresent(loss -> loss.expect(s.first(), samples));
        }
    }

    private void release(int screen) {
        if (screen >= 0 && screen < screens.size()) {
            Screen s = screens.get(screen);
            s.phase().release(s.first(), samples);
            s.attenuation().ifPresent(loss -> loss.release(s.first(), samples));
        }
    }
}
