package dev.holdfast.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conversations of PROTOCOL.md, drawn. */
class ExplainCommandTest {
  private static final Pattern CONVERSATION = Pattern.compile("(?s)```text\\n(> .*?)```");
  private static final Pattern SPOKEN = Pattern.compile("\"message\":\\{\"type\":\"(\\w+)\"");

  @TempDir Path temp;
  private List<String> conversations = List.of();

  private String run(int code, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertEquals(code, Main.run(new PrintWriter(out), new PrintWriter(err), args), err::toString);
    return code == 0 ? out.toString() : err.toString();
  }

  @BeforeEach
  void theConversations() throws IOException {
    conversations =
        CONVERSATION
            .matcher(Files.readString(Path.of("PROTOCOL.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(3, conversations.size());
  }

  private String file(String text) throws IOException {
    return Files.writeString(temp.resolve("trace.ndjson"), text).toString();
  }

  @Test
  void everyMessageIsDrawnOnceAndInOrder() throws IOException {
    for (String conversation : conversations) {
      String drawn = run(0, "explain", file(conversation));
      assertEquals(List.of(), drawn.lines().filter(line -> line.length() > Text.WIDTH).toList());
      List<String> said =
          SPOKEN.matcher(conversation).results().map(found -> found.group(1)).toList();
      List<String> kinds =
          Pattern.compile("(?m)^.*[|#:X*] +([A-Z][A-Za-z]+)(\\(.*)?$")
              .matcher(drawn)
              .results()
              .map((MatchResult found) -> found.group(1))
              .toList();
      assertEquals(said.size(), kinds.size(), drawn);
      for (int i = 0; i < said.size(); i++) {
        boolean malformed = said.get(i).equals("Bogus") && kinds.get(i).equals("Malformed");
        assertTrue(malformed || said.get(i).equals(kinds.get(i)), said.get(i) + " in " + drawn);
      }
    }
  }

  @Test
  void theBeginningMayBeMissing() throws IOException {
    for (String conversation : conversations) {
      String headless = conversation.lines().skip(3).map(l -> l + "\n").reduce("", String::concat);
      assertEquals(run(0, "explain", file(conversation)), run(0, "explain", file(headless)));
    }
  }

  @Test
  void scenariosAreDrawnOneByOne() throws IOException {
    String two = file(String.join("\n", conversations.subList(0, 2)));
    String drawn = run(0, "explain", two);
    assertTrue(drawn.contains("scenario 1") && drawn.contains("scenario 2"), drawn);
    String second = run(0, "explain", two, "--scenario", "2");
    assertTrue(drawn.endsWith(second) && !second.contains("scenario 1"), second);
    String picture = temp.resolve("picture.svg").toString();
    assertTrue(run(64, "explain", two, "--svg", picture).contains("choose one with --scenario"));
    assertTrue(run(64, "explain", two, "--scenario", "3").contains("holds 2 scenarios"));
    assertEquals("", run(0, "explain", two, "--scenario", "1", "--svg", picture));
    assertTrue(Files.readString(Path.of(picture)).startsWith("<svg "));
  }

  /** What two devices say at the same time is not mixed. */
  @Test
  void everyDeviceIsDrawnByItself() throws IOException {
    List<String> one = spoken("phone 1", conversations.get(0));
    List<String> other = spoken("car", conversations.get(1));
    List<String> mixed = new ArrayList<>();
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      mixed.addAll(one.subList(Math.min(i, one.size()), Math.min(i + 1, one.size())));
      mixed.addAll(other.subList(Math.min(i, other.size()), Math.min(i + 1, other.size())));
    }
    String alone = run(0, "explain", file(String.join("\n", one)));
    String file = file(String.join("\n", mixed));
    assertTrue(alone.contains("trace.ndjson, device 'phone 1'"), alone);
    assertEquals(alone, run(0, "explain", file, "--device", "phone 1"));
    String both = run(0, "explain", file);
    String second = run(0, "explain", file, "--device", "car");
    assertEquals(alone + System.lineSeparator() + second, both);
    assertEquals(both, run(0, "explain", file, "--scenario", "1"));
    String picture = temp.resolve("picture.svg").toString();
    assertTrue(run(64, "explain", file, "--svg", picture).contains("its device with --device"));
    assertEquals("", run(0, "explain", file, "--device", "car", "--svg", picture));
    assertTrue(
        run(64, "explain", file, "--device", "bus").contains("nothing is said of a device 'bus'"));
  }

  private static List<String> spoken(String device, String conversation) {
    return conversation
        .lines()
        .map(line -> line.replaceFirst("^[<>] \\{", "{\"device\":\"" + device + "\","))
        .filter(line -> line.startsWith("{") && !line.contains("\"hello\""))
        .toList();
  }

  @Test
  void aWrongLineIsNamed() throws IOException {
    String wrong = conversations.get(0).replaceFirst("\"Need\"", "\"Nead\"");
    String err = run(64, "explain", file(wrong));
    assertTrue(err.matches("holdfast: .*trace.ndjson: line 7: .*\\R"), err);
    assertTrue(err.toLowerCase(Locale.ROOT).contains("see holdfast explain --help"), err);
  }
}
