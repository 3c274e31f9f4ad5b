package dev.holdfast.conformance.diagram;

import dev.holdfast.conformance.cli.Text;
import java.util.List;
import java.util.Locale;

/**
 * A drawing under way. Text is measured by an estimate that holds for the usual fonts, since nobody
 * knows which of them a reader has. Not thread-safe.
 */
final class Svg {
  /** The styles of text, with what a line of each takes. */
  enum Font {
    /** The title. */
    TITLE(17, 9.9),
    /** What a lane or a state is called. */
    NAME(14, 8.6),
    /** What a lane is. */
    KIND(11, 6.2),
    /** Messages. */
    MONO(12, 7.3),
    /** Small remarks. */
    NOTE(11, 6.2),
    /** Step numbers. */
    STEP(11, 6.8),
    /** What is wrong. */
    CAPTION(13, 7.9);

    final int size;
    final double advance;

    Font(int size, double advance) {
      this.size = size;
      this.advance = advance;
    }

    /** How wide a text is at most. */
    int width(String text) {
      return (int) Math.ceil(text.codePointCount(0, text.length()) * advance);
    }

    String css() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a line or a text is about; each has a colour on light and on dark ground. */
  enum Tone {
    INK,
    MUTED,
    SEEN,
    ENVIRONMENT,
    DIRECT,
    WRONG;

    String css() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a text stands relative to its x. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private static final String STYLE =
      """
      .title,.name,.kind,.note,.step,.caption{font-family:system-ui,-apple-system,"Segoe UI",\
      Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;fill:currentColor}
      .mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;\
      font-size:12px;fill:currentColor}
      .title{font-size:17px;font-weight:600}
      .name{font-size:14px;font-weight:600}
      .kind,.note,.step{font-size:11px}
      .caption{font-size:13px;font-weight:500}
      .line{fill:none;stroke:currentColor;stroke-width:1.4;stroke-linejoin:round}
      .dashed{stroke-dasharray:5 3}
      .dotted{stroke-dasharray:1.5 3.5;stroke-linecap:round;stroke-width:1.8}
      .solid{fill:currentColor}
      .open{stroke:currentColor;stroke-width:1.4}
      .lane{fill:none;stroke-width:1}
      .box{stroke-width:1}
      .ground,.open{fill:#ffffff}
      .box{fill:#f6f8fa;stroke:#c4ccd5}
      .lane{stroke:#c4ccd5}
      .busy{fill:#dde3ea;stroke:#8c959f}
      .run{fill:#d7f0dd;stroke:#2f8f4e}
      .going{fill:#ffffff;stroke:#2f8f4e;stroke-dasharray:3 2}
      .band{fill:#ffeceb}
      .ink{color:#1f2328}
      .muted{color:#656d76}
      .seen{color:#2b7a45}
      .environment{color:#9a5b00}
      .direct{color:#0a5bc4}
      .wrong{color:#c4161c}
      @media (prefers-color-scheme:dark){
      .ground,.open{fill:#0d1117}
      .box{fill:#1b222c;stroke:#4a535e}
      .lane{stroke:#4a535e}
      .busy{fill:#39424d;stroke:#848d97}
      .run{fill:#17402a;stroke:#4cc27a}
      .going{fill:#0d1117;stroke:#4cc27a}
      .band{fill:#3a1a1d}
      .ink{color:#e6edf3}
      .muted{color:#9aa4af}
      .seen{color:#5fce8a}
      .environment{color:#e0a343}
      .direct{color:#6cb0ff}
      .wrong{color:#ff8078}
      }
      """;

  private final StringBuilder body = new StringBuilder();

  /** A text; blanks at its ends are lost. */
  void text(int x, int y, Anchor anchor, Font font, Tone tone, String text) {
    String where =
        anchor == Anchor.START
            ? ""
            : " text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"";
    body.append("<text x=\"%d\" y=\"%d\"%s class=\"".formatted(x, y, where))
        .append(font.css())
        .append(' ')
        .append(tone.css())
        .append("\">")
        .append(escape(text))
        .append("</text>\n");
  }

  /** A line through points, x and y in turn. */
  void line(String css, int... points) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      path.append(i == 0 ? "M" : "L").append(points[i]).append(' ').append(points[i + 1]);
    }
    path(css, path.toString());
  }

  /** Any path. */
  void path(String css, String path) {
    body.append("<path class=\"").append(css).append("\" d=\"").append(path).append("\"/>\n");
  }

  /** The head of an arrow whose tip is at (x, y) and that points by (dx, dy), one of them 0. */
  void head(Tone tone, int x, int y, int dx, int dy) {
    int backX = x - 9 * dx;
    int backY = y - 9 * dy;
    path(
        "solid " + tone.css(),
        "M%d %dL%d %dL%d %dZ"
            .formatted(x, y, backX + 4 * dy, backY + 4 * dx, backX - 4 * dy, backY - 4 * dx));
  }

  void rect(String css, int x, int y, int width, int height, int radius) {
    body.append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>\n"
            .formatted(css, x, y, width, height, radius));
  }

  void circle(String css, int x, int y, int radius) {
    body.append(
        "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n".formatted(css, x, y, radius));
  }

  /**
   * The finished drawing.
   *
   * @param name what its ids begin with
   * @param title what it shows, in a few words
   * @param description what it shows, for those who cannot see it
   */
  String finish(String name, int width, int height, String title, List<String> description) {
    String size = "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + size.formatted(width, height, width, height)
        + " role=\"img\" aria-labelledby=\"%stitle %sdesc\">\n".formatted(name, name)
        + "<title id=\"%stitle\">".formatted(name)
        + escape(title)
        + "</title>\n<desc id=\"%sdesc\">".formatted(name)
        + escape(String.join("\n", description))
        + "</desc>\n<style>\n"
        + STYLE
        + "</style>\n<rect class=\"ground\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
            .formatted(width, height)
        + body
        + "</svg>\n";
  }

  /** What XML cannot hold becomes a question mark. */
  private static String escape(String text) {
    return Text.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
