package pfm.bench.validate;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Checks as JUnit XML, which CI systems show: a suite for each backend, a test for each check. */
public final class JUnitReport {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter xml;

    private JUnitReport() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
    }

    /** The file, in UTF-8. */
    public static byte[] of(List<Check> checks) {
        try {
            return new JUnitReport().write(checks);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // memory takes every byte
        }
    }

    private byte[] write(List<Check> checks) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        counts(checks);
        Map<String, List<Check>> suites = checks.stream().collect(Collectors.groupingBy(
                check -> check.judge().equals(Check.PAIR) ? "pairs of backends" : check.backend(), LinkedHashMap::new,
                Collectors.toList()));
        for (Map.Entry<String, List<Check>> suite : suites.entrySet()) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", suite.getKey());
            counts(suite.getValue());
            for (Check check : suite.getValue()) {
                test(suite.getKey(), check);
            }
            xml.writeCharacters("\n  ");
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
        return bytes.toByteArray();
    }

    private void counts(List<Check> checks) throws XMLStreamException {
        xml.writeAttribute("tests", Integer.toString(checks.size()));
        xml.writeAttribute("failures", Long.toString(checks.stream().filter(check -> !check.passed()).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", seconds(checks.stream().mapToLong(Check::nanos).sum()));
    }

    private void test(String suite, Check check) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "pfm.validate." + suite.replace(' ', '-'));
        xml.writeAttribute("name", check.name() + " " + check.precision().name().toLowerCase(Locale.ROOT));
        xml.writeAttribute("time", seconds(check.nanos()));
        if (!check.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", String.format(Locale.ROOT, "error %.3e, tolerance %.3e",
                    check.discrepancy().error(), check.discrepancy().bound()));
            xml.writeCharacters(printable(check.reason()
                    + (check.smallest().isEmpty() ? "" : "\nsmallest failing case: " + check.smallest())));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML 1.0 has no word for most control characters. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }
}
