package dev.holdfast.conformance.diagram;

import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.diagram.Scene.Kind;
import dev.holdfast.conformance.diagram.Scene.Lane;
import dev.holdfast.conformance.diagram.Scene.Life;
import dev.holdfast.conformance.diagram.Scene.Part;
import dev.holdfast.conformance.diagram.Scene.Row;
import dev.holdfast.conformance.diagram.Svg.Anchor;
import dev.holdfast.conformance.diagram.Svg.Font;
import dev.holdfast.conformance.diagram.Svg.Tone;
import dev.holdfast.model.Message;
import dev.holdfast.model.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Draws one sequence diagram. Why no texts collide: every message has a row of its own; between
 * proxy and target OS it runs level under its own text, and slants only in a strip that holds no
 * text.
 */
final class SequenceSvg {
  private static final int MARGIN = 24;
  private static final int GUTTER = 30;
  private static final int ROW = 27;
  private static final int BETWEEN_TURNS = 9;
  private static final int HEADER = 44;
  private static final int STRIP = 84;
  private static final int BUSY = 5;
  private static final int BAR = 7;
  private static final int BESIDE = 18;
  private static final int CAPTION = 20;
  private static final int TITLE = 24;
  private static final int LEAST_WIDTH = 560;

  private final SequenceDiagram diagram;
  private final Scene scene;
  private final int proxy;
  private final int target;
  private final int[] xs;
  private final int[] ys;
  private final Svg svg = new Svg();
  private final int top;
  private final int left;
  private final int right;
  private final List<String> title;
  private final List<String> caption;
  private int stripFrom;
  private int bottom;

  SequenceSvg(SequenceDiagram diagram) {
    this.diagram = diagram;
    scene = Scene.of(diagram.turns());
    proxy = scene.lane(Kind.PROXY);
    target = scene.lane(Kind.TARGET_OS);
    left = MARGIN;
    xs = new int[scene.lanes().size()];
    right = layOutLanes();
    title = Text.wrap(Text.oneLine(diagram.title()), (int) ((right - left) / Font.TITLE.advance));
    top = MARGIN + title.size() * TITLE + 10 + HEADER;
    caption =
        diagram.mark().map(m -> Text.wrap(Text.oneLine(m.caption()), room(m))).orElse(List.of());
    ys = new int[scene.rows().size()];
    layOutRows();
  }

  /** A caption may not hide what is on its way to a later turn, nor a target process's life. */
  private int room(SequenceDiagram.Mark mark) {
    int all = target + 1 < xs.length ? xs[target + 1] - 2 * BAR : right;
    int end = mark.turn() + 1 == diagram.turns().size() ? all : stripFrom;
    return (int) ((end - left - GUTTER) / Font.CAPTION.advance);
  }

  private int layOutLanes() {
    int at = left + GUTTER + header(0) / 2;
    xs[0] = at;
    for (int lane = 1; lane < xs.length; lane++) {
      int room = (header(lane - 1) + header(lane)) / 2 + 24;
      if (lane == proxy) {
        room = Math.max(room, widest(this::standsLeftOfProxy) + 36);
      } else if (lane == target) {
        int away = widest(row -> standsBy(proxy, row)) + 30;
        int back = widest(row -> standsBy(target, row)) + 30;
        room = Math.max(room, away + STRIP + back);
        stripFrom = at + away;
      } else if (lane == target + 1) {
        room = Math.max(room, widest(this::standsRightOfTarget) + 44);
      } else if (scene.lanes().get(lane).kind() == Kind.TARGET_PROCESS) {
        room = Math.max(room, 76 + BESIDE * most(lane - 1));
      }
      at += room;
      xs[lane] = at;
    }
    int last = xs.length - 1;
    int beyond = last == target ? widest(this::standsRightOfTarget) + 30 : 64 + BESIDE * most(last);
    int end = at + Math.max(beyond, header(last) / 2);
    return Math.max(end, left + LEAST_WIDTH);
  }

  private int most(int lane) {
    return scene.lives().stream()
        .filter(life -> life.lane() == lane)
        .mapToInt(Life::beside)
        .max()
        .orElse(0);
  }

