package dev.holdfast.conformance.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@StartsChildren
class TraceCommandTest {
  private static final String RIGHT =
      """
      {"control":"reset","role":"proxy","programs":{},"keepsWarm":[],"profile":"HOLD"}
      {"channel":"domain:A","message":{"type":"DomainUp","epoch":1}}
      {"channel":"domain:A","message":{"type":"Release","id":1,"process":{"pid":1,"incarnation":1},"resource":"x"}}
      {"channel":"domain:A","message":{"type":"Released","id":1,"outcome":"NOT_HELD"}}
      {"control":"sync","number":1}
      {"control":"bye"}
      """;

  private static final String WRONG = RIGHT.replace("NOT_HELD", "RELEASED");

  @TempDir Path temp;

  private Path right = Path.of("");
  private Path wrong = Path.of("");

  private record Run(int code, String out, String err) {}

  private static Run run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words =
        Stream.concat(Stream.of("trace"), Arrays.stream(args).map(Object::toString))
            .toArray(String[]::new);
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Run(code, out.toString(), err.toString());
  }

  @BeforeEach
  void write() throws IOException {
    right = Files.writeString(temp.resolve("right"), RIGHT);
    wrong = Files.writeString(temp.resolve("wrong"), WRONG);
  }

  private Path compressed(byte[] bytes, int length) throws IOException {
    Path file = temp.resolve("compressed");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(whole)) {
      out.write(bytes);
    }
    return Files.write(file, Arrays.copyOf(whole.toByteArray(), Math.min(length, whole.size())));
  }

  @Test
  void whatIsRightPasses() throws IOException {
    Path compressed = compressed(RIGHT.getBytes(UTF_8), Integer.MAX_VALUE);
    for (List<Path> files : List.of(List.of(right), List.of(compressed), List.of(right, right))) {
      Run run = run(files.toArray());
      assertEquals(0, run.code(), run::toString);
      assertTrue(run.out().contains("PASS: no rule is broken in "), run::out);
      assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run::out);
    }
  }

  @Test
  void whatIsWrongNamesTheFileAndTheLine() {
    Run run = run(right, wrong);
    assertEquals(1, run.code(), run::toString);
    String text = run.out().replaceAll("\\s+", " ");
    assertTrue(text.contains("FAIL REL-2: " + wrong + ", before line 5: "), run::out);
  }

  /** As a system leaves it that has crashed. */
  @Test
  void whatBreaksOffTakesNoFindingAway() throws IOException {
    Path broken = compressed(RIGHT.getBytes(UTF_8), 40);
    Run alone = run(broken);
    assertEquals(2, alone.code(), alone::toString);
    assertTrue(alone.out().contains("INCONCLUSIVE: " + broken + ": it cannot be read on"));
    Run both = run(wrong, broken);
    assertEquals(1, both.code(), both::toString);
    assertTrue(both.out().contains("FAIL REL-2: " + wrong), both::toString);
  }

  @Test
  void aReportIsLeftInAFolder() throws IOException {
    Run run = run("--report", temp.resolve("r"), right, wrong);
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.out().endsWith("The report: " + temp.resolve("r/index.html") + "\n"), run::out);
    JsonNode report = report();
    assertEquals("FAIL", report.get("verdict").stringValue());
    assertFalse(report.get("interrupted").booleanValue());
    assertEquals(List.of(right.toString(), wrong.toString()), texts(report.get("arguments")));
    assertEquals(0, run("--report", temp.resolve("r"), right).code());
    assertEquals("PASS", report().get("verdict").stringValue());
    assertEquals(64, run("--report", right, right).code());
  }

  private JsonNode report() throws IOException {
    return new JsonMapper().readTree(Files.readString(temp.resolve("r/report.json")));
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  /** What was found stays; and what might still have come is unknown. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whenItIsEndedItLeavesWhatItHas() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName(), "trace"));
    command.addAll(List.of("--follow", wrong.toString(), "--report", temp + "/r"));
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String line = String.valueOf(out.readLine());
      assertTrue(line.startsWith("FAIL REL-2: " + wrong), line); // said while it goes on
      assertEquals("HARNESS_ERROR", report().get("verdict").stringValue(), "at the beginning");
      process.toHandle().destroy();
      assertTrue(out.lines().toList().contains("The report: " + temp + "/r/index.html"));
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(2, process.exitValue());
    }
    assertTrue(report().get("interrupted").booleanValue());
    assertEquals("FAIL", report().get("verdict").stringValue());
    assertEquals(1, report().get("failures").size());
  }

  @Test
  void standardInputIsATraceToo() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(WRONG.getBytes(UTF_8)));
      Run run = run("-");
      assertEquals(1, run.code(), run::toString);
      assertTrue(run.out().contains("standard input, before line 5"), run::out);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void wrongUseIsOneLineAndExits64() {
    for (Object[] args :
        List.of(
            new Object[] {},
            new Object[] {temp.resolve("none")},
            new Object[] {right, temp},
            new Object[] {"-", "-"},
            new Object[] {"--follow", "-"},
            new Object[] {"--follow", right, wrong},
            new Object[] {"--nonsense", right})) {
      Run run = run(args);
      assertEquals(64, run.code(), run::toString);
      assertEquals("", run.out());
      assertTrue(run.err().matches("holdfast: .+ \\(see holdfast trace --help\\)\\R"), run.err());
    }
  }
}
