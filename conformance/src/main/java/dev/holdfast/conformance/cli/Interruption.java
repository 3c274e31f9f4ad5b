package dev.holdfast.conformance.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a command that is interrupted, or told to end, finish what it must not lose; then the
 * process exits with {@value Exit#INCONCLUSIVE}. Open from before the work until everything is
 * written. Safe for any number of threads.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {
  /** For one that cannot be stopped. */
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "holdfast-interruption");
  private boolean wanted;
  private Optional<Thread> worker = Optional.empty();

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end() {
    synchronized (this) {
      wanted = true;
      worker.ifPresent(Thread::interrupt);
    }
    try {
      written.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then it ends at once
    }
    Runtime.getRuntime().halt(Exit.INCONCLUSIVE);
  }

  /** Whether the work is to end. */
  @Override
  public synchronized boolean getAsBoolean() {
    return wanted;
  }

  /**
   * Does work that may be interrupted in its waits.
   *
   * @param work what to do; when it is interrupted it is to return early
   * @return what it returns
   */
  <T> T during(Supplier<T> work) {
    synchronized (this) {
      worker = Optional.of(Thread.currentThread());
    }
    try {
      return work.get();
    } finally {
      synchronized (this) {
        worker = Optional.empty();
        Thread.interrupted(); // what is written next must not be cut short
      }
    }
  }

  @Override
  public void close() {
    written.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends, and the hook with it: it finds everything written.
    }
  }
}
