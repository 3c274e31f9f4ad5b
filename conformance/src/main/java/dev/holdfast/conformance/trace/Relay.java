package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The lines of a source, handed on block by block by two runners in turn: while one hands on its
 * block, the other reads the next one and understands its lines. So a line is judged by the thread
 * that understood it, while the processor's cache still has it, and only what is judged goes from
 * one thread to the other.
 *
 * <p>A runner cuts a block off the source while it holds {@code reading}, and numbers it while it
 * holds the monitor of this. It waits until all blocks with lower numbers are handed on, and hands
 * its own on without a lock. So the taker has one caller at a time, and what one call did happens
 * before the next: between the two the one runner leaves the monitor and the other enters it. What
 * the taker leaves to be done in any order is done before the block counts as done; whoever waits
 * for the end sees it, for the same reason.
 */
final class Relay implements AutoCloseable {
  private static final int RUNNERS = 2;

  /** How many bytes are read at a time. */
  static final int BLOCK = 1 << 17;

  private final Source source;
  private final Taker taker;
  private final List<Thread> runners;
  private final TraceReader reader = new TraceReader();
  private final Object reading = new Object();

  // Guarded by reading.
  private Optional<Blocks> blocks = Optional.empty();

  // Guarded by this.
  private long cut;
  private long handed;
  private long done;
  private boolean over;
  private Optional<Throwable> broken = Optional.empty();

  /** Takes the lines of one block after another. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes the lines of a block, after those of all blocks before it.
     *
     * @param lines what they say
     * @return what is left to do, at the same time as others
     */
    Runnable take(List<TraceLine> lines);
  }

  /** The lines of a source, for a taker. */
  Relay(Source source, Taker taker) {
    this.source = source;
    this.taker = taker;
    runners =
        IntStream.rangeClosed(1, RUNNERS)
            .mapToObj(number -> new Thread(this::run, "holdfast-trace-" + number))
            .toList();
  }

  /**
   * Hands on all lines.
   *
   * @param meanwhile what this thread does whenever a block is done, and at the end
   * @throws IOException if they cannot be read; those before are handed on
   * @throws InterruptedException if this thread was interrupted; what was read until then is handed
   *     on
   */
  void handOn(Runnable meanwhile) throws IOException, InterruptedException {
    for (Thread runner : runners) {
      runner.setDaemon(true); // it may wait for bytes that never come
      runner.start();
    }
    boolean interrupted = awaitEnd(meanwhile);
    synchronized (this) {
      if (broken.isPresent() && broken.get() instanceof IOException e) {
        throw e;
      } else if (broken.isPresent()) {
        throw new IllegalStateException(broken.get());
      }
    }
    if (interrupted) {
      throw new InterruptedException();
    }
  }

  /** Whether it came by interruption. */
  private boolean awaitEnd(Runnable meanwhile) {
    boolean interrupted = false;
    boolean ended = false;
    long seen = 0;
    while (!ended) {
      synchronized (this) {
        while (done == seen && !isEnded()) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
            over = true;
          }
        }
        seen = done;
        ended = isEnded();
      }
      meanwhile.run();
    }
    return interrupted;
  }

  private synchronized boolean isEnded() {
    return over && done >= cut;
  }

  private void run() {
    try {
      for (Optional<Numbered> next = next(); next.isPresent(); next = next()) {
        List<TraceLine> lines = next.get().block().lines(reader);
        awaitTurn(next.get().number());
        Runnable rest = taker.take(lines);
        handed();
        rest.run();
        done();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody takes any more
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
  }

  private record Numbered(long number, Block block) {}

  private Optional<Numbered> next() {
    synchronized (reading) {
      if (isOver()) {
        return Optional.empty();
      }
      try {
        if (blocks.isEmpty()) {
          blocks = Optional.of(new Blocks(source.open(), BLOCK));
        }
        return numbered(blocks.get().next());
      } catch (IOException e) {
        end(Optional.of(e));
        return Optional.empty();
      }
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private synchronized Optional<Numbered> numbered(Optional<Block> block) {
    if (block.isEmpty()) {
      end(Optional.empty());
    }
    return over ? Optional.empty() : Optional.of(new Numbered(cut++, block.orElseThrow()));
  }

  private synchronized void awaitTurn(long number) throws InterruptedException {
    while (handed < number) {
      wait();
    }
  }

  private synchronized void handed() {
    handed++;
    notifyAll();
  }

  private synchronized void done() {
    done++;
    notifyAll();
  }

  /** Nothing more is read. */
  private synchronized void end(Optional<Throwable> why) {
    broken = over ? broken : why;
    over = true;
    notifyAll();
  }

  /** A block cannot be handed on, so none after it can. */
  private synchronized void giveUp(Throwable why) {
    over = true;
    broken = Optional.of(why);
    cut = done;
    notifyAll();
  }

  @Override
  public void close() {
    runners.forEach(Thread::interrupt);
  }
}
