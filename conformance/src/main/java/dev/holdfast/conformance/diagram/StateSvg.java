package dev.holdfast.conformance.diagram;

import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.diagram.StateDiagram.Edge;
import dev.holdfast.conformance.diagram.StateDiagram.State;
import dev.holdfast.conformance.diagram.Svg.Anchor;
import dev.holdfast.conformance.diagram.Svg.Font;
import dev.holdfast.conformance.diagram.Svg.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Draws one state diagram: the states in a row, what leads onwards in brackets above them, what
 * leads back in brackets below, what stays inside the state. Why no texts collide: a label is
 * narrower than its bracket, and brackets over the same stretch are stacked.
 */
final class StateSvg {
  private static final int MARGIN = 24;
  private static final int LINE = 17;
  private static final int GAP = 64;
  private static final int COLUMN = 14;
  private static final int SAID = 40; // characters
  private static final int HEAD = 50;
  private static final int ENTRY = 46;
  private static final int CURVE = 9;

  /** What is written at a bracket or inside a state: in two columns, what is heard and said. */
  private record Table(List<String> heard, List<String> said) {
    static Table of(List<Edge> edges) {
      List<String> heard = new ArrayList<>();
      List<String> said = new ArrayList<>();
      for (Edge edge : edges) {
        String all =
            String.join(
                " ",
                Stream.concat(
                        edge.always().stream(),
                        edge.sometimes().stream().map(kind -> "[" + kind + "]"))
                    .toList());
        List<String> lines = Text.wrap(all, SAID);
        for (int i = 0; i < lines.size(); i++) {
          heard.add(i == 0 ? edge.heard() : "");
          said.add(lines.get(i).isEmpty() ? "" : (i == 0 ? "→ " : "  ") + lines.get(i));
        }
      }
      return new Table(heard, said);
    }

    int height() {
      return heard.size() * LINE;
    }

    private int left() {
      return heard.stream().mapToInt(Font.MONO::width).max().orElse(0);
    }

    int width() {
      int right = said.stream().mapToInt(Font.MONO::width).max().orElse(0);
      return left() + (right > 0 ? COLUMN + right : 0);
    }

    void draw(Svg svg, int x, int y) {
      for (int i = 0; i < heard.size(); i++) {
        int base = y + i * LINE + 12;
        if (!heard.get(i).isEmpty()) {
          svg.text(x, base, Anchor.START, Font.MONO, Tone.INK, heard.get(i));
        }
        if (!said.get(i).isEmpty()) {
          int indent = said.get(i).length() - said.get(i).strip().length();
          int at = x + left() + COLUMN + Font.MONO.width(" ".repeat(indent));
          svg.text(at, base, Anchor.START, Font.MONO, Tone.DIRECT, said.get(i).strip());
        }
      }
    }
  }

  /** All edges from one state to another. */
  private static final class Bracket {
    final int from;
    final int to;
    final Table table;
    int start;
    int end;
    int y;

    Bracket(int from, int to, Table table) {
      this.from = from;
      this.to = to;
      this.table = table;
    }

    boolean onwards() {
      return to > from;
    }

    int low() {
      return Math.min(from, to);
    }

    int high() {
      return Math.max(from, to);
    }

    int span() {
      return high() - low();
    }

    int left() {
      return Math.min(start, end);
    }

    int right() {
      return Math.max(start, end);
    }

    /** The upper border of what it takes. */
    int top() {
      return y - 8 - table.height();
    }
  }

  private final StateDiagram diagram;
  private final int count;
  private final Table[] inside;
  private final int[] lefts;
  private final int[] widths;
  private final int[] heights;
  private final int[] gaps;
  private final List<Bracket> brackets = new ArrayList<>();
  private final Svg svg = new Svg();
  private int middle;

