package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.io.Json;

class BackendsVerbTest {
    @Test
    void everyBackendHasItsLineTheMostPreferredFirst() {
        Ran ran = Ran.pfm("backends");
        assertEquals(Exit.OK, ran.exit());
        List<Backend> backends = Backends.all();
        assertEquals(backends.stream().flatMap(b -> b.devices().stream()).toList(),
                ran.out().lines().filter(l -> l.startsWith(" ")).map(String::strip).toList());
        List<String> lines = ran.out().lines().skip(1).filter(l -> !l.startsWith(" ")).toList();
        assertEquals(backends.size() + 1, lines.size());
        Backends.Choice choice = Backends.choose();
        assertEquals("chosen     " + choice.backend().name() + ": " + choice.why(), lines.getLast());
        for (int i = 0; i < backends.size(); i++) {
            assertTrue(lines.get(i).startsWith(backends.get(i).name() + " "), lines.get(i));
            assertTrue(lines.get(i).endsWith(switch (backends.get(i).availability()) {
                case Availability.Available available -> available.device();
                case Availability.Unavailable not -> "unavailable: " + not.reason() + "; " + not.remedy();
            }), lines.get(i));
        }
    }

    @Test
    void jsonSaysTheSame(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("backends.json");
        assertEquals(Exit.OK, Ran.pfm("backends", "--json", file.toString()).exit());
        Ran toStdout = Ran.pfm("backends", "--json");
        assertEquals(Files.readString(file), toStdout.out());
        assertTrue(toStdout.err().startsWith("backend "), "text goes to stderr");
        Map<?, ?> report = (Map<?, ?>) Json.parse(toStdout.out(), "stdout");
        List<?> rows = (List<?>) report.get("backends");
        List<Backend> backends = Backends.all();
        assertEquals(backends.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Map<?, ?> row = (Map<?, ?>) rows.get(i);
            assertEquals(backends.get(i).name(), row.get("backend"));
            assertEquals(backends.get(i).devices(), row.get("devices"));
            assertEquals(switch (backends.get(i).availability()) {
                case Availability.Available available -> available.device();
                case Availability.Unavailable not -> not.reason() + not.remedy();
            }, row.get("available").equals(true) ? row.get("device") : "" + row.get("reason") + row.get("remedy"));
        }
    }
}
