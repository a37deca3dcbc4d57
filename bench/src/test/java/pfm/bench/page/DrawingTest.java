package pfm.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Charts put values where their axes say, and leave out what an axis cannot show. */
class DrawingTest {
    @Test
    void equalFactorsTakeEqualRoomOnALogarithmicAxis() {
        NodeList points = circles(new Chart("", Axis.logarithmic("x"), Axis.linear("y"))
                .points("p", new double[] {1, 10, 100}, new double[] {0, 5, 10}));
        assertEquals(number(points, 1, "cx") - number(points, 0, "cx"),
                number(points, 2, "cx") - number(points, 1, "cx"), 0.02);
        assertEquals(number(points, 0, "cy") - number(points, 1, "cy"),
                number(points, 1, "cy") - number(points, 2, "cy"), 0.02);
        assertTrue(number(points, 2, "cy") < number(points, 0, "cy"), "up is up");
    }

    @Test
    void whatCannotBeShownIsAGap() {
        Document svg = Browser.xml(new Chart("", Axis.linear("x"), Axis.logarithmic("y"))
                .line("l", new double[] {0, 1, 2, 3, 4}, new double[] {1, 10, 0, Double.NaN, 100}).svg());
        String path = ((Element) svg.getElementsByTagName("path").item(0)).getAttribute("d");
        assertEquals(2, path.chars().filter(c -> c == 'M').count(), path);
        assertEquals(1, path.chars().filter(c -> c == 'L').count(), path);
    }

    @Test
    void anEmptyChartIsAFrame() {
        assertEquals(0, circles(new Chart("nothing", Axis.logarithmic("x"), Axis.linear("y"))).getLength());
    }

    @Test
    void ticksAreRound() {
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0),
                Axis.linear("").scale(List.of(new double[] {0, 10}), 0, 1).ticks());
        assertEquals(List.of(0.1, 1.0, 10.0, 100.0),
                Axis.logarithmic("").scale(List.of(new double[] {0.1, 100}), 0, 1).ticks());
        assertEquals(List.of("0", "0.25", "1500", "1e6", "2.5e-5", "-3"),
                List.of(0.0, 0.25, 1500.0, 1e6, 2.5e-5, -3.0).stream().map(Axis.Scale::told).toList());
    }

    @Test
    void aPartIsAsWideAsItsShare() {
        Document svg = Browser.xml(new Flame("run", new Flame.Part("all", 4, List.of(
                new Flame.Part("first", 1, List.of()), new Flame.Part("second", 3, List.of()))), v -> v + " ms").svg());
        NodeList parts = svg.getElementsByTagName("rect");
        assertEquals(3, parts.getLength());
        assertEquals(3, (number(parts, 2, "width") + 1) / (number(parts, 1, "width") + 1), 1e-9);
        assertEquals("second, 3.0 ms", svg.getElementsByTagName("title").item(3).getTextContent());
    }

    @Test
    void linesHaveAsManyXAsY() {
        Chart chart = new Chart("", Axis.linear("x"), Axis.linear("y"));
        assertEquals("count of y must be 1, was 2", assertThrows(IllegalArgumentException.class,
                () -> chart.line("l", new double[1], new double[2])).getMessage());
    }

    private static NodeList circles(Chart chart) {
        return Browser.xml(chart.svg()).getElementsByTagName("circle");
    }

    private static double number(NodeList elements, int n, String attribute) {
        return Double.parseDouble(((Element) elements.item(n)).getAttribute(attribute));
    }
}
