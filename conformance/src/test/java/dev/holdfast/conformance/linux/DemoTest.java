package dev.holdfast.conformance.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demo, in short. */
@StartsChildren
@EnabledOnOs(OS.LINUX)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {
  @Test
  void theProxyOutlivesWhatTheKernelKills() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "demo",
            "--kills",
            "2",
            "--seconds",
            "100",
            "--programs",
            "2");
    assumeFalse(out.toString().contains("NOT RUN"), out::toString);
    assertEquals(0, code, out + "" + err);
    assertTrue(out.toString().contains("the proxy was hit 0 times"), out::toString);
  }
}
