package dev.holdfast.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.Twin;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight domains and a target OS talk to the concurrent proxy, each in a thread of its own and
 * without waiting for answers, batch after batch; the oracle explains every batch, and finds what
 * is wrong only when threads meet. With {@code -Pstress} ten million messages instead of a hundred
 * thousand.
 */
class LongHistoriesTest {
  private static final boolean LONG = Boolean.getBoolean("holdfast.long");
  private static final long ENOUGH = LONG ? 10_000_000 : 100_000;

  /** After so many batches a new proxy is told. */
  private static final int LIFE = 1000;

  @TempDir private Path folder;

  /** How much was told and said, and what the oracle made of the last of it. */
  private record History(long messages, Judgement judgement) {}

  @Test
  void everyBatchIsExplained() throws SubjectException {
    long start = System.nanoTime();
    History history = history(ConcurrentProxy::new, ENOUGH);
    assertInstanceOf(Explained.class, history.judgement());
    System.out.printf(
        "%d messages explained in %.1f s%n", history.messages(), (System.nanoTime() - start) / 1e9);
  }

  /**
   * Another thread adds to a queue between the seeing that it is empty and the forgetting of it.
   */
  @Test
  void aMessageThatIsLostOnlyWhenThreadsMeetIsMissed() throws Exception {
    Twin twin =
        new Twin(
            "forgets-a-queue-late",
            "Outbox",
            """
                  if (next.isEmpty()) { // seen under the lock: what is added from now on begins a new queue
                    queues.remove(queue);
                    lock.notifyAll();
                  }
                  return next;
                }
            """,
            """
                  if (next.isPresent()) {
                    return next;
                  }
                }
                Thread.yield();
                synchronized (lock) {
                  queues.remove(queue);
                  lock.notifyAll();
                  return Optional.empty();
                }
            """);
    try (Loader loader = new Loader(twin.compile(folder))) {
      History history = history(loader.proxy(), 50 * ENOUGH);
      System.out.printf("the wrong twin was found after %d messages%n", history.messages());
      assertInstanceOf(Refuted.class, history.judgement());
    }
  }

  /** Lives of proxies, until there were enough messages or a batch is not explained. */
  private static History history(Port.Factory factory, long enough) throws SubjectException {
    long messages = 0;
    long shown = 0;
    try (Subject proxy = new PortSubject(Role.PROXY, "proxy", factory, Duration.ofSeconds(20))) {
      for (long seed = 1; messages < enough; seed++) {
        Talk talk = Talk.of(seed);
        proxy.reset(talk.catalogue());
        Oracle oracle = new Oracle(Role.PROXY, talk.catalogue());
        for (int i = 0; i < LIFE && messages < enough; i++) {
          List<Envelope> told = talk.next();
          List<Envelope> said = proxy.exchange(told);
          talk.hear(said);
          messages += told.size() + said.size();
          Judgement judgement = oracle.judge(told, said);
          if (!(judgement instanceof Explained)) {
            return new History(messages, judgement);
          }
        }
        if (LONG && messages - shown >= 500_000) {
          shown = messages;
          System.out.println(messages + " messages");
        }
      }
    }
    return new History(messages, new Explained(List.of()));
  }

  /** Takes the implementation from a folder first. */
  private static final class Loader extends URLClassLoader {
    Loader(Path first) throws IOException {
      super(
          new URL[] {
            first.toUri().toURL(),
            ConcurrentProxy.class.getProtectionDomain().getCodeSource().getLocation()
          },
          ConcurrentProxy.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ConcurrentProxy.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    Port.Factory proxy() throws ReflectiveOperationException {
      var constructor =
          loadClass(ConcurrentProxy.class.getName())
              .getConstructor(
                  dev.holdfast.model.Catalogue.class, java.util.function.Consumer.class);
      return (catalogue, said) -> {
        try {
          return (Port) constructor.newInstance(catalogue, said);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      };
    }
  }
}