  StateSvg(StateDiagram diagram) {
    this.diagram = diagram;
    count = diagram.states().size();
    inside = new Table[count];
    lefts = new int[count];
    widths = new int[count];
    heights = new int[count];
    gaps = new int[count];
    for (int from = 0; from < count; from++) {
      State state = diagram.states().get(from);
      inside[from] = Table.of(diagram.between(state, state));
      int names = Math.max(Font.NAME.width(state.name()), Font.KIND.width(state.remark()));
      widths[from] = Math.max(130, Math.max(names, inside[from].width()) + 32);
      heights[from] = HEAD + (inside[from].height() > 0 ? inside[from].height() + 20 : 0);
      gaps[from] = from == 0 ? ENTRY : GAP;
      for (int to = 0; to < count; to++) {
        List<Edge> edges = diagram.between(state, diagram.states().get(to));
        if (from != to && !edges.isEmpty()) {
          brackets.add(new Bracket(from, to, Table.of(edges)));
        }
      }
    }
    brackets.sort(Comparator.comparingInt(Bracket::span).thenComparingInt(Bracket::low));
    place();
    stack(true);
    stack(false);
    lower();
  }

  /** Makes the gaps so wide that every label is narrower than its bracket. */
  private void place() {
    ports();
    for (Bracket bracket : brackets) {
      int missing = bracket.table.width() + 24 - (bracket.right() - bracket.left());
      if (missing > 0) {
        gaps[bracket.high()] += missing;
        ports();
      }
    }
  }

  private void ports() {
    int x = MARGIN;
    for (int i = 0; i < count; i++) {
      x += gaps[i];
      lefts[i] = x;
      x += widths[i];
    }
    for (int state = 0; state < count; state++) {
      ports(state, true);
      ports(state, false);
    }
  }

  /** Wider brackets hold narrower ones, so their ends at a state are ordered. */
  private void ports(int state, boolean onwards) {
    List<Bracket> ends = new ArrayList<>();
    brackets.stream().filter(b -> b.onwards() == onwards && b.high() == state).forEach(ends::add);
    List<Bracket> starts = new ArrayList<>();
    brackets.stream().filter(b -> b.onwards() == onwards && b.low() == state).forEach(starts::add);
    ends.sort(Comparator.comparingInt(Bracket::span));
    starts.sort(Comparator.comparingInt(Bracket::span).reversed());
    ends.addAll(starts);
    for (int i = 0; i < ends.size(); i++) {
      int x = lefts[state] + widths[state] * (i + 1) / (ends.size() + 1);
      Bracket bracket = ends.get(i);
      if (bracket.from == state) {
        bracket.start = x;
      } else {
        bracket.end = x;
      }
    }
  }

  /** Stacks the brackets of one side; y is 0 in the middle of the states. */
  private void stack(boolean onwards) {
    List<Bracket> placed = new ArrayList<>();
    for (Bracket bracket : brackets) {
      if (bracket.onwards() != onwards) {
        continue;
      }
      int border = 0;
      for (int state = bracket.low(); state <= bracket.high(); state++) {
        border = Math.max(border, heights[state] / 2);
      }
      int y = onwards ? -border - 26 : border + 34 + bracket.table.height();
      for (Bracket other : placed) {
        if (other.left() <= bracket.right() && bracket.left() <= other.right()) {
          y =
              onwards
                  ? Math.min(y, other.top() - 14)
                  : Math.max(y, other.y + 22 + bracket.table.height());
        }
      }
      bracket.y = y;
      placed.add(bracket);
    }
  }

  /** Moves everything down to below the title. */
  private void lower() {
    int top = -heights[0] / 2;
    for (int i = 0; i < count; i++) {
      top = Math.min(top, -heights[i] / 2);
    }
    for (Bracket bracket : brackets) {
      top = Math.min(top, bracket.top());
    }
    middle = MARGIN + 36 - top;
    brackets.forEach(bracket -> bracket.y += middle);
  }

