package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A proxy and a target OS in this virtual machine, to be used from Java: what is a pair of messages
 * in the protocol is a method and its result here.
 *
 * <pre>{@code
 * try (LocalDevice device = new LocalDevice(targetOs, catalogue)) {
 *   LocalDevice.OriginatingOs android = device.up(new Domain("android"), 1, death -> retry(death));
 *   Handle handle = android.request(camera, new ProcessId(4711, 1)).join();
 *   use(handle);
 *   android.release(camera, new ProcessId(4711, 1)).join();
 *   android.down();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Results are handed over, and deaths told, one after the other and without a lock,
 * by threads that report for the device. So what depends on a result, and whoever is told of a
 * death, may call back; but must not wait there for another result, which could not be handed over.
 * What has to wait belongs in a thread of its own, as {@link CompletableFuture#thenApplyAsync} and
 * its like have it.
 */
public final class LocalDevice implements AutoCloseable {
  private final Map<Domain, OriginatingOs> domains = new ConcurrentHashMap<>();
  private final InMemoryDevice device;

  /** What the domains say, in the order of their ids, without a lock: results may call back. */
  private final Outbox channels;

  /** The proxy refused a request; nothing of it remains. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    RefusedException(ResourceId resource, Reason reason) {
      super("the request of " + resource + " was refused: " + reason);
      this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the reason that the proxy gave
     */
    public Reason reason() {
      return reason;
    }
  }

  /** The domain went down, or the device was closed, before there was an answer. */
  public static final class DownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DownException(Domain domain) {
      super(domain + " is down");
    }
  }

  /**
   * A device.
   *
   * @param targetOs makes the target OS: it hears Need and NoLongerNeeded on {@link Channel#TARGET}
   *     and says Provided, StartFailed and Died there; it may take its time, for each resource by
   *     itself
   * @param catalogue what the target OS can start
   */
  public LocalDevice(Port.Factory targetOs, Catalogue catalogue) {
    device = new InMemoryDevice(ConcurrentProxy::new, targetOs, catalogue, this::hear);
    channels = new Outbox(device::deliver);
  }

  /**
   * An originating OS has booted. Its last boot is over by that (DTH-2).
   *
   * @param domain which
   * @param epoch which boot it is, from 1; greater than any before
   * @param deaths told when a target process dies that a process of the domain uses (DTH-3); by any
   *     thread, one after the other; may call back, but not wait for a result
   * @return what its processes use the device through
   */
  public OriginatingOs up(Domain domain, int epoch, Consumer<TargetDied> deaths) {
    OriginatingOs next = new OriginatingOs(domain, deaths);
    List<CompletableFuture<?>> open;
    synchronized (domains) {
      open =
          Optional.ofNullable(domains.put(domain, next)).map(OriginatingOs::end).orElse(List.of());
      next.say(new DomainUp(epoch));
    }
    next.fail(open);
    channels.drain();
    return next;
  }

  /**
   * Waits until nothing is under way.
   *
   * @throws InterruptedException if the wait is interrupted
   */
  public void sync() throws InterruptedException {
    channels.awaitSaid();
    device.sync();
  }

  private void hear(Envelope said) {
    if (said.channel() instanceof Channel.OfDomain channel) {
      Optional.ofNullable(domains.get(channel.domain())).ifPresent(its -> its.hear(said.message()));
    }
  }

  /** Ends the device. What was not answered fails with {@link DownException}. */
  @Override
  public void close() {
    channels.close();
    device.close();
    domains.values().forEach(its -> its.fail(its.end()));
  }

  /** One boot of an originating OS. Thread-safe. */
  public final class OriginatingOs {
    private final Domain domain;
    private final Consumer<TargetDied> deaths;
    private final Map<Long, Asked> requests = new HashMap<>();
    private final Map<Long, CompletableFuture<Boolean>> releases = new HashMap<>();
    private long lastId;
    private boolean down;

    private record Asked(ResourceId resource, CompletableFuture<Handle> handle) {}

    private OriginatingOs(Domain domain, Consumer<TargetDied> deaths) {
      this.domain = domain;
      this.deaths = deaths;
    }

    /**
     * Processes of this domain want to interact with a resource (C2).
     *
     * @param resource which
     * @param processes who: at least one, each pid once
     * @return the handle for direct use (C7), the same for all processes; or fails with {@link
     *     RefusedException} or {@link DownException}
     */
    public CompletableFuture<Handle> request(ResourceId resource, ProcessId... processes) {
      CompletableFuture<Handle> handle = new CompletableFuture<>();
      synchronized (this) {
        if (down) {
          handle.completeExceptionally(new DownException(domain));
          return handle;
        }
        lastId++;
        requests.put(lastId, new Asked(resource, handle));
        say(new Request(lastId, List.of(processes), resource));
      }
      channels.drain();
      return handle;
    }

    /**
     * A process does not interact with a resource any more (C9).
     *
     * @param resource which
     * @param process who
     * @return whether it did; or fails with {@link DownException}
     */
    public CompletableFuture<Boolean> release(ResourceId resource, ProcessId process) {
      CompletableFuture<Boolean> held = new CompletableFuture<>();
      synchronized (this) {
        if (down) {
          held.completeExceptionally(new DownException(domain));
          return held;
        }
        lastId++;
        releases.put(lastId, held);
        say(new Release(lastId, process, resource));
      }
      channels.drain();
      return held;
    }

    /**
     * A process has exited: it releases all that it held or waited for (DTH-1).
     *
     * @param process which
     */
    public void exited(ProcessId process) {
      synchronized (this) {
        if (!down) {
          say(new ProcessExited(process));
        }
      }
      channels.drain();
    }

    /** The domain is down: nothing of it remains (DTH-2). */
    public void down() {
      List<CompletableFuture<?>> open;
      synchronized (this) {
        if (!down) {
          say(new DomainDown());
        }
        open = end();
      }
      fail(open);
      channels.drain();
    }

    /** With the lock held, so that the channel's order is that of the ids. */
    private void say(Message message) {
      channels.add(domain, new Envelope(Channel.of(domain), message));
    }

    private void hear(Message message) {
      if (message instanceof Granted granted) {
        asked(granted.id()).ifPresent(its -> its.handle.complete(granted.handle()));
      } else if (message instanceof Refused it) {
        asked(it.id())
            .ifPresent(
                its ->
                    its.handle.completeExceptionally(
                        new RefusedException(its.resource, it.reason())));
      } else if (message instanceof Released released) {
        Optional<CompletableFuture<Boolean>> its;
        synchronized (this) {
          its = Optional.ofNullable(releases.remove(released.id()));
        }
        its.ifPresent(held -> held.complete(released.outcome() == Released.Outcome.RELEASED));
      } else if (message instanceof TargetDied died) {
        deaths.accept(died);
      }
    }

    private synchronized Optional<Asked> asked(long id) {
      return Optional.ofNullable(requests.remove(id));
    }

    /** Says nothing more; returns what was not answered. */
    private synchronized List<CompletableFuture<?>> end() {
      down = true;
      List<CompletableFuture<?>> open =
          Stream.<CompletableFuture<?>>concat(
                  requests.values().stream().map(Asked::handle), releases.values().stream())
              .toList();
      requests.clear();
      releases.clear();
      return open;
    }

    /** Without a lock: what depends on a result may wait for another thread. */
    private void fail(List<CompletableFuture<?>> open) {
      open.forEach(its -> its.completeExceptionally(new DownException(domain)));
    }
  }
}
