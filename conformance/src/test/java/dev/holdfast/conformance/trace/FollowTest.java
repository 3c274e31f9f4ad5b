package dev.holdfast.conformance.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file is read while it grows. What to do at its end is up to the test: nobody sleeps. */
@Timeout(60)
class FollowTest {
  private static final int RIGHT = 0;

  @TempDir Path temp;

  private final BlockingQueue<Finding> found = new LinkedBlockingQueue<>();
  private final Judge judge = new Judge(found::add);
  private Path file = Path.of("");

  @BeforeEach
  void create() throws IOException {
    file = Files.createFile(temp.resolve("live"));
  }

  private void append(String text) {
    try {
      Files.writeString(file, text, UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Trace follow(Growing.Patience patience) throws IOException, InterruptedException {
    try (Source source = Source.following(file, patience)) {
      judge.judge(source, read -> {});
    }
    return judge.trace();
  }

  @Test
  void whatIsAppendedIsSeenHoweverItComes() throws Exception {
    String text = new String(Traces.bytes(Traces.trace("a", RIGHT)), UTF_8);
    Queue<String> pieces = new ArrayDeque<>();
    for (int at = 0; at < text.length(); at += 99) {
      pieces.add(text.substring(at, Math.min(at + 99, text.length())));
    }
    Trace trace =
        follow(
            () -> {
              boolean more = !pieces.isEmpty();
              if (more) {
                append(pieces.remove());
              }
              return more;
            });
    assertEquals(Traces.judge(text.getBytes(UTF_8)), trace);
    assertEquals(Verdict.PASS, trace.verdict());
  }

  /** The file ends in the middle of another device: what is wrong is said before anything else. */
  @Test
  void whatIsWrongIsSaidAtOnce() throws Exception {
    List<String> wrong = Traces.wrong("wrong");
    Queue<Runnable> steps = new ArrayDeque<>();
    steps.add(() -> append(String.join("\n", Traces.trace("right", RIGHT).subList(0, 5)) + "\n"));
    steps.add(() -> append(String.join("\n", wrong) + "\n"));
    BlockingQueue<Finding> seen = new LinkedBlockingQueue<>();
    Trace trace =
        follow(
            () -> {
              if (steps.isEmpty()) {
                seen.add(found.take());
                return false;
              }
              steps.remove().run();
              return true;
            });
    Finding first = seen.remove();
    assertEquals(Verdict.FAIL, first.verdict());
    assertTrue(first.sentence().startsWith("device 'wrong' in "), first::sentence);
    assertEquals(Verdict.FAIL, trace.verdict());
    assertEquals(2, trace.findings().size(), "the other one breaks off");
  }

  /** All that had been read is judged, and whoever lives is neither right nor wrong. */
  @Test
  void whoeverInterruptsGetsTheVerdictSoFar() throws Exception {
    append(new String(Traces.bytes(Traces.trace("done", RIGHT)), UTF_8));
    append(String.join("\n", Traces.trace("live", RIGHT).subList(0, 6)) + "\n{\"dev");
    Thread judging = Thread.currentThread();
    assertThrows(
        InterruptedException.class,
        () ->
            follow(
                () -> {
                  judging.interrupt();
                  new CountDownLatch(1).await();
                  return true;
                }));
    Trace trace = judge.trace();
    assertEquals(Verdict.INCONCLUSIVE, trace.verdict());
    assertEquals(2, trace.devices());
    assertEquals(1, trace.findings().size(), trace.findings()::toString);
    String sentence = trace.findings().get(0).sentence();
    assertTrue(sentence.startsWith("device 'live' in "), sentence);
    assertTrue(sentence.endsWith("the judging was interrupted"), sentence);
  }

  @Test
  void aFileThatBecomesShorterIsNoTrace() throws Exception {
    append("{\"control\":");
    Trace trace =
        follow(
            () -> {
              try {
                Files.write(file, new byte[0]);
              } catch (IOException broken) {
                throw new UncheckedIOException(broken);
              }
              return true;
            });
    assertEquals(Verdict.INCONCLUSIVE, trace.verdict());
    String found = trace.findings().get(0).sentence();
    assertTrue(found.endsWith("it cannot be read on: it has become shorter"), found);
  }
}
