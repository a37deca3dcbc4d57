package pfm.model;

import static pfm.quantity.Units.uS;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import pfm.analog.Cell;
import pfm.analog.CellArray;
import pfm.analog.ExactCell;
import pfm.analog.FixedResistor;
import pfm.analog.Mapping;
import pfm.analog.NormalSpread;
import pfm.analog.Parasitics;
import pfm.analog.Pcm;
import pfm.analog.PcmPolynomial;
import pfm.analog.RandomError;
import pfm.analog.RandomError.Distribution;
import pfm.analog.RandomError.Growth;
import pfm.analog.ReRam;
import pfm.analog.StuckCells;
import pfm.analog.WeightScaling;
import pfm.analog.WeightSlicing;
import pfm.analog.network.LineEnd;
import pfm.io.JsonSection;

/** The section {@code array} of a crossbar's description: what its weights are kept in. Conductances are in µS. */
final class CellArraySection {
    private static final List<String> KINDS = List.of("exact", "pcm", "pcmPolynomial", "pcmMeasured", "reRam",
            "rramMeasured", "randomError", "fixedResistor");
    private static final Map<String, Mapping> MAPPINGS =
            Map.of("pair", Mapping.DIFFERENTIAL_PAIR, "offset", Mapping.OFFSET_COLUMN);
    private static final Map<String, WeightScaling> SCALINGS =
            Map.of("tile", WeightScaling.TILE, "output", WeightScaling.OUTPUT);
    private static final Map<String, Distribution> DISTRIBUTIONS =
            Map.of("normal", Distribution.NORMAL, "uniform", Distribution.UNIFORM);
    private static final Map<String, Growth> GROWTHS =
            Map.of("additive", Growth.ADDITIVE, "proportional", Growth.PROPORTIONAL, "inverse", Growth.INVERSE);
    private static final Map<String, LineEnd> ENDS = Map.of("first", LineEnd.FIRST, "last", LineEnd.LAST);
    private static final double MICRO = 1e6;
    private static final double LARGEST_RESISTANCE = 1000;

    private CellArraySection() {
    }

    /** The array, or nothing where the section is absent. */
    static Optional<CellArray> of(JsonSection device) {
        if (!device.has("array")) {
            return Optional.empty();
        }
        JsonSection section = device.section("array");
        CellArray array = new CellArray(cell(section), choice(section, "mapping", MAPPINGS, "pair"),
                choice(section, "scaling", SCALINGS, "tile"), slicing(section), lines(section.section("lines")),
                section.flag("driftCompensation", false));
        section.end();
        return Optional.of(array);
    }

    private static <T> T choice(JsonSection section, String key, Map<String, T> words, String otherwise) {
        return words.get(section.word(key, words.keySet(), otherwise));
    }

    private static Cell cell(JsonSection array) {
        double atMin = array.number("stuckAtMin", 0, 1, 0);
        double atMax = array.number("stuckAtMax", 0, 1, 0);
        JsonSection section = array.section("cell");
        Cell cell = cell(section, section.word("kind", KINDS, "exact"));
        section.end();
        return atMin == 0 && atMax == 0 ? cell : new StuckCells(cell, atMin, atMax);
    }

    private static Cell cell(JsonSection s, String kind) {
        return switch (kind) {
            case "pcm" -> pcm(s, Pcm.published());
            case "pcmPolynomial" -> PcmPolynomial.published();
            case "pcmMeasured" -> NormalSpread.pcm();
            case "reRam" -> new ReRam(gMin(s, 0), gMax(s, uS(40)), s.number("spread", 0, 100, 1));
            case "rramMeasured" -> NormalSpread.rram();
            case "randomError" -> new RandomError(gMin(s, 0), gMax(s, 1), choice(s, "distribution", DISTRIBUTIONS,
                    "normal"), choice(s, "growth", GROWTHS, "additive"), s.number("size", 0, 10, 0));
            case "fixedResistor" ->
                new FixedResistor(gMin(s, 0), gMax(s, 1), s.number("tolerance", 0, 0.14, 0));
            default -> new ExactCell(gMin(s, 0), gMax(s, 1));
        };
    }

    private static Pcm pcm(JsonSection s, Pcm p) {
        return new Pcm(gMin(s, p.gMin()), gMax(s, p.gMax()), s.number("t0", 1e-9, 1e9, p.t0()),
                s.number("readTime", 1e-12, 1e9, p.readTime()), s.number("programming", 0, 100, p.programming()),
                s.number("drift", 0, 100, p.drift()), s.number("driftSpread", 0, 100, p.driftSpread()),
                s.number("reading", 0, 100, p.reading()));
    }

    private static double gMin(JsonSection s, double otherwise) {
        return s.has("gMin") ? uS(s.number("gMin", 0, MICRO, 0)) : otherwise;
    }

    private static double gMax(JsonSection s, double otherwise) {
        return s.has("gMax") ? uS(s.number("gMax", 1 / MICRO, MICRO, 0)) : otherwise;
    }

    private static Optional<WeightSlicing> slicing(JsonSection array) {
        if (!array.has("slicing")) {
            return Optional.empty();
        }
        JsonSection section = array.section("slicing");
        WeightSlicing slicing =
                new WeightSlicing(section.integer("bits", 2, 24, 8), section.integer("cellBits", 1, 12, 1));
        section.end();
        return Optional.of(slicing);
    }

    private static Parasitics lines(JsonSection section) {
        double both = section.number("segment", 0, LARGEST_RESISTANCE, 0);
        Parasitics lines = new Parasitics(section.number("inputSegment", 0, LARGEST_RESISTANCE, both),
                section.number("outputSegment", 0, LARGEST_RESISTANCE, both),
                choice(section, "sources", ENDS, "first"), choice(section, "grounds", ENDS, "last"));
        section.end();
        return lines;
    }
}
