package dev.realtime.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Where a value is drawn. */
class PlotTest {
    private static Plot plot(Plot.Point... points) {
        return new Plot("title", "x", "y", List.of(new Plot.Line("line", List.of(points))));
    }

    private static Element circle(Plot plot, int index) throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
        return (Element) svg.getElementsByTagName("circle").item(index);
    }

    private static double at(Plot plot, int index, String axis) throws Exception {
        return Double.parseDouble(circle(plot, index).getAttribute(axis));
    }

    @Test
    void ten_times_as_much_is_the_same_step_to_the_right() throws Exception {
        Plot plot = plot(new Plot.Point(1, 1), new Plot.Point(10, 1), new Plot.Point(100, 1));
        assertThat(at(plot, 1, "cx") - at(plot, 0, "cx")).isPositive().isEqualTo(at(plot, 2, "cx") - at(plot, 1, "cx"));
    }

    @Test
    void twice_as_much_is_twice_as_high_above_zero() throws Exception {
        Plot plot = plot(new Plot.Point(1, 0), new Plot.Point(2, 1), new Plot.Point(3, 2));
        double zero = at(plot, 0, "cy");
        assertThat(zero - at(plot, 2, "cy")).isPositive().isEqualTo(2 * (zero - at(plot, 1, "cy")));
    }
}
