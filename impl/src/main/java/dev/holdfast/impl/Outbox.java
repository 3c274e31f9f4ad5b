package dev.holdfast.impl;

import dev.holdfast.model.Envelope;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What has been decided and not yet been said. Whoever adds drains, unless somebody already does:
 * so the consumer hears everything in the order of adding, from one thread at a time, and is never
 * called with a lock held. It may therefore block, throw, or call back into the one who adds.
 *
 * <p>A thread that drains also says what others add meanwhile, and they do not wait for it.
 */
final class Outbox {
  private final Consumer<Envelope> consumer;
  private final Object lock = new Object();
  private final ArrayDeque<Envelope> queue = new ArrayDeque<>();
  private Optional<Thread> drainer = Optional.empty();
  private boolean closed;

  Outbox(Consumer<Envelope> consumer) {
    this.consumer = consumer;
  }

  /** Appends a message. The caller must {@link #drain} afterwards, holding no lock. */
  void add(Envelope message) {
    synchronized (lock) {
      if (!closed) {
        queue.add(message);
      }
    }
  }

  /** Says everything that was added, or leaves it to the thread that is saying it already. */
  void drain() {
    synchronized (lock) {
      if (drainer.isPresent() || queue.isEmpty()) {
        return;
      }
      drainer = Optional.of(Thread.currentThread());
    }
    for (Optional<Envelope> next = next(); next.isPresent(); next = next()) {
      say(next.get());
    }
  }

  private Optional<Envelope> next() {
    synchronized (lock) {
      Optional<Envelope> next = Optional.ofNullable(queue.poll());
      if (next.isEmpty()) { // seen under the lock: what is added from now on finds no drainer
        drainer = Optional.empty();
        lock.notifyAll();
      }
      return next;
    }
  }

  /** Whatever the consumer throws is its own affair; it is shown, and the next message is said. */
  private void say(Envelope message) {
    try {
      consumer.accept(message);
    } catch (Throwable thrown) {
      Failures.show(thrown);
    }
  }

  /**
   * Waits until nothing is left to say.
   *
   * @throws IllegalStateException if called by the consumer, which would wait for itself
   * @throws InterruptedException if the wait is interrupted
   */
  void awaitSaid() throws InterruptedException {
    synchronized (lock) {
      checkNotConsumer();
      while (drainer.isPresent() || !queue.isEmpty()) {
        lock.wait();
      }
    }
  }

  /** Fails if called by the consumer: whoever waits there waits for itself. */
  void checkNotConsumer() {
    synchronized (lock) {
      if (isDrainer()) {
        throw new IllegalStateException("sync() called by the consumer of what is said");
      }
    }
  }

  private boolean isDrainer() {
    return drainer.equals(Optional.of(Thread.currentThread()));
  }

  /** Forgets what was not said. When this returns, the consumer is not called any more. */
  void close() {
    synchronized (lock) {
      closed = true;
      queue.clear();
      lock.notifyAll();
      boolean interrupted = false;
      while (drainer.isPresent() && !isDrainer()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