  private void layOutRows() {
    int y = top + 6;
    int turn = -1;
    for (int i = 0; i < ys.length; i++) {
      Row row = scene.rows().get(i);
      if (row.turn() != turn) {
        y += turn >= 0 ? BETWEEN_TURNS : 0;
        y += turn >= 0 && marksTurn(turn) ? caption.size() * CAPTION + 10 : 0;
        turn = row.turn();
      }
      y += ROW;
      ys[i] = y;
    }
    bottom = y + 20 + (marksTurn(turn) ? caption.size() * CAPTION + 10 : 0);
  }

  private boolean marksTurn(int turn) {
    return diagram.mark().filter(m -> m.turn() == turn).isPresent();
  }

  private int header(int lane) {
    Lane its = scene.lanes().get(lane);
    return Math.max(
        76, Math.max(Font.NAME.width(its.name()), Font.KIND.width(its.kind().text)) + 24);
  }

  private int widest(Predicate<Row> which) {
    return scene.rows().stream()
        .filter(which)
        .mapToInt(row -> Font.MONO.width(label(row)))
        .max()
        .orElse(0);
  }

  /** A message says all where it is said, and only its kind where it arrives. */
  private static String label(Row row) {
    return row.part() == Part.ARRIVAL
        ? row.message().getClass().getSimpleName()
        : Messages.text(row.message());
  }

  /** Whether a message between proxy and target OS is written beside this one of them. */
  private boolean standsBy(int lane, Row row) {
    return (goes(row, proxy, target) || goes(row, target, proxy))
        && lane == (row.part() == Part.ARRIVAL ? row.to() : row.from());
  }

  private boolean standsLeftOfProxy(Row row) {
    return originating(row.from()) || originating(row.to());
  }

  private boolean standsRightOfTarget(Row row) {
    return !standsLeftOfProxy(row) && !goes(row, proxy, target) && !goes(row, target, proxy);
  }

  private boolean originating(int lane) {
    return lane != Scene.OUTSIDE && lane < proxy;
  }

  private static boolean goes(Row row, int from, int to) {
    return row.from() == from && row.to() == to;
  }

  String draw(String name) {
    band();
    for (int lane = 0; lane < xs.length; lane++) {
      svg.line("lane", xs[lane], top, xs[lane], bottom);
    }
    scene.lives().forEach(this::life);
    busy();
    for (int i = 0; i < ys.length; i++) {
      arrow(i);
    }
    for (int i = 0; i < ys.length; i++) {
      label(i);
    }
    scene.lives().forEach(this::generation);
    numbers();
    caption();
    for (int i = 0; i < title.size(); i++) {
      int y = MARGIN + 14 + i * TITLE;
      svg.text(left, y, Anchor.START, Font.TITLE, Tone.INK, title.get(i));
    }
    for (int lane = 0; lane < xs.length; lane++) {
      header(xs[lane], scene.lanes().get(lane), header(lane));
    }
    int end = legend(bottom + 30);
    return svg.finish(name, right + MARGIN, end + MARGIN - 6, diagram.title(), diagram.story());
  }

  private void header(int x, Lane lane, int width) {
    int y = top - HEADER;
    svg.rect("box", x - width / 2, y, width, HEADER, 5);
    boolean alone = lane.kind().text.isEmpty();
    svg.text(x, y + (alone ? 27 : 19), Anchor.MIDDLE, Font.NAME, Tone.INK, lane.name());
    if (!alone) {
      svg.text(x, y + 35, Anchor.MIDDLE, Font.KIND, Tone.MUTED, lane.kind().text);
    }
  }

  private int first(int turn) {
    int row = 0;
    while (scene.rows().get(row).turn() < turn) {
      row++;
    }
    return row;
  }

  private int last(int turn) {
    return first(turn) + diagram.turns().get(turn).out().size();
  }

  private void band() {
    diagram
        .mark()
        .ifPresent(
            mark -> {
              int from = ys[first(mark.turn())] - 22;
              int to = ys[last(mark.turn())] + 12 + caption.size() * CAPTION + 4;
              svg.rect("band", left - 8, from, right - left + 16, to - from, 4);
              svg.rect("solid wrong", left - 8, from, 3, to - from, 1);
            });
  }

