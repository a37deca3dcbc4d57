package pfm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import pfm.energy.FoundationModel;
import pfm.quantity.Require;

/** A quantity of a {@link FoundationModel} that {@code pfm plan --sweep} varies; lengths in metres. */
enum Swept {
    PARAMETERS, PITCH, WAVELENGTH, CONTRAST, BITS, EFFICIENCY, CONTEXT;

    private static final String FORM = "--sweep must be QUANTITY=FROM:TO:COUNT with a quantity of "
            + Arrays.stream(values()).map(Swept::label).toList() + ", as in parameters=1e9:1e18:10, was '";

    /** A quantity with its values, evenly spaced in the logarithm. */
    record Range(Swept quantity, List<Double> values) {
    }

    /** Its name on the command line and in tables. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code QUANTITY=FROM:TO:COUNT}. */
    static Range parse(String text) {
        String[] parts = text.split("[=:]", -1);
        try {
            if (parts.length == 4) {
                Swept quantity = valueOf(parts[0].strip().toUpperCase(Locale.ROOT));
                double from = Require.inRange("first value of --sweep", 1e-30, 1e30, "", Double.parseDouble(parts[1]));
                double to = Require.inRange("last value of --sweep", 1e-30, 1e30, "", Double.parseDouble(parts[2]));
                long count = Require.inRange("count of --sweep", 2, 10_000, Long.parseLong(parts[3].strip()));
                List<Double> values = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(i == 0 ? from : i == count - 1 ? to : from * Math.pow(to / from, i / (count - 1.0)));
                }
                return new Range(quantity, values);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(FORM + text + "'", e);
        } catch (IllegalArgumentException e) {
            if (e.getMessage().startsWith("No enum")) {
                throw new IllegalArgumentException(FORM + text + "'", e);
            }
            throw e;
        }
        throw new IllegalArgumentException(FORM + text + "'");
    }

    /** The model with another value of this quantity. */
    FoundationModel in(FoundationModel m, double value) {
        return new FoundationModel(
                this == PARAMETERS ? value : m.parameters(),
                this == PITCH ? value : m.pitch(),
                this == WAVELENGTH ? value : m.wavelength(), m.index(),
                this == CONTRAST ? value : m.contrast(),
                this == BITS ? (int) Math.rint(value) : m.bits(),
                this == EFFICIENCY ? value : m.efficiency(),
                this == CONTEXT ? value : m.context(), m.assumptions());
    }
}
