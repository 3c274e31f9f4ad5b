package dev.holdfast.conformance.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.conformance.diagram.Svg.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is in a drawing, read from its XML alone. */
record Drawing(Rectangle2D page, List<Label> labels, List<Stroke> strokes, List<String> circles) {
  private static final Pattern COMMAND = Pattern.compile("([MLHVQ])([-\\d ]+)");

  /** A text and the room that it takes. */
  record Label(String text, List<String> css, Rectangle2D box) {}

  /** A line that joins points. */
  record Stroke(List<String> css, List<Integer> xs, List<Integer> ys) {
    List<Line2D> parts() {
      List<Line2D> parts = new ArrayList<>();
      for (int i = 1; i < xs.size(); i++) {
        parts.add(new Line2D.Double(xs.get(i - 1), ys.get(i - 1), xs.get(i), ys.get(i)));
      }
      return parts;
    }
  }

  static Drawing read(String svg) throws Exception {
    Element root =
        DocumentBuilderFactory.newDefaultNSInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    List<Label> labels = new ArrayList<>();
    for (Element text : all(root, "text")) {
      labels.add(label(text));
    }
    List<Stroke> strokes = new ArrayList<>();
    for (Element path : all(root, "path")) {
      if (css(path).contains("line")) {
        strokes.add(stroke(css(path), path.getAttribute("d")));
      }
    }
    List<String> circles =
        all(root, "circle").stream().map(circle -> circle.getAttribute("class")).toList();
    Rectangle2D page = new Rectangle2D.Double(0, 0, number(root, "width"), number(root, "height"));
    return new Drawing(page, labels, strokes, circles);
  }

  /** Nothing stands on anything else, or beyond the border. */
  void assertLegible() {
    List<String> wrong = new ArrayList<>();
    for (Label label : labels) {
      if (!page.contains(label.box())) {
        wrong.add(label.text() + " is beyond the border");
      }
      for (Label other : labels.subList(0, labels.indexOf(label))) {
        if (label.box().intersects(other.box())) {
          wrong.add(label.text() + " stands on " + other.text());
        }
      }
      for (Stroke stroke : strokes) {
        if (stroke.parts().stream().anyMatch(line -> line.intersects(label.box()))) {
          wrong.add(label.text() + " is crossed by a line " + stroke);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  List<String> texts(String... css) {
    return labels.stream()
        .filter(label -> label.css().containsAll(List.of(css)))
        .map(Label::text)
        .toList();
  }

  private static Label label(Element text) {
    List<String> css = css(text);
    Font font = Font.valueOf(css.get(0).toUpperCase(Locale.ROOT));
    double width = font.width(text.getTextContent());
    double left =
        switch (text.getAttribute("text-anchor")) {
          case "middle" -> number(text, "x") - width / 2;
          case "end" -> number(text, "x") - width;
          default -> number(text, "x");
        };
    double y = number(text, "y");
    return new Label(
        text.getTextContent(),
        css,
        new Rectangle2D.Double(left, y - 0.8 * font.size, width, 1.05 * font.size));
  }

  /** A curve counts as the straight line between its ends. */
  private static Stroke stroke(List<String> css, String path) {
    List<Integer> xs = new ArrayList<>();
    List<Integer> ys = new ArrayList<>();
    Matcher command = COMMAND.matcher(path);
    while (command.find()) {
      List<Integer> at =
          Arrays.stream(command.group(2).strip().split(" ", -1)).map(Integer::valueOf).toList();
      int last = at.size() - 1;
      switch (command.group(1)) {
        case "H" -> add(xs, ys, at.get(0), ys.get(ys.size() - 1));
        case "V" -> add(xs, ys, xs.get(xs.size() - 1), at.get(0));
        default -> add(xs, ys, at.get(last - 1), at.get(last));
      }
    }
    return new Stroke(css, xs, ys);
  }

  private static void add(List<Integer> xs, List<Integer> ys, int x, int y) {
    xs.add(x);
    ys.add(y);
  }

  private static List<String> css(Element element) {
    return List.of(element.getAttribute("class").split(" ", -1));
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  private static List<Element> all(Element root, String name) {
    NodeList nodes = root.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
