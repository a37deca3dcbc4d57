package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.quantity.Units.uS;

import java.io.IOException;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.analog.CellArray;
import pfm.analog.ExactCell;
import pfm.analog.FixedResistor;
import pfm.analog.Mapping;
import pfm.analog.NormalSpread;
import pfm.analog.Parasitics;
import pfm.analog.Pcm;
import pfm.analog.PcmPolynomial;
import pfm.analog.RandomError;
import pfm.analog.ReRam;
import pfm.analog.StuckCells;
import pfm.analog.WeightScaling;
import pfm.analog.WeightSlicing;
import pfm.analog.network.LineEnd;
import pfm.io.JsonSection;

class CellArraySectionTest {
    private static Optional<CellArray> array(String array) throws IOException {
        return CellArraySection.of(JsonSection.parse("{\"array\": " + array + "}", "device"));
    }

    @Test
    void withoutASectionThereAreNoCells() throws IOException {
        assertEquals(Optional.empty(), array("null"));
        assertEquals(Optional.of(CellArray.pairs(ExactCell.UNIT)), array("{}"));
    }

    @Test
    void everyKeyArrives() throws IOException {
        Pcm pcm = new Pcm(uS(1), uS(20), 10, 1e-6, 0.5, 2, 0, 3);
        CellArray expected = new CellArray(new StuckCells(pcm, 0.01, 0.02), Mapping.OFFSET_COLUMN, WeightScaling.OUTPUT,
                Optional.of(new WeightSlicing(6, 2)), new Parasitics(1e-3, 2e-3, LineEnd.LAST, LineEnd.FIRST), true);
        assertEquals(Optional.of(expected), array("""
                {"cell": {"kind": "pcm", "gMin": 1, "gMax": 20, "t0": 10, "readTime": 1e-6, "programming": 0.5,
                          "drift": 2, "driftSpread": 0, "reading": 3},
                 "stuckAtMin": 0.01, "stuckAtMax": 0.02, "mapping": "offset", "scaling": "output",
                 "slicing": {"bits": 6, "cellBits": 2}, "driftCompensation": true,
                 "lines": {"inputSegment": 1e-3, "outputSegment": 2e-3, "sources": "last", "grounds": "first"}}"""));
        assertEquals(Parasitics.of(1e-4), array("{\"lines\": {\"segment\": 1e-4}}").orElseThrow().parasitics());
    }

    @Test
    void everyKindOfCellArrives() throws IOException {
        assertEquals(Pcm.published(), cell("\"kind\": \"pcm\""));
        assertEquals(PcmPolynomial.published(), cell("\"kind\": \"pcmPolynomial\""));
        assertEquals(NormalSpread.pcm(), cell("\"kind\": \"pcmMeasured\""));
        assertEquals(NormalSpread.rram(), cell("\"kind\": \"rramMeasured\""));
        assertEquals(ReRam.published(), cell("\"kind\": \"reRam\""));
        assertEquals(new ReRam(uS(1), uS(50), 2),
                cell("\"kind\": \"reRam\", \"gMin\": 1, \"gMax\": 50, \"spread\": 2"));
        assertEquals(new FixedResistor(uS(10), uS(100), 0.05),
                cell("\"kind\": \"fixedResistor\", \"gMin\": 10, \"gMax\": 100, \"tolerance\": 0.05"));
        assertEquals(new RandomError(0, uS(9), RandomError.Distribution.UNIFORM, RandomError.Growth.INVERSE, 0.2),
                cell("\"kind\": \"randomError\", \"gMax\": 9, \"distribution\": \"uniform\", \"growth\": \"inverse\","
                        + " \"size\": 0.2"));
    }

    private static Object cell(String keys) throws IOException {
        return array("{\"cell\": {" + keys + "}}").orElseThrow().cell();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"cell\": {\"kind\": \"flash\"}} | array.cell.kind must be one of [exact, fixedResistor, pcm,",
        "{\"mapping\": \"both\"} | array.mapping must be one of [offset, pair], was \"both\"",
        "{\"cell\": {\"kind\": \"fixedResistor\", \"tolerance\": 1}} | array.cell.tolerance must be a number in",
        "{\"cell\": {\"kind\": \"pcm\", \"gMin\": 30}} | g_min must be in [0.0, 2.4",
        "{\"cell\": {\"kind\": \"pcmPolynomial\"}, \"lines\": {\"segment\": 1}} | lines must have no resistance where",
        "{\"slicing\": {\"bits\": 1}} | array.slicing.bits must be an integer in [2, 24], was 1",
        "{\"stuckAtMin\": 0.7, \"stuckAtMax\": 0.7} | probability to be stuck at g_max must be in",
        "{\"tolerance\": 0.1} | array.tolerance is no key that is known here",
    })
    void badArraysAreRefused(String json, String message) {
        String said = assertThrows(IllegalArgumentException.class, () -> array(json)).getMessage();
        assertTrue(said.contains(message), said);
    }
}
