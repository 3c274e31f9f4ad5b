package dev.holdfast.conformance.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Trace;
import dev.holdfast.impl.linux.MemoryGroup;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The check of real processes, in short. */
@StartsChildren
@EnabledOnOs(OS.LINUX)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinuxCheckTest {
  @TempDir Path temp;

  private final StringWriter out = new StringWriter();

  /** Runs a few scenarios; the exit code. */
  private int check(String... args) {
    String[] words =
        Stream.concat(Stream.of("check", "--linux"), Stream.of(args)).toArray(String[]::new);
    return Main.run(new PrintWriter(out), new PrintWriter(out), words);
  }

  @Test
  void realProcessesKeepTheRulesAndTheRecordingSaysSo() throws Exception {
    Path recording = temp.resolve("recording");
    int code =
        check("--scenarios", "3", "--rule", "REQ-3", "--rule", "HND-1", "--record", "" + recording);
    assertEquals(0, code, out::toString);
    Trace trace = Judge.judge(recording, n -> {});
    assertEquals(Verdict.PASS, trace.verdict(), trace.toString());
    assertEquals(Verdict.PASS, trace.verdict(Rule.REQ_3));
  }

  @Test
  void memoryIsReallyTakenAway() throws IOException {
    Optional<String> obstacle = MemoryGroup.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> "NOT RUN: " + obstacle);
    assertEquals(0, check("--only", "walk-0", "--rule", "MEM-2"), out::toString);
  }

  @Test
  void aFullDiskIsSaidOnceAndTheVerdictStays() {
    int code = check("--scenarios", "1", "--rule", "REQ-3", "--record", "/dev/full");
    assertEquals(2, code, out::toString);
    assertEquals(
        1,
        out.toString().lines().filter(it -> it.contains("nothing more is recorded: ")).count(),
        out::toString);
    assertTrue(out.toString().contains("PASS"), out::toString);
    assertFalse(out.toString().contains("internal error"), out::toString);
  }

  @Test
  void whatDoesNotFitTogetherIsSaid() {
    for (List<String> wrong :
        List.of(
            List.of("--role", "proxy"),
            List.of("--java", "Any", "--role", "device"),
            List.of("--record", temp.toString()))) {
      assertEquals(64, check(wrong.toArray(String[]::new)), wrong::toString);
    }
    assertTrue(out.toString().contains("--linux is a device"), out::toString);
    assertTrue(out.toString().contains("cannot record to"), out::toString);
  }
}
