package dev.holdfast.conformance.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceLine.Ends;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Two threads hand on what one would, in the same order, however the bytes come. */
class RelayTest {
  private static List<TraceLine> due(int lines) {
    return IntStream.range(0, lines).<TraceLine>mapToObj(i -> new Ends("d" + i)).toList();
  }

  private static byte[] spelt(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> "{\"control\":\"bye\",\"device\":\"d" + i + "\"}\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  /** A few hundred bytes at a time, so that there are many blocks. */
  private static InputStream inParts(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, 1 + random.nextInt(300)));
      }
    };
  }

  private interface End {
    void come() throws IOException;
  }

  /** No bytes, but an end. */
  private static InputStream ending(End end) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        end.come();
        return -1;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return read();
      }
    };
  }

  /** Takes down what it is handed; what is left to do is to be counted. */
  private static final class Notes implements Relay.Taker {
    private final List<TraceLine> lines = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private int blocks;

    @Override
    public Runnable take(List<TraceLine> more) {
      blocks++;
      lines.addAll(more);
      return done::incrementAndGet;
    }

    void check(int due) {
      assertEquals(due(due), lines);
      assertEquals(blocks, done.get());
    }
  }

  private static void handOn(InputStream in, Relay.Taker taker)
      throws IOException, InterruptedException {
    try (Relay relay = new Relay(Source.of("trace", in), taker)) {
      relay.handOn(() -> {});
    }
  }

  @Property(tries = 100)
  void everyLineIsHandedOnInOrder(@ForAll @IntRange(max = 3000) int lines, @ForAll Random random)
      throws Exception {
    Notes notes = new Notes();
    handOn(inParts(spelt(lines), random), notes);
    notes.check(lines);
  }

  @Property(tries = 100)
  void whatCannotBeReadOnComesAfterAllThatCould(
      @ForAll @IntRange(max = 1000) int lines, @ForAll Random random) {
    IOException broken = new IOException("broken");
    InputStream end =
        ending(
            () -> {
              throw broken;
            });
    Notes notes = new Notes();
    InputStream all = new SequenceInputStream(inParts(spelt(lines), random), end);
    assertSame(broken, assertThrows(IOException.class, () -> handOn(all, notes)));
    notes.check(lines);
  }

  @Property(tries = 100)
  void afterATakerThatFailsNothingIsTaken(
      @ForAll @IntRange(min = 1, max = 1000) int lines, @ForAll Random random) {
    IllegalArgumentException failed = new IllegalArgumentException();
    AtomicInteger left = new AtomicInteger(random.nextInt(20));
    Relay.Taker taker =
        block -> {
          if (left.getAndDecrement() == 0 || block.contains(new Ends("d" + (lines - 1)))) {
            left.set(-1);
            throw failed;
          }
          return () -> {};
        };
    InputStream in = inParts(spelt(lines), random);
    Throwable thrown = assertThrows(IllegalStateException.class, () -> handOn(in, taker));
    assertSame(failed, thrown.getCause());
    assertEquals(-1, left.get());
  }

  /** Interrupted while the source waits for bytes that do not come. */
  @Property(tries = 100)
  void whatWasReadBeforeAnInterruptionIsHandedOn(
      @ForAll @IntRange(min = 1, max = 1000) int lines, @ForAll Random random) {
    Thread main = Thread.currentThread();
    CountDownLatch never = new CountDownLatch(1);
    InputStream silence =
        ending(
            () -> {
              main.interrupt();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new InterruptedIOException();
              }
            });
    Notes notes = new Notes();
    InputStream all = new SequenceInputStream(inParts(spelt(lines), random), silence);
    assertThrows(InterruptedException.class, () -> handOn(all, notes));
    notes.check(lines);
  }
}
