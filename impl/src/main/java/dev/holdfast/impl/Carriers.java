package dev.holdfast.impl;

import dev.holdfast.model.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Carries messages between proxy and target OS: none is lost or duplicated, and any may overtake.
 * Several threads carry at once, and each picks at random among what waits.
 */
final class Carriers {
  private final Consumer<Envelope> deliver;
  private final Object lock = new Object();
  private final List<Envelope> waiting = new ArrayList<>();
  private final List<Thread> threads;
  private boolean closed;

  /** Starts daemon threads: a device that nobody closes does not keep the virtual machine alive. */
  Carriers(int count, Consumer<Envelope> deliver) {
    this.deliver = deliver;
    threads =
        IntStream.rangeClosed(1, count)
            .mapToObj(n -> new Thread(this::work, "holdfast-carrier-" + n))
            .toList();
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
  }

  void carry(Envelope message) {
    synchronized (lock) {
      waiting.add(message);
      lock.notify();
    }
  }

  private void work() {
    for (Optional<Envelope> next = next(); next.isPresent(); next = next()) {
      deliver.accept(next.get());
    }
  }

  private Optional<Envelope> next() {
    synchronized (lock) {
      while (waiting.isEmpty() && !closed) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Failures.show(e); // nobody here interrupts: only a consumer can have asked for it
        }
      }
      if (closed) {
        return Optional.empty();
      }
      int last = waiting.size() - 1;
      int pick = ThreadLocalRandom.current().nextInt(waiting.size());
      Envelope picked = waiting.get(pick);
      waiting.set(pick, waiting.get(last));
      waiting.remove(last);
      return Optional.of(picked);
    }
  }

  /** Forgets what waits and waits for the threads to end, except for the one that calls this. */
  void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
      lock.notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive() && thread != Thread.currentThread()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