  String draw() {
    int bottom = 0;
    for (Bracket bracket : brackets) {
      bottom = Math.max(bottom, bracket.y);
      draw(bracket);
    }
    for (int state = 0; state < count; state++) {
      bottom = Math.max(bottom, middle + heights[state] / 2);
      draw(state);
    }
    svg.circle("solid ink", MARGIN + 7, middle, 6);
    svg.line("line ink", MARGIN + 13, middle, lefts[0] - 6, middle);
    svg.head(Tone.INK, lefts[0], middle, 1, 0);
    svg.text(MARGIN, MARGIN + 14, Anchor.START, Font.TITLE, Tone.INK, diagram.title());
    String key = "message heard → messages said · [said in some cases only]";
    svg.text(MARGIN, bottom + 36, Anchor.START, Font.NOTE, Tone.MUTED, key);
    int right =
        Math.max(
            lefts[count - 1] + widths[count - 1],
            MARGIN + Math.max(Font.TITLE.width(diagram.title()), Font.NOTE.width(key)));
    return svg.finish("", right + MARGIN, bottom + 36 + 18, diagram.title(), story());
  }

  private void draw(int index) {
    State state = diagram.states().get(index);
    int x = lefts[index];
    int y = middle - heights[index] / 2;
    int center = x + widths[index] / 2;
    svg.rect("box", x, y, widths[index], heights[index], 10);
    svg.text(center, y + 22, Anchor.MIDDLE, Font.NAME, Tone.INK, state.name());
    svg.text(center, y + 39, Anchor.MIDDLE, Font.KIND, Tone.MUTED, state.remark());
    if (inside[index].height() > 0) {
      svg.line("lane", x, y + HEAD, x + widths[index], y + HEAD);
      inside[index].draw(svg, center - inside[index].width() / 2, y + HEAD + 10);
    }
  }

  private void draw(Bracket bracket) {
    int side = bracket.onwards() ? -1 : 1;
    int out = middle + side * (heights[bracket.from] / 2);
    int in = middle + side * (heights[bracket.to] / 2);
    int along = bracket.end > bracket.start ? 1 : -1;
    int y = bracket.y;
    svg.path(
        "line ink",
        "M%d %dV%dQ%d %d %d %dH%dQ%d %d %d %dV%d"
            .formatted(
                bracket.start,
                out,
                y - side * CURVE,
                bracket.start,
                y,
                bracket.start + along * CURVE,
                y,
                bracket.end - along * CURVE,
                bracket.end,
                y,
                bracket.end,
                y - side * CURVE,
                in + side * 6));
    svg.head(Tone.INK, bracket.end, in, 0, -side);
    bracket.table.draw(svg, labelX(bracket), bracket.top());
  }

  /** In the middle, or in the widest place between the brackets that cross this one. */
  private int labelX(Bracket bracket) {
    NavigableSet<Integer> borders = new TreeSet<>(List.of(bracket.left(), bracket.right()));
    for (Bracket other : brackets) {
      boolean further = Math.abs(other.y - middle) > Math.abs(bracket.y - middle);
      if (other.onwards() == bracket.onwards() && further) {
        borders.add(other.left());
        borders.add(other.right());
      }
    }
    List<Integer> inside = List.copyOf(borders.subSet(bracket.left(), true, bracket.right(), true));
    int from = 0;
    for (int i = 1; i + 1 < inside.size(); i++) {
      from = width(inside, i) > width(inside, from) ? i : from;
    }
    return (inside.get(from) + inside.get(from + 1) - bracket.table.width()) / 2;
  }

  private static int width(List<Integer> borders, int from) {
    return borders.get(from + 1) - borders.get(from);
  }

  private List<String> story() {
    return diagram.edges().stream()
        .map(
            edge ->
                edge.from()
                    + " to "
                    + edge.to()
                    + ": hears "
                    + edge.heard()
                    + (edge.always().isEmpty() ? "" : ", says " + String.join(", ", edge.always()))
                    + (edge.sometimes().isEmpty()
                        ? ""
                        : ", sometimes " + String.join(", ", edge.sometimes())))
        .toList();
  }
}
