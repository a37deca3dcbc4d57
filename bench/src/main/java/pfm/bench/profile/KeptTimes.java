package pfm.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import pfm.bench.peer.Timings;
import pfm.io.JsonLines;

/** Times in a file, a line of JSON for each part: a profile that was interrupted goes on where it was. */
public final class KeptTimes {
    /** The part that stands for the whole. */
    static final String WHOLE = "whole run";

    private final Optional<Path> file;
    private final String setting;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /**
     * What is kept of a part.
     *
     * @param times       of its runs
     * @param allocated   on the heap of Java in a run [byte]; of the whole, else 0
     * @param collections of garbage; of the whole, else 0
     * @param joules      of a run by meter [J]; of the whole, else empty
     */
    record Kept(Times times, long allocated, long collections, List<Double> joules) {
    }

    private KeptTimes(Optional<Path> file, String setting) {
        this.file = file;
        this.setting = setting;
    }

    /** Times that go nowhere. */
    public static KeptTimes nowhere() {
        return new KeptTimes(Optional.empty(), "");
    }

    /**
     * Times in a file; it is made if it is not there.
     *
     * @param setting subject and backend: times of another one are left alone
     * @throws IllegalArgumentException if a line is no time of a part
     */
    public static KeptTimes in(Path file, String setting) throws IOException {
        KeptTimes times = new KeptTimes(Optional.of(file), setting);
        JsonLines.read(file, times::read);
        JsonLines.append(file, List.of());
        return times;
    }

    /** How many parts are kept, the whole counted as one. */
    public int count() {
        return kept.size();
    }

    Optional<Kept> of(String part) {
        return Optional.ofNullable(kept.get(part));
    }

    void add(String part, Kept times) {
        kept.put(part, times);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("setting", setting);
        fields.put("part", part);
        fields.put("ms", times.times().runs().values());
        times.times().device().ifPresent(device -> fields.put("deviceMs", device.values()));
        fields.put("allocated", times.allocated());
        fields.put("collections", times.collections());
        fields.put("joules", times.joules());
        file.ifPresent(path -> JsonLines.append(path, List.of(fields)));
    }

    private void read(Object object, String source) {
        try {
            Map<?, ?> fields = (Map<?, ?>) object;
            if (fields.get("setting").equals(setting)) {
                Timings runs = new Timings(numbers(fields.get("ms")));
                Optional<Timings> device = Optional.ofNullable(fields.get("deviceMs")).map(KeptTimes::numbers)
                        .map(Timings::new);
                kept.put((String) fields.get("part"), new Kept(new Times(runs, device),
                        ((Number) fields.get("allocated")).longValue(),
                        ((Number) fields.get("collections")).longValue(), numbers(fields.get("joules"))));
            }
        } catch (NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException(source + " must be times as 'pfm profile --resume' writes them, was "
                    + object, e);
        }
    }

    /** JSON has no word for what is not finite. */
    private static List<Double> numbers(Object list) {
        List<Double> numbers = new ArrayList<>();
        ((List<?>) list).forEach(n -> numbers.add(n == null ? Double.NaN : ((Number) n).doubleValue()));
        return numbers;
    }
}
