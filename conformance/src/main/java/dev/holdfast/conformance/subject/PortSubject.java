package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Java feed: a subject behind its {@link Port}. A batch on several channels is told by a thread
 * per channel, all at once.
 */
public final class PortSubject implements Subject {
  private final Role role;
  private final String name;
  private final Port.Factory factory;
  private final Duration deadline;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "holdfast-subject");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Envelope> said = new ArrayList<>();
  private Optional<Port> port = Optional.empty();
  private int life;
  private boolean saidNull;

  /**
   * A subject.
   *
   * @param role what it is
   * @param name what to call it
   * @param factory makes a fresh one for every scenario
   * @param deadline how long a batch may take
   */
  public PortSubject(Role role, String name, Port.Factory factory, Duration deadline) {
    this.role = role;
    this.name = name;
    this.factory = factory;
    this.deadline = deadline;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void reset(Catalogue catalogue) throws SubjectException {
    shut();
    int own;
    synchronized (said) {
      own = ++life;
      said.clear();
      saidNull = false;
    }
    port =
        await(() -> Optional.ofNullable(factory.open(catalogue, envelope -> hear(own, envelope))));
    if (port.isEmpty()) {
      throw new SubjectException(Kind.BROKE_OFF, "its factory made nothing");
    }
  }

  private void hear(int own, Envelope envelope) {
    synchronized (said) {
      if (own == life) { // an earlier life that speaks on speaks to nobody
        Optional.ofNullable(envelope).ifPresentOrElse(said::add, () -> saidNull = true);
      }
    }
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    Port current = port.orElseThrow(() -> new IllegalStateException("not reset"));
    synchronized (said) {
      if (!said.isEmpty()) {
        throw new SubjectException(
            Kind.MALFORMED, "it spoke on without cause after sync: " + said.get(0));
      }
    }
    Map<Channel, List<Envelope>> channels = new LinkedHashMap<>();
    for (Envelope in : batch) {
      channels.computeIfAbsent(in.channel(), any -> new ArrayList<>()).add(in);
    }
    if (channels.size() <= 1) {
      await(
          () -> {
            batch.forEach(current::deliver);
            current.sync();
            return true;
          });
    } else {
      tellAtOnce(current, List.copyOf(channels.values()));
    }
    synchronized (said) {
      if (saidNull) {
        throw new SubjectException(Kind.MALFORMED, "it said null");
      }
      List<Envelope> all = List.copyOf(said);
      said.clear();
      for (Envelope envelope : all) {
        if (!role.says(envelope)) {
          throw new SubjectException(
              Kind.MALFORMED, "it said what its role does not have: " + envelope);
        }
      }
      return all;
    }
  }

  private void tellAtOnce(Port current, List<List<Envelope>> channels) throws SubjectException {
    CyclicBarrier start = new CyclicBarrier(channels.size());
    List<Future<Boolean>> tellings = new ArrayList<>();
    for (List<Envelope> channel : channels) {
      tellings.add(
          threads.submit(
              () -> {
                start.await();
                channel.forEach(current::deliver);
                return true;
              }));
    }
    for (Future<Boolean> telling : tellings) {
      await(telling);
    }
    await(
        () -> {
          current.sync();
          return true;
        });
  }

  private <T> T await(Callable<T> work) throws SubjectException {
    return await(threads.submit(work));
  }

  private <T> T await(Future<T> work) throws SubjectException {
    try {
      return work.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      work.cancel(true);
      throw new SubjectException(
          Kind.SILENT, "it did not finish within " + deadline.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new SubjectException(Kind.BROKE_OFF, "it threw " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SubjectException(Kind.SILENT, "the check was interrupted");
    }
  }

  private void shut() throws SubjectException {
    Optional<Port> old = port;
    port = Optional.empty();
    if (old.isPresent()) {
      await(
          () -> {
            old.get().close();
            return true;
          });
    }
  }

  @Override
  public void close() {
    try {
      shut();
    } catch (SubjectException e) {
      port = Optional.empty(); // it does not close; its threads are daemons
    }
    threads.shutdownNow();
  }
}
