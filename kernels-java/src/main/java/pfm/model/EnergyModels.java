package pfm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import pfm.energy.Conversion;
import pfm.energy.EnergyModel;
import pfm.io.JsonSection;

/** Energy models by name, or as a JSON file describes them. Energies are in J, powers in W, times in s. */
public final class EnergyModels {
    private static final double LARGEST = 1000;
    private static final List<String> KINDS = List.of("electronic", "photonic", "light", "digital");

    private EnergyModels() {
    }

    /**
     * A published model, or the one in a file.
     *
     * @param nameOrFile a name of {@link EnergyModel#published()}, or a file whose name ends in {@code .json}
     */
    public static EnergyModel read(String nameOrFile) throws IOException {
        EnergyModel published = EnergyModel.published().get(nameOrFile);
        if (published != null) {
            return published;
        }
        if (!nameOrFile.endsWith(".json")) {
            throw new IllegalArgumentException("energy model must be a .json file or one of "
                    + EnergyModel.published().keySet() + ", was " + nameOrFile);
        }
        return of(JsonSection.read(Path.of(nameOrFile)));
    }

    private static EnergyModel of(JsonSection file) {
        EnergyModel model = switch (file.word("kind", KINDS, null)) {
            case "electronic" -> new EnergyModel.ElectronicArray(conversion(file.section("dac")),
                    conversion(file.section("adc")), file.integer("columnsPerAdc", 1, 1 << 16, 1),
                    number(file, "joulesPerMac"), source(file));
            case "photonic" -> new EnergyModel.PhotonicArray(conversion(file.section("dac")),
                    conversion(file.section("adc")), number(file, "amplifierJoules"), number(file, "ringWatts"),
                    number(file, "modulatorWatts"), number(file, "laserWatts"), required(file, "symbolRate", 1, 1e13),
                    source(file));
            case "light" -> new EnergyModel.PhotonCount(required(file, "wavelength", 1e-9, 0.01),
                    file.number("efficiency", 1e-9, 1, 1), source(file));
            default -> new EnergyModel.DigitalChip(number(file, "joulesPerMac"), source(file));
        };
        file.end();
        return model;
    }

    private static Conversion conversion(JsonSection section) {
        Conversion conversion;
        if (section.has("nanometres")) {
            conversion = new Conversion.SurveyedAdc(required(section, "nanometres", 1, 500),
                    required(section, "samplesPerSecond", 1, 1e12));
        } else if (section.has("rows")) {
            conversion = new Conversion.ArrayAdc(required(section, "volts", 0.1, 10),
                    section.integer("rows", 1, 1 << 20, 1));
        } else if (section.has("volts")) {
            conversion = new Conversion.ArrayDac(required(section, "volts", 0.1, 10));
        } else {
            conversion = new Conversion.Fixed(required(section, "joules", 0, 1), required(section, "seconds", 0, 1));
        }
        section.end();
        return conversion;
    }

    private static double number(JsonSection section, String key) {
        return required(section, key, 0, LARGEST);
    }

    private static double required(JsonSection section, String key, double low, double high) {
        if (!section.has(key)) {
            throw new IllegalArgumentException(section.name(key) + " must be given, a number in [" + low + ", " + high
                    + "]");
        }
        return section.number(key, low, high, low);
    }

    private static String source(JsonSection file) {
        if (!(file.value("source") instanceof String source) || source.isBlank()) {
            throw new IllegalArgumentException(file.name("source") + " must be a text: where the numbers are from");
        }
        return source;
    }
}
