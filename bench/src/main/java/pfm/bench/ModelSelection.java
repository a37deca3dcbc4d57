package pfm.bench;

import picocli.CommandLine.Option;

import pfm.energy.FoundationModel;
import pfm.energy.FoundationModel.Assumptions;
import pfm.quantity.Units;

/** The options of {@code pfm plan} that describe a physical foundation model. */
final class ModelSelection {
    @Option(names = "--parameters", defaultValue = "1e12", paramLabel = "P",
            description = "Parameters, one voxel each (default: ${DEFAULT-VALUE}).")
    private double parameters;

    @Option(names = "--pitch", defaultValue = "1um", paramLabel = "LENGTH",
            description = "Side of a voxel (default: ${DEFAULT-VALUE}).")
    private String pitch;

    @Option(names = "--wavelength", defaultValue = "1um", paramLabel = "LENGTH",
            description = "Wavelength in vacuum (default: ${DEFAULT-VALUE}).")
    private String wavelength;

    @Option(names = "--index", defaultValue = "1.45", paramLabel = "N",
            description = "Index of the glass (default: ${DEFAULT-VALUE}).")
    private double index;

    @Option(names = "--contrast", defaultValue = "0.002", paramLabel = "X",
            description = "Root mean square of the index contrast (default: ${DEFAULT-VALUE}).")
    private double contrast;

    @Option(names = "--bits", defaultValue = "8", paramLabel = "N",
            description = "Bits of a read-out (default: ${DEFAULT-VALUE}).")
    private int bits;

    @Option(names = "--efficiency", defaultValue = "0.1", paramLabel = "X",
            description = "Part of the light, from laser to detector, that is counted (default: ${DEFAULT-VALUE}).")
    private double efficiency;

    @Option(names = "--context", defaultValue = "8192", paramLabel = "T",
            description = "Tokens that attention looks back on (default: ${DEFAULT-VALUE}).")
    private double context;

    @Option(names = "--converter", defaultValue = "3e-12", paramLabel = "J",
            description = "Energy of a DAC and an ADC conversion (default: ${DEFAULT-VALUE}).")
    private double converter;

    @Option(names = "--nonlinearity", defaultValue = "1e-15", paramLabel = "J",
            description = "Energy of an optical nonlinearity (default: ${DEFAULT-VALUE}).")
    private double nonlinearity;

    @Option(names = "--digital", defaultValue = "0.71e-12", paramLabel = "J",
            description = "Energy of a multiply-accumulate of the digital reference "
                    + "(default: ${DEFAULT-VALUE}, H100 INT8).")
    private double digital;

    /** The model. */
    FoundationModel model() {
        return model(parameters);
    }

    /** The model with another count of parameters. */
    FoundationModel model(double count) {
        Assumptions usual = Assumptions.USUAL;
        return new FoundationModel(count, Units.length("--pitch", pitch), Units.length("--wavelength", wavelength),
                index, contrast, bits, efficiency, context, new Assumptions(converter, nonlinearity, usual.ports(),
                        digital, usual.thermoOptic(), usual.phaseTolerance()));
    }
}
