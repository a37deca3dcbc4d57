package pfm.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void everyKindOfValueIsRead() throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("text", "a\"\\/\b\f\n\r\té€\uD83D\uDE00");
        expected.put("integers", List.of(0L, -1L, 999_999_999_999_999_999L));
        expected.put("numbers", List.of(1.0, -2.5e-3, 1e19, 1e300));
        expected.put("words", Arrays.asList(true, false, null));
        expected.put("empty", List.of(Map.of(), List.of(), ""));
        assertEquals(expected, Json.parse("""
                {"text": "a\\"\\\\\\/\\b\\f\\n\\r\\té\\u20AC\\ud83d\\ude00",
                 "integers": [0, -1, 999999999999999999],
                 "numbers": [1.0, -2.5e-3, 10000000000000000000, 1E+300],
                 "words": [true, false, null], "empty":[ {} , [ ],""]}
                """, "test"));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", List.of(1L, 2.5, "x\n\"\\\u0001é\uD83D\uDE00"));
        value.put("a", List.of(Map.of("c", 1e-30), List.of(List.of())));
        value.put("n", null);
        assertEquals(value, Json.parse(Json.write(value), "test"));
        assertEquals(List.of("b", "a", "n"), List.copyOf(((Map<?, ?>) Json.parse(Json.write(value), "test")).keySet()));
    }

    @Test
    void everyLongComesBackAsItself() throws IOException {
        for (long number : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1_000_000_000_000_000_000L, 1L << 62}) {
            assertEquals(List.of(number), Json.parse(Json.write(List.of(number)), "test"));
        }
        assertEquals(0x1p63, Json.parse("9223372036854775808", "test"));
    }

    @Test
    void whatIsNotANumberIsWrittenAsNull() {
        assertEquals("[null, null, 1.5]", Json.write(List.of(Double.NaN, Float.POSITIVE_INFINITY, 1.5f)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[", "[1", "[1,", "[1,]", "[,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
        "{'a':1}", "01", "-", "+1", "1.", ".5", "1e", "0x1", "NaN", "Infinity", "1e999", "tru", "nul", "True", "\"",
        "\"\\",
        "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\n\"", "1 2", "[1] x", "{\"a\":1 \"b\":2}", "\uFEFF1", "[1]]"})
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(MalformedFileException.class, () -> Json.parse(text, "test"));
    }

    @Test
    void messagesGiveTheByteInTheFile() {
        byte[] text = "{\"a\": [1, x]}".getBytes();
        assertEquals("net: JSON (byte 18) must be a value, was 'x'; correct the JSON, or write the file again",
                assertThrows(MalformedFileException.class, () -> Json.parse(text, "net", 8)).getMessage());
    }

    @Test
    void aNameStandsOnceInAnObject() {
        assertEquals("test: a name in an object (byte 9) must be there once, was 'a' again;"
                + " correct the JSON, or write the file again",
                assertThrows(MalformedFileException.class, () -> Json.parse("{\"a\": 1, \"\\u0061\": 2}", "test"))
                        .getMessage());
    }

    @Test
    void deepNestingIsRefusedAndDoesNotOverflowTheStack() throws IOException {
        Json.parse("[".repeat(Json.DEEPEST) + "]".repeat(Json.DEEPEST), "test");
        for (String open : List.of("[", "{\"a\":")) {
            assertThrows(MalformedFileException.class, () -> Json.parse(open.repeat(1_000_000), "test"));
        }
    }

    @Test
    void stringsMustBeUtf8() {
        byte[] latin1 = {'"', (byte) 0xE9, '"'};
        assertThrows(MalformedFileException.class, () -> Json.parse(latin1, "test", 0));
    }
}
