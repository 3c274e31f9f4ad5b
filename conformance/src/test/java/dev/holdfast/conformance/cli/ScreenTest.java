package dev.holdfast.conformance.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
  private final Screen screen = new Screen(new PrintStream(drawn, true, UTF_8));

  private String draw(List<String> lines) {
    drawn.reset();
    screen.draw(lines);
    return drawn.toString(UTF_8);
  }

  @Test
  void whatWasDrawnIsDrawnOver() {
    assertEquals("\033[Jone\ntwo\n", draw(List.of("one", "two")));
    assertEquals("\033[2A\033[Jthree\n", draw(List.of("three")));
    assertEquals("\033[1A\033[J", draw(List.of()), "nothing is left");
    assertEquals("\033[Jfour\n", draw(List.of("four")));
  }

  @Test
  void aLineNeverTakesTwo() {
    String line = draw(List.of("x".repeat(200)));
    assertEquals(Text.WIDTH - 1, line.length() - "\033[J\n".length());
  }
}
