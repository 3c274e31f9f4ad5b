package dev.holdfast.conformance.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of text that fits {@value Text#WIDTH} columns: numbers to the right, with thousands
 * separators; what is too long in the last column is wrapped or cut.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final boolean cut;
  private final List<List<Object>> rows = new ArrayList<>();

  private Table(boolean cut, List<String> headings) {
    this.cut = cut;
    this.headings = headings;
  }

  /**
   * An empty table whose last column is wrapped.
   *
   * @param headings what stands above the columns; all empty for no heading
   * @return the table
   */
  public static Table wrapping(String... headings) {
    return new Table(false, List.of(headings));
  }

  /**
   * An empty table whose last column is cut.
   *
   * @param headings what stands above the columns; all empty for no heading
   * @return the table
   */
  public static Table cutting(String... headings) {
    return new Table(true, List.of(headings));
  }

  /**
   * Adds a row.
   *
   * @param cells one for every column
   * @return this table
   */
  public Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + headings);
    }
    rows.add(List.of(cells));
    return this;
  }

  /**
   * Prints it, with a heading if there is one.
   *
   * @param out where to
   */
  public void print(PrintWriter out) {
    int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
    if (!headings.stream().allMatch(String::isEmpty)) {
      List<Object> first = rows.isEmpty() ? List.copyOf(headings) : rows.get(0);
      print(out, widths, List.copyOf(headings), first);
    }
    rows.forEach(row -> print(out, widths, row, row));
  }

  private int width(int column) {
    return IntStream.concat(
            IntStream.of(headings.get(column).length()),
            rows.stream().mapToInt(row -> text(row.get(column)).length()))
        .max()
        .getAsInt();
  }

  /** Aligns the cells as those of another row are: a heading stands as its column does. */
  private void print(PrintWriter out, int[] widths, List<Object> row, List<Object> alike) {
    StringBuilder line = new StringBuilder();
    int last = row.size() - 1;
    for (int i = 0; i < last; i++) {
      String padding = " ".repeat(widths[i] - text(row.get(i)).length());
      boolean right = alike.get(i) instanceof Number;
      line.append(right ? padding + text(row.get(i)) : text(row.get(i)) + padding).append(GAP);
    }
    String indent = " ".repeat(line.length());
    int room = Math.max(20, Text.WIDTH - line.length());
    String end = text(row.get(last));
    if (alike.get(last) instanceof Number) {
      end = " ".repeat(widths[last] - end.length()) + end;
    } else {
      end = cut ? Text.cut(end, room) : String.join("\n" + indent, Text.wrap(end, room));
    }
    line.append(end).toString().lines().map(String::stripTrailing).forEach(out::println);
  }

  private static String text(Object cell) {
    return cell instanceof Number number ? Text.number(number.longValue()) : cell.toString();
  }
}
