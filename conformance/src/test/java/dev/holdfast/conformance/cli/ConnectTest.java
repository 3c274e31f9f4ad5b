package dev.holdfast.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.subject.Listener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check --connect}. */
@StartsChildren
@Timeout(120)
class ConnectTest {
  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private String words() {
    return out.toString().replaceAll("\\s+", " ");
  }

  @Test
  void whoListensIsJudged() throws Exception {
    try (Listener listener = Listener.ofProxy(Listener.unix(temp))) {
      assertEquals(0, run("check", "--quick", "--connect", listener.address().text()), words());
    }
    assertTrue(words().contains(" PASS: every rule that applies was checked"), words());
  }

  @Test
  void whoHasAnotherRoleIsNot() throws Exception {
    try (Listener listener = Listener.ofProxy(Listener.tcp())) {
      String address = listener.address().text();
      assertEquals(64, run("check", "--quick", "--role", "target", "--connect", address));
    }
    assertTrue(err.toString().startsWith("holdfast: the program says that it is a proxy"));
  }

  @Test
  void whereNobodyListensThereIsNothingToJudge() {
    String address = "unix:" + temp.resolve("nobody");
    assertEquals(2, run("check", "--connect", address));
    assertTrue(words().contains("HARNESS_ERROR: there was nothing to judge, for nobody"), words());
    assertTrue(words().contains(address), words());
    assertEquals("", err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check --connect",
        "check --connect tcp:example.org:80",
        "check --connect localhost:80",
        "check --connect unix:/nobody -- true",
        "check --connect unix:/nobody --java java.lang.Object --role proxy"
      })
  void wrongUseIsOneLineAndExits64(String line) {
    assertEquals(64, run(line.split(" ", -1)));
    assertEquals("", out.toString());
    assertTrue(err.toString().matches("holdfast: .+ \\(see holdfast check --help\\)\\R"));
  }
}
