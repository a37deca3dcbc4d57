package pfm.bench;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on stderr; none where nobody watches a terminal. */
final class Progress implements AutoCloseable {
    private final ProgressBar bar;

    /** Starts a bar of {@code steps} steps. */
    Progress(String task, String unit, long steps) {
        bar = System.console() == null || !System.console().isTerminal() ? null : new ProgressBarBuilder()
                .setTaskName(task).setUnit(" " + unit, 1).setInitialMax(steps).setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250).showSpeed().clearDisplayOnFinish().build();
    }

    /** Sets how many steps are done. */
    void done(long steps) {
        if (bar != null) {
            bar.stepTo(steps);
        }
    }

    /** Sets how many steps are done, with a remark. */
    void done(long steps, String remark) {
        if (bar != null) {
            bar.stepTo(steps);
            bar.setExtraMessage(" " + remark);
        }
    }

    /** Whether somebody watches. */
    boolean isShown() {
        return bar != null;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
