package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The proxy process (C1), for any number of threads: tells an {@link Association}, where the
 * algorithm is, what it hears, and says what that has to say.
 *
 * <p>What the association says is put into an {@link Outbox} at the instant at which it takes
 * effect, and said when the message's own thread has let go of all locks. So the order in which
 * things are said is an order in which they took effect; a domain's channel is FIFO in both
 * directions; and a domain or a target OS that is slow to listen keeps no message from taking
 * effect (LIV-1). The target OS starts and ends nothing under a lock of the proxy.
 *
 * <p>Thread-safe. Messages that are not for a proxy are ignored, and so is everything after {@link
 * #close}; nothing that a domain says makes {@link #deliver} throw (SEC-2).
 */
public final class ConcurrentProxy implements Port {
  private final Outbox outbox;
  private final Association association = new Association(new Said());

  /**
   * A proxy that has heard nothing yet. Fits {@link Port.Factory}.
   *
   * @param catalogue not used: a proxy does not know what its target OS can start
   * @param said takes what the proxy says, on domains' channels and {@link Channel#TARGET}; what is
   *     said to one domain or of one resource by one thread at a time, in the order in which it was
   *     decided; it may block, throw, or call {@link #deliver}
   */
  public ConcurrentProxy(Catalogue catalogue, Consumer<Envelope> said) {
    this(new Outbox(said));
  }

  /** A proxy that says everything through this. */
  ConcurrentProxy(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Takes one message. When this returns the message has had its effect; what it caused may still
   * be on its way to the consumer if another thread is calling that.
   *
   * @param in a message on a domain's channel or on {@link Channel#TARGET}
   */
  @Override
  public void deliver(Envelope in) {
    if (in.channel() instanceof Channel.OfDomain channel) {
      hear(channel.domain(), in.message()); // SEC-1: the channel, not the message, says who
    } else if (in.channel() instanceof Channel.Target) {
      hearTarget(in.message());
    }
    outbox.drain();
  }

  /**
   * Waits until nothing is left to say. While other threads go on delivering this may not be for a
   * long time.
   *
   * @throws IllegalStateException if called by the consumer, which would wait for itself
   */
  @Override
  public void sync() throws InterruptedException {
    outbox.awaitSaid();
  }

  /**
   * Ends the proxy: it says nothing more. Waits for a call of the consumer that is under way,
   * unless this is called by the consumer itself.
   */
  @Override
  public void close() {
    outbox.close();
  }

  /** The association (C8) by resource, for tests: a copy. */
  NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> association() {
    return association.byResource();
  }

  /** The association as it is kept by process, for tests: a copy. */
  NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> associationByProcess() {
    return association.byProcess();
  }

  /** How many sessions each interest counts, for tests: a copy of those above 0. */
  NavigableMap<ResourceId, Integer> sessionCounts() {
    return association.counted();
  }

  private void hear(Domain domain, Message message) {
    if (message instanceof DomainUp up) {
      association.domainUp(domain, up.epoch());
      return;
    }
    Optional<Session> session = association.session(domain);
    if (message instanceof DomainDown) {
      association.domainDown(domain);
    } else if (session.isPresent() && message instanceof Request request) {
      session
          .get()
          .request(request.id(), request.processes(), association.interest(request.resource()));
    } else if (session.isPresent() && message instanceof Release release) {
      hear(session.get(), release);
    } else if (session.isPresent() && message instanceof ProcessExited exited) {
      session.get().exited(exited.process().pid(), exited.process().incarnation());
    } else { // SEC-2
      session.ifPresentOrElse(
          Session::invalid, () -> say(domain, new Message.Error(Reason.INVALID)));
    }
  }

  private void hear(Session session, Release release) {
    ProcessId who = release.process();
    association
        .known(release.resource())
        .ifPresentOrElse(
            its -> session.release(release.id(), who.pid(), who.incarnation(), its),
            () -> session.release(release.id()));
  }

  private void hearTarget(Message message) {
    if (message instanceof Provided it) {
      association
          .known(it.resource())
          .ifPresent(
              its ->
                  association.provided(
                      its,
                      it.attempt(),
                      association.runs(it.program()),
                      it.generation(),
                      it.handle()));
    } else if (message instanceof StartFailed it) {
      association
          .known(it.resource())
          .ifPresent(its -> association.startFailed(its, it.attempt(), it.reason()));
    } else if (message instanceof Died it) {
      association.died(it.program(), it.generation(), it.cause());
    }
  }

  private void say(Domain domain, Message.ToDomain message) {
    outbox.add(domain, new Envelope(Channel.of(domain), message));
  }

  private void ask(Message.ToTarget message) {
    outbox.add(message.resource(), new Envelope(Channel.TARGET, message));
  }

  /** Puts what is said into words. */
  private final class Said implements Voice {
    @Override
    public void need(ResourceId resource, int attempt) {
      ask(new Need(resource, attempt));
    }

    @Override
    public void noLongerNeeded(ResourceId resource, int attempt) {
      ask(new NoLongerNeeded(resource, attempt));
    }

    @Override
    public void granted(Domain domain, long id, Handle handle) {
      say(domain, new Granted(id, handle));
    }

    @Override
    public void refused(Domain domain, long id, Reason reason) {
      say(domain, new Refused(id, reason));
    }

    @Override
    public void released(Domain domain, long id, Outcome outcome) {
      say(domain, new Released(id, outcome));
    }

    @Override
    public void targetDied(
        Domain domain, ProcessId process, ResourceId resource, int generation, Cause cause) {
      say(domain, new TargetDied(process, resource, generation, cause));
    }

    @Override
    public void error(Domain domain, Reason reason) {
      say(domain, new Message.Error(reason));
    }
  }
}
