package dev.holdfast.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static List<String> lines(Table table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    out.flush();
    return text.toString().lines().toList();
  }

  @Test
  void numbersStandToTheRight() {
    assertEquals(
        List.of("what    many", "a      1,000", "wider      7"),
        lines(Table.wrapping("what", "many").row("a", 1000L).row("wider", 7)));
  }

  @Test
  void theLastColumnIsWrapped() {
    String half = "x".repeat(39);
    assertEquals(
        List.of("a  " + half, "   " + half),
        lines(Table.wrapping("", "").row("a", half + " " + half)));
  }

  @Test
  void theLastColumnIsCut() {
    assertEquals(
        List.of("h  text", "a  " + "x".repeat(74) + "...", "b"),
        lines(Table.cutting("h", "text").row("a", "x".repeat(99)).row("b", "")));
  }

  @Test
  void everyRowIsFull() {
    assertThrows(IllegalArgumentException.class, () -> Table.cutting("h", "t").row("one"));
  }

  @Test
  void wordsStayWhole() {
    assertEquals(List.of("a bc", "defgh", "i"), Text.wrap("a bc defgh i", 4));
    assertEquals(List.of(""), Text.wrap("", 4));
    assertEquals(
        "1 crash, 2 crashes, 2 processes, 1,000 ids",
        String.join(
            ", ",
            Text.count(1, "crash"),
            Text.count(2, "crash"),
            Text.count(2, "process"),
            Text.count(1000, "id")));
    assertEquals("a b", Text.oneLine("a\r\n\tb\n"));
  }
}
