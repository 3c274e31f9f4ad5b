package dev.holdfast.conformance.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.report.Form;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@StartsChildren
@Timeout(120)
class CheckCommandTest {
  @TempDir Path temp;

  /** What a run left behind. */
  private record Run(int code, String out, String err) {
    void ends(String regex) {
      String words = out.replaceAll("\\s+", " ");
      assertTrue(words.matches(".*" + regex + " ?"), out);
    }
  }

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Run(code, out.toString(), err.toString());
  }

  /** Words after a fixed beginning; {@code ~} is the folder of this test. */
  private Run run(String line) {
    return run(line.replace("~", temp.toString()).split(" ", -1));
  }

  private JsonNode report(String folder) throws IOException {
    JsonNode report =
        JsonMapper.shared().readTree(Files.readString(temp.resolve(folder + "/report.json")));
    assertEquals(Optional.empty(), Form.REPORT.check(report));
    return report;
  }

  private static List<String> texts(JsonNode report, String list, String field) {
    return StreamSupport.stream(report.get(list).spliterator(), false)
        .map(node -> node.get(field).stringValue())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check --level high",
        "check --role king",
        "check --rule REQ-99",
        "check --rule MEM-5 --level core",
        "check --rule MEM-5 --role proxy",
        "check --profile MAYBE",
        "check --requirements 0",
        "check --requirements",
        "check --seed one",
        "check --scenarios 0",
        "check --walks -1",
        "check --orders 9",
        "check --deadline 0",
        "check --quick --role proxy --only nothing",
        "check --java no.such.Thing --role proxy",
        "check --java java.lang.Object --role proxy",
        "check --java java.lang.Math --role proxy",
        "check --java java.lang.Object",
        "check --java java.lang.Object --role proxy -- true",
        "check --java java.lang.Object --role proxy --classpath ~/nowhere",
        "check --classpath ~",
        "check --report ~/file/below",
        "check -- ./no-such-program",
        "check -- .",
        "check -- ~",
        "check --baseline ~/file",
        "check --baseline ~/nowhere",
        "baseline ~/known",
        "baseline ~/known --from ~/file",
        "baseline ~/known --from ~/nowhere",
        "explain",
        "explain ~/nowhere",
        "explain ~/file",
        "explain ~",
        "explain PROTOCOL.md",
        "replay",
        "replay ~/nowhere.json",
        "replay ~/file",
        "replay ~"
      })
  void wrongUseIsOneLineAndExits64(String line) throws IOException {
    Files.writeString(temp.resolve("file"), "{}");
    Run run = run(line);
    assertEquals("", run.out());
    assertTrue(run.err().matches("holdfast: .+ \\(see holdfast.* --help\\)\\R"), run.err());
    assertEquals(64, run.code());
  }

  @Test
  void onlyWhatIsAskedForIsJudged() throws IOException {
    Run level = run("check --quick --scenarios 60 --role proxy --level claim --report ~/r");
    assertEquals(0, level.code(), level.out());
    assertEquals(
        Conformance.CLAIM.rules().stream().map(Rule::id).toList(),
        texts(report("r"), "rules", "id"));
    level.out().lines().filter(l -> !l.startsWith("The report")).forEach(CheckCommandTest::fits);

    Run rules =
        run("check --quick --scenarios 30 --rule REQ-3 --rule end-1 --requirements 1 --report ~/r");
    assertEquals(0, rules.code(), rules.out());
    assertEquals(List.of("REQ-3", "END-1"), texts(report("r"), "rules", "id"));
    assertEquals(
        List.of("target", "device"),
        texts(report("r"), "subjects", "role"),
        "who has to keep them");
  }

  @Test
  void whatIsToBeToldCompletelyIsCounted() throws IOException {
    Run whole = run("check --quick --role proxy --orders 3 --report ~/r");
    assertEquals("all 42", reached(whole));
    JsonNode orders = report("r").get("subjects").get(0).get("reached").get(0);
    assertEquals(42, orders.get("told").intValue());
    assertEquals(42, orders.get("due").intValue());
    Run part = run("check --quick --role proxy --orders 3 --scenarios 80");
    assertTrue(reached(part).matches("[12]\\d of 42"), part.out());
  }

  private static String reached(Run run) {
    return line(run, "every order of up to 3 messages").replaceFirst(".* messages  ", "");
  }

  private static void fits(String line) {
    assertTrue(line.length() <= Text.WIDTH, line);
  }

  @Test
  void aProfileChoosesTheScenarios() {
    Run run = run("check --quick --role target --profile hold --rule MEM-6");
    assertEquals(0, run.code(), run.out());
    Run both = run("check --quick --role target --rule MEM-6");
    assertFalse(both.out().contains(line(run, "target ")), "no choice was made");
  }

  private static String line(Run run, String beginning) {
    return run.out().lines().filter(l -> l.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** A proxy that never says anything, in a file of its own. */
  private void aMute() throws IOException {
    compile("Mute", "return in -> {};");
  }

  private void compile(String name, String open) throws IOException {
    Path source = Files.createDirectories(temp.resolve("src/mute")).resolve(name + ".java");
    Files.writeString(
        source,
        """
        package mute;
        import dev.holdfast.model.*;
        import java.util.concurrent.CountDownLatch;
        import java.util.function.Consumer;
        public class %s implements Port.Factory {
          private int lives;
          public Port open(Catalogue catalogue, Consumer<Envelope> said) { %s }
        }
        """
            .formatted(name, open));
    Path classes = Files.createDirectories(temp.resolve("classes"));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertEquals(0, code);
  }

  @Test
  void aFailureCanBeRunAgainAgainstAnybody() throws IOException {
    aMute();
    String mute = " --java mute.Mute --classpath ~/classes";
    Run check = run("check --quick --role proxy --rule SEC-2 --report ~/r" + mute);
    assertEquals(1, check.code(), check.out());
    check.ends("The report: .*index.html");
    String again = line(check, "      again: ");
    assertTrue(again.contains("replay " + temp + "/r/failure-1.json --java mute.Mute"), again);
    assertEquals(List.of("SEC-2"), texts(report("r"), "failures", "rule"));

    Run still = run("replay ~/r/failure-1.json --role proxy" + mute);
    assertEquals(1, still.code());
    still.ends("FAIL: it still fails, by SEC-2\\.");

    Path file = temp.resolve("r/failure-1.json");
    Files.writeString(file, Files.readString(file).replace("SEC-2", "REQ-9"));
    Run otherwise = run("replay ~/r/failure-1.json --role proxy" + mute);
    assertEquals(1, otherwise.code());
    otherwise.ends("FAIL: it fails no longer by REQ-9, but by SEC-2\\.");

    Run fixed = run("replay ~/r/failure-1.json --times 3");
    assertEquals(0, fixed.code());
    fixed.ends("PASS: it does not fail any more, by REQ-9 or otherwise, in 3 runs\\.");

    Run wrong = run("replay ~/r/failure-1.json --role target");
    assertEquals(64, wrong.code());
  }

  @Test
  void whatIsBrokenBesideIsTold() throws IOException {
    aMute();
    Run run =
        run(
            "check --quick --role proxy --rule HND-1 --report ~/r --java mute.Mute --classpath"
                + " ~/classes");
    assertEquals(2, run.code(), run.out());
    run.ends("cut scenarios short: .*SEC-2.*\\. The report: .*");
    assertTrue(report("r").get("subjects").get(0).get("brokenBeside").has("SEC-2"));
  }

  @Test
  void aBaselineAcceptsWhatIsKnownAndNothingElse() throws IOException {
    aMute();
    String check =
        "check --quick --role proxy --rule SEC-2 --rule REL-2 --report ~/r --java mute.Mute"
            + " --classpath ~/classes";
    assertEquals(1, run(check).code());
    assertEquals(0, run("baseline ~/known --from ~/r/report.json").code());
    String known = Files.readString(temp.resolve("known"));
    assertTrue(known.contains("SEC-2  # A malformed"), known);

    Run accepted = run(check + " --baseline ~/known");
    assertEquals(0, accepted.code(), accepted.out());
    accepted.ends(
        "Broken as the baseline says: .*SEC-2\\. With this baseline: PASS\\. The report.*");
    assertEquals("FAIL", report("r").get("verdict").stringValue());
    assertEquals("PASS", report("r").get("baseline").get("verdict").stringValue());
    String junit = Files.readString(temp.resolve("r/junit.xml"));
    assertTrue(junit.contains("skipped message=\"KNOWN_FAILURE: "), junit);
    assertTrue(junit.contains("failures=\"0\""), junit);

    Files.writeString(temp.resolve("less"), "# nothing\n");
    Run surprise = run(check + " --baseline ~/less");
    assertEquals(1, surprise.code());
    surprise.ends("Broken though not in the baseline: .*SEC-2\\. With this baseline: FAIL\\. .*");

    String fixed = "check --quick --role proxy --rule SEC-2 --rule REL-2 --report ~/r";
    Run stale = run(fixed + " --baseline ~/known");
    assertEquals(1, stale.code(), stale.out());
    stale.ends("Listed in the baseline though not broken any more: .*SEC-2\\. .*: FAIL\\. .*");
    assertTrue(Files.readString(temp.resolve("r/junit.xml")).contains("not broken any more"));
    assertEquals(0, run(fixed + " --baseline ~/less").code());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoIsNoSubjectIsReportedToo() throws IOException {
    Run run = run("check --report ~/r -- true");
    assertEquals(2, run.code());
    run.ends("HARNESS_ERROR: there was nothing to judge, .* The report: .*");
    assertEquals("HARNESS_ERROR", report("r").get("verdict").stringValue());
  }

  /**
   * By the signal that a process can always be sent; an interrupt from the keyboard does the same.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whenItIsEndedItLeavesWhatItHas() throws Exception {
    compile(
        "Stuck",
        """
        if (++lives < 4) return new dev.holdfast.impl.ConcurrentProxy(catalogue, said);
        System.err.println("stuck");
        try { new CountDownLatch(1).await(); } catch (InterruptedException e) { }
        return in -> {};
        """);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("check", "--quick", "--deadline", "100", "--role", "proxy"));
    command.addAll(List.of("--java", "mute.Stuck", "--classpath", temp + "/classes"));
    command.addAll(List.of("--report", temp + "/r"));
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.equals("stuck")) {
        line = err.readLine();
      }
      assertEquals("HARNESS_ERROR", report("r").get("verdict").stringValue(), "at the beginning");
      process.toHandle().destroy();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(2, process.exitValue(), out);
      assertTrue(out.contains("INCONCLUSIVE: interrupted after 3 scenarios"), out);
    }
    JsonNode report = report("r");
    assertTrue(report.get("interrupted").booleanValue());
    assertEquals("INCONCLUSIVE", report.get("verdict").stringValue());
    assertEquals(3, report.get("subjects").get(0).get("scenarios").intValue());
    List<String> verdicts = texts(report, "rules", "verdict");
    assertTrue(verdicts.containsAll(List.of("PASS", "NOT_RUN")), verdicts::toString);
    assertEquals(0, report.get("failures").size());
    assertTrue(Files.readString(temp.resolve("r/junit.xml")).contains("INCONCLUSIVE: interrupted"));
  }
}
