package dev.holdfast.impl;

import dev.holdfast.model.Envelope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What has been decided and not yet been said, in queues that do not wait for each other. Whoever
 * adds drains, unless somebody already does: so the consumer hears everything of one queue in the
 * order of adding, from one thread at a time, and is never called with a lock held. It may
 * therefore block, throw, or call back into the one who adds.
 *
 * <p>A thread that drains also says what others add meanwhile, and they do not wait for it. What is
 * added by the consumer itself is said after it has returned, at the latest. A queue exists only
 * while something is in it or is being said.
 */
class Outbox {
  private final Consumer<Envelope> consumer;
  private final Object lock = new Object();
  private final Map<Object, Deque<Envelope>> queues = new HashMap<>();

  /** The queues from which nobody takes; none of them is empty. */
  private final Deque<Object> ready = new ArrayDeque<>();

  private final Set<Thread> drainers = new HashSet<>();
  private boolean closed;

  Outbox(Consumer<Envelope> consumer) {
    this.consumer = consumer;
  }

  /** Appends a message. The caller must {@link #drain} afterwards, holding no lock. */
  void add(Object queue, Envelope message) {
    synchronized (lock) {
      if (!closed) {
        queues.computeIfAbsent(queue, this::begun).add(message);
      }
    }
  }

  private Deque<Envelope> begun(Object queue) {
    ready.add(queue);
    return new ArrayDeque<>(2);
  }

  /** Says everything that was added, but for what other threads are saying already. */
  void drain() {
    synchronized (lock) {
      if (ready.isEmpty() || !drainers.add(Thread.currentThread())) {
        return;
      }
    }
    for (Optional<Object> queue = next(); queue.isPresent(); queue = next()) {
      for (Optional<Envelope> it = next(queue.get()); it.isPresent(); it = next(queue.get())) {
        say(it.get());
      }
    }
  }

  private Optional<Object> next() {
    synchronized (lock) {
      Optional<Object> next = Optional.ofNullable(ready.poll());
      if (next.isEmpty()) {
        drainers.remove(Thread.currentThread());
        lock.notifyAll();
      }
      return next;
    }
  }

  private Optional<Envelope> next(Object queue) {
    synchronized (lock) {
      Optional<Envelope> next = Optional.ofNullable(queues.get(queue)).map(Deque::poll);
      if (next.isEmpty()) { // seen under the lock: what is added from now on begins a new queue
        queues.remove(queue);
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
      while (!queues.isEmpty()) {
        lock.wait();
      }
    }
  }

  /** Fails if called by the consumer: whoever waits there waits for itself. */
  void checkNotConsumer() {
    synchronized (lock) {
      if (drainers.contains(Thread.currentThread())) {
        throw new IllegalStateException("sync() called by the consumer of what is said");
      }
    }
  }

  /**
   * Forgets what was not said. When this returns, the consumer is not called any more; but if this
   * is called by the consumer, calls that other threads are in go on.
   */
  void close() {
    synchronized (lock) {
      closed = true;
      ready.forEach(queues::remove);
      ready.clear();
      queues.values().forEach(Deque::clear);
      lock.notifyAll();
      boolean interrupted = false;
      while (!drainers.isEmpty() && !drainers.contains(Thread.currentThread())) {
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
