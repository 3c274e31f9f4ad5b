package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.wire.TraceLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The lines of a source, read by a thread of its own, which is ahead of whoever takes them by a few
 * blocks at most. For one taker.
 */
final class ReadAhead implements AutoCloseable {
  private static final int BLOCKS = 8;
  private static final int BLOCK = 1 << 17;

  private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private boolean interrupted;

  private sealed interface Part {}

  private record Some(List<TraceLine> lines) implements Part {}

  private record End() implements Part {}

  private record Broken(Throwable cause) implements Part {}

  ReadAhead(Source source) {
    reader = new Thread(() -> read(source), "holdfast-trace");
    reader.setDaemon(true); // it may wait for bytes that never come
    reader.start();
  }

  private void read(Source source) {
    try {
      Part last;
      try {
        InputStream in = source.open();
        Lines lines = new Lines(in, BLOCK);
        while (!lines.ended()) {
          parts.put(new Some(lines.next()));
        }
        last = new End();
      } catch (IOException | RuntimeException | Error e) {
        last = new Broken(e);
      }
      parts.put(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody takes any more
    }
  }

  /**
   * The next lines.
   *
   * @return empty if there are no more
   * @throws IOException if they cannot be read
   * @throws InterruptedException if this thread was interrupted and all that was read is taken
   */
  Optional<List<TraceLine>> next() throws IOException, InterruptedException {
    Part part = take();
    if (part instanceof Broken broken) {
      if (broken.cause() instanceof IOException e) {
        throw e;
      }
      throw new IllegalStateException(broken.cause());
    }
    return part instanceof Some some ? Optional.of(some.lines()) : Optional.empty();
  }

  private Part take() throws InterruptedException {
    try {
      if (!interrupted) {
        return parts.take();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    Part part = parts.poll();
    if (part == null) {
      throw new InterruptedException();
    }
    return part;
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