  private void caption() {
    diagram
        .mark()
        .ifPresent(
            mark -> {
              int y = ys[last(mark.turn())] + 6;
              int width = caption.stream().mapToInt(Font.CAPTION::width).max().orElse(0);
              int x = left + GUTTER;
              svg.rect("band", x - 4, y + 4, width + 8, caption.size() * CAPTION + 2, 0);
              for (String line : caption) {
                y += CAPTION;
                svg.text(x, y, Anchor.START, Font.CAPTION, Tone.WRONG, line);
              }
            });
  }

  private void numbers() {
    for (int turn = 0; turn < diagram.turns().size(); turn++) {
      svg.text(
          left + 4,
          ys[first(turn)] + 4,
          Anchor.START,
          Font.STEP,
          marksTurn(turn) ? Tone.WRONG : Tone.MUTED,
          String.valueOf(turn + 1));
    }
  }

  /** Where a part is at work: from the message it hears to the last one it says. */
  private void busy() {
    for (int turn = 0; turn < diagram.turns().size(); turn++) {
      int lane = scene.rows().get(first(turn)).to();
      if (lane == proxy || lane == target) {
        int from = ys[first(turn)] - 5;
        svg.rect("busy", xs[lane] - BUSY, from, 2 * BUSY, ys[last(turn)] + 5 - from, 2);
      }
    }
  }

  private void life(Life life) {
    int x = xs[life.lane()] - BAR + BESIDE * life.beside();
    int from = ys[life.from()] - 6;
    int to = life.to() == Scene.NEVER ? bottom : ys[life.to()];
    int told = life.told() == Scene.NEVER ? to : ys[life.told()];
    if (told > from) {
      svg.rect("run", x, from, 2 * BAR, told - from, 2);
    }
    if (to > told) {
      svg.rect("going", x, told, 2 * BAR, to - told, 2);
    }
    if (life.to() != Scene.NEVER) {
      int middle = x + BAR;
      svg.line("line seen", middle - 6, to - 6, middle + 6, to + 6);
      svg.line("line seen", middle - 6, to + 6, middle + 6, to - 6);
    }
  }

  private void generation(Life life) {
    int x = xs[life.lane()] + BAR + BESIDE * life.beside() + 6;
    svg.text(
        x, ys[life.from()] + 4, Anchor.START, Font.NOTE, Tone.SEEN, "gen. " + life.generation());
  }

  private Tone tone(Row row) {
    return diagram.marks(row) ? Tone.WRONG : plainTone(row.message());
  }

  private static Tone plainTone(Message message) {
    if (message instanceof Message.FromEnvironment) {
      return Tone.ENVIRONMENT;
    } else if (message instanceof Message.OfTargetOs) {
      return Tone.SEEN;
    } else if (message instanceof Message.ToProcess || message instanceof Message.FromProcess) {
      return Tone.DIRECT;
    }
    return Tone.INK;
  }

  private static String dashes(Tone plain) {
    return switch (plain) {
      case SEEN -> "line dotted ";
      case DIRECT -> "line dashed ";
      default -> "line ";
    };
  }

  /** How far from the middle of its lane something ends in a row. */
  private int edge(int lane, int row, int side) {
    if (lane == proxy || lane == target) {
      boolean busy = scene.rows().get(first(scene.rows().get(row).turn())).to() == lane;
      return xs[lane] + side * (busy ? BUSY : 1);
    }
    int edge = xs[lane];
    for (Life life : scene.lives()) {
      boolean covers =
          life.lane() == lane
              && life.from() <= row
              && (life.to() == Scene.NEVER || row <= life.to());
      boolean meant =
          Scene.about(scene.rows().get(row).message())
              .filter(process -> process.generation() != life.generation())
              .isEmpty();
      if (covers && meant) {
        edge = xs[lane] + BESIDE * life.beside() + side * BAR;
      }
    }
    return edge;
  }

