package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Port;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A device of one proxy and one target OS. What domains say goes to the proxy; what the environment
 * does, and what originating processes say on {@link Channel#DIRECT}, goes to the target OS and
 * never near the proxy (HND-2). Messages between the two are carried by threads of the device and
 * may overtake each other.
 *
 * <p><b>What is reported.</b> Everything that either says, the messages between them included, in
 * an order that respects causes: a message is reported before anything that it causes. The consumer
 * is called by one thread at a time, and without any lock, so it may block, throw, or call {@link
 * #deliver}. A message between proxy and target OS is given to a carrier only when the consumer has
 * returned from hearing of it.
 *
 * <p><b>Why the order respects causes.</b> What either says of one thing (the proxy to a domain or
 * of a resource, the target OS of a program) it says in the order in which it decided it; all of it
 * goes through one {@link Outbox}, which is first in, first out; and neither hears of what the
 * other decided except by a message that has left that outbox.
 *
 * <p><b>What a slow consumer keeps waiting.</b> Everything that is not yet reported, of every
 * domain and program: the reports are one sequence, and a message between proxy and target OS is
 * one of them. What is delivered meanwhile takes effect all the same, and {@link #deliver} does not
 * wait. So a consumer that starts real processes does that in threads of its own; or it is the
 * listener of an {@link InMemoryTargetOs} by itself, which keeps programs apart.
 *
 * <p><b>When everything has happened.</b> A count is kept of what is under way: a call of {@link
 * #deliver}, a message not yet reported, a message not yet carried. Each is counted before the one
 * that caused it ends, so the count is zero only when nothing is under way anywhere (LIV-1).
 *
 * <p>Thread-safe. On each channel only that channel's words reach the target OS, so that nobody can
 * say what is for the proxy or the environment to say (SEC-1); everything else delivered there is
 * ignored, and so is what is delivered on {@link Channel#TARGET} or {@link Channel#SEEN}, and
 * everything after {@link #close}.
 */
public final class InMemoryDevice implements Port {
  /** Three overtake each other; more only cost. */
  private static final int CARRIERS = 3;

  private final Consumer<Envelope> said;
  private final Port proxy;
  private final Port targetOs;
  private final Outbox outbox;
  private final Carriers carriers;
  private final Object lock = new Object();
  private long underWay;

  /** How often nothing was under way: a short such moment must not escape one who waits for it. */
  private long rests;

  private boolean closed;
  private Optional<Throwable> failure = Optional.empty();

  /**
   * A device of a {@link ConcurrentProxy} and an {@link InMemoryTargetOs} that has not booted. Fits
   * {@link Port.Factory}.
   *
   * @param catalogue what its target OS can start
   * @param said takes what is reported
   */
  public InMemoryDevice(Catalogue catalogue, Consumer<Envelope> said) {
    this(ConcurrentProxy::new, InMemoryTargetOs::new, catalogue, said);
  }

  /**
   * A device of any proxy and any target OS that do all their work, and say all that comes of it,
   * in threads that are in their {@code deliver}.
   *
   * @param proxy makes the proxy
   * @param targetOs makes the target OS
   * @param catalogue what the target OS can start
   * @param said takes what is reported
   */
  public InMemoryDevice(
      Port.Factory proxy, Port.Factory targetOs, Catalogue catalogue, Consumer<Envelope> said) {
    this.said = said;
    this.outbox = new Outbox(this::report);
    this.proxy = proxy.open(catalogue, this::hear);
    this.targetOs = targetOs.open(catalogue, this::hear);
    this.carriers = new Carriers(CARRIERS, this::arrive);
  }

  /**
   * Takes one message and lets the proxy or the target OS act on it in this thread; what follows
   * from that may happen in others.
   *
   * @param in a message on a domain's channel, {@link Channel#ENVIRONMENT} or {@link
   *     Channel#DIRECT}
   */
  @Override
  public void deliver(Envelope in) {
    if (!begin()) {
      return;
    }
    try {
      boolean fromEnvironment =
          in.channel() instanceof Channel.Environment
              && in.message() instanceof Message.FromEnvironment;
      boolean direct =
          in.channel() instanceof Channel.Direct && in.message() instanceof Message.ToProcess;
      if (in.channel() instanceof Channel.OfDomain) {
        proxy.deliver(in);
      } else if (fromEnvironment || direct) {
        targetOs.deliver(in);
      }
    } finally {
      end();
    }
  }

  /**
   * Waits until nothing is under way.
   *
   * @throws IllegalStateException if called by the consumer, which would wait for itself; or if a
   *     message between proxy and target OS was lost because its receiver threw, now or before
   */
  @Override
  public void sync() throws InterruptedException {
    outbox.checkNotConsumer();
    synchronized (lock) {
      long before = rests;
      while (underWay > 0 && rests == before && !closed) {
        lock.wait();
      }
      if (failure.isPresent()) {
        throw new IllegalStateException(
            "a message between proxy and target OS was lost", failure.get());
      }
    }
  }

  /**
   * Ends the device: what is under way is forgotten, nothing more is reported, and its threads have
   * ended when this returns. It waits for a call of the consumer that is under way, unless this is
   * called by the consumer itself; its thread then ends after that.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    outbox.close();
    carriers.close();
    proxy.close();
    targetOs.close();
  }

  /** What either says. */
  private void hear(Envelope message) {
    if (begin()) {
      outbox.add(this, message);
      outbox.drain();
    }
  }

  /** Reported first, carried afterwards; carried even if the consumer throws. */
  private void report(Envelope message) {
    try {
      said.accept(message);
    } finally {
      if (message.channel() instanceof Channel.Target) {
        carriers.carry(message); // still counted, until it has arrived
      } else {
        end();
      }
    }
  }

  /** In a carrier's thread, which must survive whatever the receiver throws. */
  private void arrive(Envelope message) {
    try {
      Port receiver = message.message() instanceof Message.ToTarget ? targetOs : proxy;
      receiver.deliver(message);
    } catch (Throwable thrown) {
      synchronized (lock) {
        failure = failure.or(() -> Optional.of(thrown));
      }
      Failures.show(thrown);
    } finally {
      end();
    }
  }

  private boolean begin() {
    synchronized (lock) {
      if (!closed) {
        underWay++;
      }
      return !closed;
    }
  }

  private void end() {
    synchronized (lock) {
      underWay--;
      if (underWay == 0) {
        rests++;
        lock.notifyAll();
      }
    }
  }
}
