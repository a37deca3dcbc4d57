package pfm.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import pfm.energy.Activity;
import pfm.energy.EnergyModel;
import pfm.energy.Ledger;

/** Reports what a run would have cost on the simulated device. */
final class LedgerLines {
    private static final double ATTO = 1e-18;

    private LedgerLines() {
    }

    static void report(Activity activity, EnergyModel model, String name, Report report) {
        Ledger ledger = model.ledger(activity);
        report.line("device", String.format(Locale.ROOT,
                "%d passes through %d tiles, %d DAC and %d ADC conversions, %d MACs", activity.passes(),
                activity.tiles(), activity.dacConversions(), activity.adcConversions(), activity.macs()));
        if (activity.photons() > 0) {
            report.line("photons", String.format(Locale.ROOT, "%.3g in the mean, %.3g per MAC of the product",
                    activity.photons(), ledger.photonsPerProduct()));
        }
        report.line("energy", String.format(Locale.ROOT, "%s of the simulated device, %s per MAC of the product%s",
                joules(ledger.joules()), joules(ledger.joulesPerProduct()),
                ledger.seconds() == 0 ? "" : String.format(Locale.ROOT, ", in %.3g s", ledger.seconds())));
        report.line("", ledger.parts().stream().map(part -> part.name() + " " + joules(part.joules()))
                .collect(Collectors.joining(", ")));
        report.line("model", name + ": " + model.source());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", name);
        facts.put("source", model.source());
        facts.put("passes", activity.passes());
        facts.put("dacConversions", activity.dacConversions());
        facts.put("adcConversions", activity.adcConversions());
        facts.put("macs", activity.macs());
        facts.put("products", activity.products());
        facts.put("photons", activity.photons());
        facts.put("photonsPerProduct", ledger.photonsPerProduct());
        facts.put("joules", ledger.joules());
        facts.put("joulesPerProduct", ledger.joulesPerProduct());
        facts.put("seconds", ledger.seconds());
        Map<String, Object> parts = new LinkedHashMap<>();
        ledger.parts().forEach(part -> parts.put(part.name(), part.joules()));
        facts.put("parts", parts);
        report.put("simulatedDevice", facts);
    }

    private static String joules(double joules) {
        if (joules == 0) {
            return "0 J";
        }
        String[] units = {"aJ", "fJ", "pJ", "nJ", "uJ", "mJ", "J"};
        double value = joules / ATTO;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.3g %s", value, units[unit]);
    }
}
