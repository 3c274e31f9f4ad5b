package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Rule;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@StartsChildren
class MainTest {
  /** What a run left behind. */
  private record Run(int code, String out, String err) {
    void has(String regex) {
      assertTrue(Pattern.compile(regex).matcher(out).find(), regex + " in:\n" + out);
    }

    void fits() {
      assertEquals(
          List.of(),
          out.lines().filter(l -> l.length() > 80 || !l.equals(l.stripTrailing())).toList());
    }
  }

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Run(code, out.toString(), err.toString());
  }

  /** A full disk must not look like a pass. */
  @Test
  void whatCannotBeWrittenIsNoPass() {
    StringWriter err = new StringWriter();
    PrintWriter full =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("full");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    assertEquals(2, Main.run(full, new PrintWriter(err), "spec"));
    assertEquals(
        List.of("holdfast: standard output could not be written"), err.toString().lines().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "--nonsense",
        "explore --nonsense",
        "explore surplus",
        "explore --scope",
        "explore --scope nowhere",
        "explore --scope unknown --scope unknown",
        "explore --fault none",
        "explore --max-states 0",
        "explore --threads 0",
        "explore --max-states -1",
        "explore --max-states 1e99",
        "explore --max-states 99999999999999999999",
        "spec REL-3 XYZ-1",
        "spec XYZ\n1",
        "spec --nonsense"
      })
  void wrongUseIsOneLineAndExits64(String line) {
    Run run = run(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertEquals(64, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().matches("holdfast: .+ \\(see holdfast.* --help\\)\\R"), run.err());
  }

  @Test
  void whatThereIsInsteadIsSaid() {
    String scopes = String.join(", ", Scopes.all().keySet());
    assertAll(
        () -> assertTrue(run("explore", "--scope", "x").err().contains(scopes)),
        () -> assertTrue(run("explore", "--fault", "x").err().contains("over-with-users")),
        () -> assertTrue(run("x").err().contains("explore, spec")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "check --help",
        "replay --help",
        "baseline --help",
        "explain --help",
        "explore --help",
        "spec --help",
        "trace --help"
      })
  void helpHelps(String line) {
    Run run = run(line.split(" ", -1));
    assertEquals(0, run.code());
    assertEquals("", run.err());
    run.has("^Usage: holdfast");
    run.has("64 +wrong usage");
    run.fits();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "explore --version", "spec -V"})
  void versionIsTold(String line) {
    Run run = run(line.split(" ", -1));
    assertEquals(0, run.code());
    run.has("^holdfast .+\\RJava \\d+");
  }

  @Test
  void allRulesFitATable() {
    Run run = run("spec");
    assertEquals(0, run.code());
    run.fits();
    assertEquals(1 + Rule.values().length, run.out().lines().count());
    for (Rule rule : Rule.values()) {
      run.has("(?m)^" + rule.id() + " ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleIsTold(Rule rule) {
    Run run = run("spec", rule.id());
    assertEquals(0, run.code());
    run.fits();
    String words = run.out().replaceAll("\\s+", " ");
    assertTrue(words.contains(rule.text()), words);
    for (Fault fault : Faults.all()) {
      assertEquals(
          fault.rule() == rule, words.contains(fault.name() + ": " + fault.story()), fault.name());
    }
    rule.claimSteps().forEach(step -> assertTrue(words.contains(" " + step + " ("), words));
    run.has("(?m)^check +in (the roles|no role)");
  }

  @Test
  void severalRulesInAnyCase() {
    Run run = run("spec", "rel-3", "MEM_1");
    assertEquals(0, run.code());
    run.has("(?s)^REL-3\\R.*\\R\\RMEM-1\\R");
  }

  @Test
  void scopesAreListed() {
    Run run = run("explore", "--list");
    assertEquals(0, run.code());
    run.fits();
    Scopes.all().keySet().forEach(name -> run.has("(?m)^" + name + "  .*domain"));
  }

  /** The counts are the model's own test's. */
  @Test
  void aScopeIsExplored() {
    Run run = run("explore", "--scope", "unknown", "--threads", "2");
    assertEquals(0, run.code());
    assertEquals("", run.err());
    run.fits();
    run.has("(?m)^states +12,225$");
    run.has("(?m)^transitions +184,389$");
    run.has("(?m)^depth +20$");
    run.has("(?m)^memory +[1-9][0-9]* bytes/state$");
    run.has("(?m)^MEM-5 +60,473 +0$");
    run.has("(?m)^Boot +1 +Pressure +24,448$");
    run.has("never fired in this scope: Crashed, Died,");
    run.has("never arose in this scope: MEM-5, REQ-4,");
    run.has("(?m)^PASS: ");
  }

  @Test
  void aFaultIsFound() {
    Run run = run("explore", "--fault", "over-with-users");
    assertEquals(1, run.code());
    run.has("(?m)^REL-3 is broken\\.");
    run.has("(?m)^  3  A Request\\(1, \\[1\\.1, 2\\.1\\], map\\) -> target Need\\(map, 1\\)$");
    run.has("(?m)^     allowed: A Released\\(2, RELEASED\\)$");
    run.has("(?m)^FAIL: REL-3$");
  }

  @Test
  void aFaultMayNotShow() {
    Run run = run("explore", "--fault", "over-with-users", "--scope", "two-targets");
    assertEquals(0, run.code());
    run.has("(?m)^PASS: .* does not show in this scope\\.$");
  }

  @Test
  void tooManyStatesAreInconclusive() {
    Run run = run("explore", "--scope", "unknown", "--max-states", "100");
    assertEquals(2, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().matches("holdfast: inconclusive: .*100 states.*\\R"), run.err());
  }
}
