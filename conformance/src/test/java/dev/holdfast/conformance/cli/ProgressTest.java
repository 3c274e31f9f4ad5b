package dev.holdfast.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static String line(String unit, long total, long done, long seconds) {
    PrintWriter none = new PrintWriter(Writer.nullWriter());
    try (Progress progress = new Progress("judging", unit, total, none)) {
      return progress.line(done, seconds);
    }
  }

  @Test
  void theRestIsSaidWhereItIsKnown() {
    assertEquals(
        "judging: 600 megabytes of 2,100, 12 s, 50 a second, 30 s left",
        line("megabyte", 2100, 600, 12));
    assertEquals("judging: 600 megabytes, 12 s, 50 a second", line("megabyte", -1, 600, 12));
    assertEquals("judging: 3 animals of 9, 6 s, 0.5 a second, 12 s left", line("animal", 9, 3, 6));
    assertEquals("judging: 0 animals of 9, 6 s, 0.0 a second", line("animal", 9, 0, 6));
  }
}
