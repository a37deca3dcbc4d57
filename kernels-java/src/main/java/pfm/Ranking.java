package pfm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import pfm.Backends.Choice;
import pfm.tuning.Speeds;

/** The automatic choice of a backend, with its reason. */
final class Ranking {
    /** By so much a less preferred backend must be faster. */
    private static final double TIE = 1.02;

    private final List<String> passedOver = new ArrayList<>();

    private Ranking() {
    }

    /**
     * The fastest of {@code backends}, where there are figures for what is asked, else the first that is available.
     *
     * @param asked picks the figures
     */
    static Choice choose(List<Backend> backends, Speeds speeds, Function<Speeds, Optional<Speeds.Figures>> asked) {
        return asked.apply(speeds).flatMap(figures -> new Ranking().fastest(backends, speeds, figures))
                .orElseGet(() -> new Ranking().first(backends));
    }

    private Optional<Choice> fastest(List<Backend> backends, Speeds speeds, Speeds.Figures figures) {
        Backend best = null;
        int passedOverBefore = 0;
        Map<String, Double> times = new LinkedHashMap<>();
        for (Backend backend : backends) {
            Double time = figures.times().get(backend.name());
            if (time == null) {
                passedOver.add(backend.name() + " (no figures there; 'pfm tune' measures)");
            } else if (isAsMeasured(backend, speeds)) {
                times.put(backend.name(), time);
                if (best == null || time * TIE < times.get(best.name())) {
                    best = backend;
                    passedOverBefore = passedOver.size();
                }
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        String all = String.join(", ", times.entrySet().stream().map(e -> e.getKey()
                + String.format(Locale.ROOT, " %.3g ", e.getValue()) + figures.unit()).toList());
        return Optional.of(new Choice(best, "the fastest for " + figures.subject() + ": " + all
                + nots(passedOver.subList(0, passedOverBefore))));
    }

    private boolean isAsMeasured(Backend backend, Speeds speeds) {
        return switch (backend.availability()) {
            case Availability.Available now when now.device().equals(speeds.devices().get(backend.name())) -> true;
            case Availability.Available _ -> {
                passedOver.add(backend.name() + " (its figures are those of "
                        + speeds.devices().get(backend.name()) + "; 'pfm tune' measures anew)");
                yield false;
            }
            case Availability.Unavailable u -> {
                passOver(backend, u);
                yield false;
            }
        };
    }

    private Choice first(List<Backend> backends) {
        for (Backend backend : backends) {
            if (!(backend.availability() instanceof Availability.Unavailable u)) {
                return new Choice(backend, "the most preferred backend that is available" + nots(passedOver));
            }
            passOver(backend, u);
        }
        throw new IllegalStateException("no backend is available: " + String.join(", ", passedOver));
    }

    private void passOver(Backend backend, Availability.Unavailable u) {
        passedOver.add(backend.name() + " (" + u.reason() + "; " + u.remedy() + ")");
    }

    private static String nots(List<String> passedOver) {
        return passedOver.isEmpty() ? "" : "; not " + String.join(", not ", passedOver);
    }
}
