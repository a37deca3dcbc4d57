package pfm.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;

/** {@code pfm backends}: every backend with its device, or why it cannot run here and what to do about it. */
@Command(name = "backends", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Lists every backend, the most preferred first: its device, or the reason and the remedy.",
        footer = {"", "Example:", "  pfm backends", "  pfm backends --json"})
final class BackendsVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonReport json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = json.text(spec);
        List<Object> rows = new ArrayList<>();
        out.printf("%-10s %10s  %s%n", "backend", "preference", "device, or why not and what to do");
        for (Backend backend : Backends.all()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("backend", backend.name());
            row.put("preference", backend.preference());
            switch (backend.availability()) {
                case Availability.Available available -> {
                    row.put("available", true);
                    row.put("device", available.device());
                    out.printf("%-10s %10d  %s%n", backend.name(), backend.preference(), available.device());
                }
                case Availability.Unavailable not -> {
                    row.put("available", false);
                    row.put("reason", not.reason());
                    row.put("remedy", not.remedy());
                    out.printf("%-10s %10d  unavailable: %s; %s%n",
                            backend.name(), backend.preference(), not.reason(), not.remedy());
                }
            }
            rows.add(row);
        }
        json.write(spec, Map.of("backends", rows));
        return Exit.OK;
    }
}
