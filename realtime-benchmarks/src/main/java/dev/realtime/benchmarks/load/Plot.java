package dev.realtime.benchmarks.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A diagram as an SVG document: lines over a logarithmic scale, from zero upwards. Reads well on a light and on a dark page.
 *
 * @param x what the horizontal axis says
 * @param y what the vertical axis says
 */
record Plot(String title, String x, String y, List<Line> lines) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 52;
    private static final int STEPS = 4;
    private static final List<String> COLORS = List.of("#8a8f98", "#2f7de1");

    /** What was measured, with a name. */
    record Line(String name, List<Point> points) {}

    record Point(double x, double y) {}

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\""
                        + " fill=\"#7a808a\">%n",
                WIDTH, HEIGHT));
        svg.append(label(LEFT, 18, "start", title));
        svg.append(label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", x));
        svg.append(label(LEFT, 36, "start", y));
        for (int step = 0; step <= STEPS; step++) {
            double value = top() * step / STEPS;
            svg.append(text(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#7a808a\" stroke-opacity=\"0.3\"/>%n",
                    LEFT, WIDTH - RIGHT, down(value), down(value)));
            svg.append(label(LEFT - 6, down(value) + 4, "end", number(value)));
        }
        for (Point point : lines.get(0).points()) {
            svg.append(label(along(point.x()), HEIGHT - BOTTOM + 18, "middle", number(point.x())));
        }
        for (int i = 0; i < lines.size(); i++) {
            svg.append(line(lines.get(i), COLORS.get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    private String line(Line line, String color) {
        String points = line.points().stream()
                .map(point -> text("%.1f,%.1f", along(point.x()), down(point.y())))
                .collect(Collectors.joining(" "));
        String dots = line.points().stream()
                .map(point -> text(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s</title></circle>%n",
                        along(point.x()), down(point.y()), color, number(point.y())))
                .collect(Collectors.joining());
        return text("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", points, color)
                + dots
                + text(
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                        (double) (WIDTH - RIGHT), 18.0 + 16 * lines.indexOf(line), color, line.name());
    }

    private static String label(double x, double y, String anchor, String words) {
        return text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words);
    }

    private double along(double value) {
        List<Point> points = lines.get(0).points();
        double first = Math.log(points.get(0).x());
        double last = Math.log(points.get(points.size() - 1).x());
        return LEFT + 12 + (WIDTH - LEFT - RIGHT - 24) * (Math.log(value) - first) / Math.max(last - first, 1e-9);
    }

    private double down(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top();
    }

    /** The end of the vertical axis: the highest value, rounded up to 1, 2, 4 or 8 times a power of ten. */
    private double top() {
        double highest = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(1);
        double top = Math.pow(10, Math.floor(Math.log10(highest)));
        while (top < highest) {
            top *= 2;
        }
        return top;
    }

    private static String number(double value) {
        return value >= 10 || value == Math.rint(value) ? text("%,.0f", value) : text("%.2f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
