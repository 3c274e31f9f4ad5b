package dev.holdfast.conformance.cli;

import java.io.PrintStream;
import java.util.List;

/** A part of a terminal that is drawn anew again and again. Not thread-safe. */
final class Screen {
  /** The launcher says whether standard error is a terminal; Java cannot tell. */
  static final boolean TERMINAL = Boolean.getBoolean("holdfast.terminal");

  private final PrintStream out;
  private int drawn;

  Screen(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws over what was drawn before.
   *
   * @param lines what to draw; none to remove it
   */
  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\033[").append(drawn).append('A'); // to the first line drawn
    }
    text.append("\033[J"); // clear what is below
    lines.forEach(line -> text.append(Text.cut(line, Text.WIDTH - 1)).append('\n'));
    out.print(text);
    out.flush();
    drawn = lines.size();
  }
}
