package pfm.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import pfm.tuning.Device;

/** What a figure was measured on and when, for reports that are kept. */
final class Machine {
    private Machine() {
    }

    /** Processor, count of processors, operating system, Java and today's date. */
    static Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("processor", Device.processorName());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        return facts;
    }
}
