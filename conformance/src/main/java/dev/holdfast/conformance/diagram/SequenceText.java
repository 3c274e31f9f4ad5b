package dev.holdfast.conformance.diagram;

import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.diagram.Scene.Kind;
import dev.holdfast.conformance.diagram.Scene.Life;
import dev.holdfast.conformance.diagram.Scene.Part;
import dev.holdfast.conformance.diagram.Scene.Row;
import dev.holdfast.model.Message;
import dev.holdfast.model.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints one sequence diagram in plain ASCII. */
final class SequenceText {
  private static final int GUTTER = 4;
  private static final int LEAST_LABEL = 24;

  private final SequenceDiagram diagram;
  private final Scene scene;
  private final int target;
  private final int pitch;
  private final int room;
  private final List<String> lines = new ArrayList<>();
  private final String[] letters;

  SequenceText(SequenceDiagram diagram) {
    this.diagram = diagram;
    scene = Scene.of(diagram.turns());
    target = scene.lane(Kind.TARGET_OS);
    int lanes = scene.lanes().size();
    pitch = Math.max(4, Math.min(10, (Text.WIDTH - GUTTER - LEAST_LABEL) / lanes));
    room = Math.max(8, Text.WIDTH - GUTTER - pitch * lanes - 1);
    letters = new String[scene.rows().size()];
  }

  String print() {
    Text.wrap(Text.oneLine(diagram.title()), Text.WIDTH).forEach(lines::add);
    lines.add("");
    header();
    letter();
    int turn = -1;
    for (int i = 0; i < scene.rows().size(); i++) {
      Row row = scene.rows().get(i);
      boolean first = row.turn() != turn;
      turn = row.turn();
      row(i, row, first);
      boolean last = i + 1 == scene.rows().size() || scene.rows().get(i + 1).turn() != row.turn();
      if (last) {
        int here = turn;
        diagram.mark().filter(mark -> mark.turn() == here).ifPresent(this::caption);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private void header() {
    char[] line = blank(Text.WIDTH);
    for (int lane = 0; lane < scene.lanes().size(); lane++) {
      String name = scene.lanes().get(lane).name();
      String shown = name.length() < pitch ? name : Text.cut(name, pitch - 1);
      int from = Math.max(GUTTER + lane * pitch, x(lane) - shown.length() / 2);
      for (int i = 0; i < shown.length() && from + i < line.length; i++) {
        line[from + i] = shown.charAt(i);
      }
    }
    lines.add(new String(line).stripTrailing());
  }

  /** Letters join the two ends of a message whose way is longer than a row. */
  private void letter() {
    int next = 0;
    for (int i = 0; i < letters.length; i++) {
      Row row = scene.rows().get(i);
      if (row.part() == Part.DEPARTURE && row.other() != Scene.NEVER) {
        letters[i] = name(next);
        letters[row.other()] = name(next);
        next++;
      }
    }
  }

  private static String name(int number) {
    String last = String.valueOf((char) ('a' + number % 26));
    return number < 26 ? last : name(number / 26 - 1) + last;
  }

  private void caption(SequenceDiagram.Mark mark) {
    for (String line : Text.wrap(Text.oneLine(mark.caption()), Text.WIDTH - 4)) {
      lines.add("!!! " + line);
    }
  }

  private void row(int i, Row row, boolean first) {
    char[] line = lanes(i);
    draw(line, i, row);
    if (first) {
      put(line, 0, String.valueOf(row.turn() + 1));
    }
    if (diagram.marks(row)) {
      line[GUTTER - 1] = '!';
    }
    List<String> label = broken(Text.oneLine(Messages.text(row.message())));
    String lead = new String(line).stripTrailing();
    for (String part : label) {
      int width = GUTTER + pitch * scene.lanes().size() + 1;
      lines.add((lead + " ".repeat(Math.max(1, width - lead.length())) + part).stripTrailing());
      lead = new String(lanes(i + 1)).stripTrailing();
    }
  }

  private List<String> broken(String label) {
    List<String> parts = new ArrayList<>();
    for (String line : Text.wrap(label, room)) {
      for (int from = 0; from < line.length(); from += room) {
        parts.add(line.substring(from, Math.min(line.length(), from + room)));
      }
    }
    return parts;
  }

  private int x(int lane) {
    return GUTTER + lane * pitch + pitch / 2;
  }

  private static char[] blank(int width) {
    char[] line = new char[width];
    Arrays.fill(line, ' ');
    return line;
  }

  private char[] lanes(int row) {
    char[] line = blank(GUTTER + pitch * scene.lanes().size() + 1);
    for (int lane = 0; lane < scene.lanes().size(); lane++) {
      line[x(lane)] = '|';
    }
    for (Life life : scene.lives()) {
      if (life.from() <= row && (life.to() == Scene.NEVER || row <= life.to())) {
        boolean told = life.told() != Scene.NEVER && row >= life.told();
        line[x(life.lane())] = life.to() == row ? 'X' : told ? ':' : '#';
      }
    }
    return line;
  }

  private void draw(char[] line, int i, Row row) {
    char dash =
        row.message() instanceof Message.OfTargetOs
            ? '.'
            : row.message() instanceof Message.ToProcess
                    || row.message() instanceof Message.FromProcess
                ? '='
                : '-';
    if (row.from() == Scene.OUTSIDE) {
      put(line, x(target) + 1, "<-");
      return;
    }
    if (row.from() == row.to()) {
      line[x(row.to())] = '*';
      return;
    }
    boolean right = row.to() > row.from();
    int from = Math.min(x(row.from()), x(row.to())) + 1;
    int to = Math.max(x(row.from()), x(row.to())) - 1;
    if (row.part() == Part.DEPARTURE) {
      String end = row.other() == Scene.NEVER ? "o" : letters[i];
      int half = Math.max(1, (to - from + 1) / 2 - end.length());
      put(
          line,
          right ? from : to + 1 - half - end.length(),
          right ? "-".repeat(half) + end : end + "-".repeat(half));
      return;
    }
    if (row.part() == Part.ARRIVAL) {
      String end = letters[i];
      int half = Math.max(0, (to - from + 1) / 2 - end.length() - 1);
      put(
          line,
          right ? to - half - end.length() : from,
          right ? end + "-".repeat(half) + ">" : "<" + "-".repeat(half) + end);
      return;
    }
    Arrays.fill(line, from, to + 1, dash);
    line[right ? to : from] = right ? '>' : '<';
  }

  private static void put(char[] line, int at, String text) {
    for (int i = 0; i < text.length() && at + i < line.length; i++) {
      line[at + i] = text.charAt(i);
    }
  }
}
