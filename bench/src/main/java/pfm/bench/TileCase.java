package pfm.bench;

import java.util.Locale;
import java.util.Optional;

import pfm.analog.ArrayEffects;
import pfm.analog.CellArray;
import pfm.analog.CodeRange;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.ExactCell;
import pfm.analog.InputStage;
import pfm.analog.Mapping;
import pfm.analog.OutputStage;
import pfm.analog.Parasitics;
import pfm.analog.PipelineAdc;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.analog.WeightScaling;
import pfm.field.Matrix;

/** What {@code pfm bench tile} times beside the ideal product. */
enum TileCase {
    /** The default tile with weights so small that its ADCs clip nothing. */
    DEFAULT_ONCE("default tile, nothing repeats"),
    /** The default tile with weights up to 1, where ADCs clip and passes repeat with a larger range. */
    DEFAULT("default tile, as it is"),
    /** Voltage drop, read noise of phase-change cells, converters and output noise. */
    REALISTIC("realistic preset"),
    /** The default tile without noise, whose ADCs find 8 bits by successive approximation, with errors. */
    SAR("successive approximation, nothing repeats"),
    /** The same with pipelines. */
    PIPELINE("pipelines, nothing repeats"),
    /** Pairs of exact cells on lines with resistance, read without converters. */
    LINES("exact line resistance");

    /** Sums of products of uniform numbers stay far below the bound of the ADC. */
    private static final float SMALL = 1f / 16;
    private static final long SEED = 7;
    private static final CodeRange RANGE = new CodeRange(8, 12);
    private static final ConverterErrors ERRORS = new ConverterErrors(0.002, 0.01, 1e4, 1);

    private final String title;

    TileCase(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As options and reports name it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The largest weight. */
    float weight() {
        return switch (this) {
            case DEFAULT_ONCE, SAR, PIPELINE -> SMALL;
            case DEFAULT, REALISTIC, LINES -> 1;
        };
    }

    /** The specification, of tiles of {@code side}² cells; lines have {@code segment} R_min from cell to cell. */
    Crossbar of(Matrix w, int side, double segment) {
        return switch (this) {
            case DEFAULT_ONCE, DEFAULT -> new Crossbar(w, Optional.empty(),
                    Tile.aihwkitDefault().withSize(side, side), SEED);
            case SAR -> adc(w, side, new SarAdc(RANGE, ERRORS));
            case PIPELINE -> adc(w, side, new PipelineAdc(RANGE, ERRORS));
            case REALISTIC -> new Crossbar(w, Optional.empty(), Tile.realistic().withSize(side, side), SEED);
            case LINES -> new Crossbar(w, Optional.of(new CellArray(ExactCell.UNIT, Mapping.DIFFERENTIAL_PAIR,
                    WeightScaling.TILE, Optional.empty(), Parasitics.of(segment), false)),
                    new Tile(side, side, InputStage.IDEAL, ArrayEffects.IDEAL, OutputStage.IDEAL), SEED);
        };
    }

    private static Crossbar adc(Matrix w, int side, DataConverter adc) {
        return new Crossbar(w, Optional.empty(), Tile.aihwkitDefault().withSize(side, side)
                .withOutput(new OutputStage(0, 0, 0, adc, true, 1)), SEED);
    }
}