  private void arrow(int i) {
    Row row = scene.rows().get(i);
    Tone tone = tone(row);
    String css = dashes(plainTone(row.message())) + tone.css();
    if (row.part() == Part.ARRIVAL) {
      return;
    }
    int y = ys[i];
    if (row.part() == Part.DEPARTURE) {
      flight(i, row, tone, css);
    } else if (row.from() == Scene.OUTSIDE) {
      int tip = edge(target, i, 1);
      int from = xs[target] + 22 + Font.MONO.width(label(row));
      svg.line(css, from, y, tip + 6, y);
      svg.head(tone, tip, y, -1, 0);
      svg.circle("solid " + tone.css(), from, y, 3);
    } else if (row.from() == row.to()) {
      int from = edge(target, i, 1);
      svg.line(css, from, y, xs[target] + 22 + Font.MONO.width(label(row)), y);
    } else {
      int side = row.to() > row.from() ? 1 : -1;
      int from = edge(row.from(), i, side);
      int tip = edge(row.to(), i, -side);
      svg.line(css, from, y, tip - 6 * side, y);
      svg.head(tone, tip, y, side, 0);
    }
  }

  private void flight(int i, Row row, Tone tone, String css) {
    int y = ys[i];
    int side = row.to() > row.from() ? 1 : -1;
    int from = edge(row.from(), i, side);
    int near = side > 0 ? stripFrom : stripFrom + STRIP;
    int far = side > 0 ? stripFrom + STRIP : stripFrom;
    if (row.other() == Scene.NEVER) {
      int x = near + side * STRIP / 2;
      svg.line(css, from, y, near, y, x, y + 14);
      svg.circle("open " + tone.css(), x, y + 14, 4);
    } else {
      int heard = ys[row.other()];
      int tip = edge(row.to(), row.other(), -side);
      svg.line(css, from, y, near, y, far, heard, tip - 6 * side, heard);
      svg.head(tone, tip, heard, side, 0);
    }
  }

  private void label(int i) {
    Row row = scene.rows().get(i);
    Anchor anchor = Anchor.START;
    int x;
    if (standsLeftOfProxy(row)) {
      boolean back = row.from() == proxy;
      anchor = back ? Anchor.END : Anchor.START;
      x = back ? xs[proxy] - 14 : xs[proxy - 1] + 14;
    } else if (standsBy(proxy, row)) {
      x = xs[proxy] + 14;
    } else if (standsBy(target, row)) {
      anchor = Anchor.END;
      x = xs[target] - 14;
    } else if (row.from() > target) {
      anchor = Anchor.END;
      x = xs[target + 1] - 18;
    } else {
      x = xs[target] + 14;
    }
    svg.text(
        x,
        ys[i] - 6,
        anchor,
        Font.MONO,
        row.part() == Part.ARRIVAL ? Tone.MUTED : tone(row),
        label(row));
  }

  /** Explains the kinds of line that occur. */
  private int legend(int from) {
    Map<String, Tone> kinds = new LinkedHashMap<>();
    boolean open = false;
    for (Row row : scene.rows()) {
      Tone plain = plainTone(row.message());
      kinds.put(meaning(plain), plain);
      open |= row.part() == Part.DEPARTURE && row.other() == Scene.NEVER;
    }
    List<String> order = new ArrayList<>();
    for (Tone tone : List.of(Tone.INK, Tone.ENVIRONMENT, Tone.SEEN, Tone.DIRECT)) {
      if (kinds.containsKey(meaning(tone))) {
        order.add(meaning(tone));
      }
    }
    if (open) {
      order.add(UNHEARD);
    }
    int x = left;
    int y = from;
    for (String meaning : order) {
      int width = 34 + Font.NOTE.width(meaning);
      if (x > left && x + width > right) {
        x = left;
        y += 20;
      }
      Tone tone = kinds.getOrDefault(meaning, Tone.INK);
      svg.line(dashes(tone) + tone.css(), x, y - 4, x + 26, y - 4);
      if (meaning.equals(UNHEARD)) {
        svg.circle("open " + tone.css(), x + 26, y - 4, 4);
      }
      svg.text(x + 34, y, Anchor.START, Font.NOTE, Tone.MUTED, meaning);
      x += width + 22;
    }
    return y;
  }

  private static final String UNHEARD = "said, not heard";

  private static String meaning(Tone tone) {
    return switch (tone) {
      case ENVIRONMENT -> "done by the environment";
      case SEEN -> "seen of the target OS";
      case DIRECT -> "past the proxy";
      default -> "said and heard";
    };
  }
}
