package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several domains speak at once, each in its own thread. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyThreadsTest {
  private static final int DOMAINS = 4;
  private static final int MESSAGES = 3000;
  private static final Program P = new Program("P");
  private static final Program Q = new Program("Q");
  private static final List<ResourceId> OF_P = List.of(new ResourceId("p1"), new ResourceId("p2"));
  private static final List<ResourceId> OF_Q = List.of(new ResourceId("q"));
  private static final List<ResourceId> RESOURCES =
      List.of(OF_P.get(0), OF_P.get(1), OF_Q.get(0), new ResourceId("unknown"));

  private static Catalogue catalogue(Profile profile) {
    return new Catalogue(new TreeMap<>(Map.of(P, OF_P, Q, OF_Q)), Set.of(), profile);
  }

  // ---------------------------------------------------------------- the proxy

  /** The consumer plays the target OS and answers at once, out of the call in which it is asked. */
  @RepeatedTest(5)
  void aProxyKeepsItsBooks() throws InterruptedException {
    Log log = new Log();
    Later<ConcurrentProxy> port = new Later<>();
    Set<Object> inside = ConcurrentHashMap.newKeySet();
    ConcurrentProxy proxy =
        new ConcurrentProxy(
            catalogue(Profile.SHED),
            message -> {
              Object about =
                  message.message() instanceof Message.ToTarget it
                      ? it.resource()
                      : message.channel();
              assertTrue(inside.add(about), "two at a time");
              synchronized (log) {
                log.add(message);
              }
              if (message.message() instanceof Need need) {
                port.get().deliver(Told.target(answer(need)));
              }
              inside.remove(about);
            });
    port.set(proxy);
    List<Throwable> failures =
        together(DOMAINS, n -> new Talk(proxy, domain(n), n).lots(MESSAGES).goodbye());
    proxy.sync();
    assertEquals(List.of(), failures);
    assertEquals(Map.of(), proxy.association());
    assertEquals(Map.of(), proxy.associationByProcess());
    assertEquals(Map.of(), proxy.sessionCounts());
    log.checkNeeds();
    proxy.close();
  }

  private static Message answer(Need need) {
    Program program = OF_P.contains(need.resource()) ? P : Q;
    return need.attempt() % 5 == 0
        ? new StartFailed(need.resource(), need.attempt(), Reason.START_FAILED)
        : new Provided(
            need.resource(),
            need.attempt(),
            program,
            need.attempt(),
            new Handle(need.resource() + "-" + need.attempt()));
  }

  /** Many processes, each with a resource of its own, exit: not one may look at all the others. */
  @Test
  void anExitCostsWhatItsProcessHolds() {
    int many = 100_000;
    List<Envelope> said = new ArrayList<>();
    try (ConcurrentProxy proxy = new ConcurrentProxy(Catalogue.of("P"), said::add)) {
      Domain domain = domain(0);
      proxy.deliver(Told.by(domain, new DomainUp(1)));
      for (int i = 1; i <= many; i++) {
        List<ProcessId> process = List.of(new ProcessId(i, 1));
        proxy.deliver(Told.by(domain, new Request(2L * i - 1, process, new ResourceId("r" + i))));
        proxy.deliver(Told.by(domain, new Request(2L * i, process, RESOURCES.get(0))));
      }
      for (int i = 1; i <= many; i++) {
        proxy.deliver(Told.by(domain, new ProcessExited(new ProcessId(i, 1))));
      }
      assertEquals(Map.of(), proxy.association());
      assertEquals(2 * (many + 1) + 2 * many, said.size());
    }
  }

  // ---------------------------------------------------------------- the device

  @RepeatedTest(5)
  void aDeviceThatShedsComesToRest() throws InterruptedException {
    aDeviceComesToRest(Profile.SHED);
  }

  @RepeatedTest(5)
  void aDeviceThatHoldsComesToRest() throws InterruptedException {
    aDeviceComesToRest(Profile.HOLD);
  }

  private static void aDeviceComesToRest(Profile profile) throws InterruptedException {
    Log log = new Log();
    Later<ConcurrentProxy> proxy = new Later<>();
    Later<InMemoryTargetOs> targetOs = new Later<>();
    Port.Factory proxies =
        (catalogue, said) -> {
          proxy.set(new ConcurrentProxy(catalogue, said));
          return proxy.get();
        };
    Port.Factory targets =
        (catalogue, said) -> {
          targetOs.set(new InMemoryTargetOs(catalogue, said));
          return targetOs.get();
        };
    InMemoryDevice device = new InMemoryDevice(proxies, targets, catalogue(profile), log::add);
    device.deliver(Told.environment(new Message.Boot()));
    AtomicInteger talking = new AtomicInteger(DOMAINS);
    List<Throwable> failures =
        together(
            DOMAINS + 1,
            n -> {
              if (n == DOMAINS) {
                Random random = new Random();
                while (talking.get() > 0) {
                  log.live(device, random);
                }
              } else {
                try {
                  new Talk(device, domain(n), n).lots(MESSAGES).goodbye();
                } finally {
                  talking.decrementAndGet();
                }
              }
            });
    assertEquals(List.of(), failures);
    device.deliver(Told.environment(new Message.Pressure(Level.NONE)));
    device.sync();
    for (Program program : List.of(P, Q)) {
      device.deliver(Told.environment(new Message.LocalDone(program)));
    }
    // What a process on its way out kept waiting may start once more, and ends at once (LIV-2).
    for (boolean more = true; more; device.sync()) {
      more = log.exits(device);
    }
    device.close();
    assertEquals(Map.of(), proxy.get().association());
    assertEquals(Map.of(), proxy.get().associationByProcess());
    assertEquals(0, targetOs.get().processCount());
    assertEquals(0, targetOs.get().handleCount());
    log.checkNeeds();
    log.checkClosed();
    log.checkAnswers(MESSAGES);
    log.checkCauses();
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(t -> t.isAlive() && t.getName().startsWith("holdfast-carrier")),
        "a carrier outlives its device");
  }

  // ---------------------------------------------------------------- who talks, who listens

  private static Domain domain(int n) {
    return new Domain("D" + n);
  }

  private interface Work {
    void of(int n);
  }

  /** Runs the work in several threads that begin together; returns what they threw. */
  private static List<Throwable> together(int count, Work work) throws InterruptedException {
    Collection<Throwable> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch start = new CountDownLatch(count);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int n = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.countDown();
                  start.await();
                  work.of(n);
                } catch (Throwable thrown) {
                  failures.add(thrown);
                }
              });
      thread.setUncaughtExceptionHandler((t, thrown) -> failures.add(thrown));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }

  /** What one domain says. */
  private static final class Talk {
    private final Port port;
    private final Domain domain;
    private final Random random;
    private final int[] incarnations = {1, 1, 1};
    private int epoch = 1;
    private int id;

    Talk(Port port, Domain domain, long seed) {
      this.port = port;
      this.domain = domain;
      this.random = new Random(seed);
      say(new DomainUp(epoch));
    }

    private void say(Message message) {
      port.deliver(Told.by(domain, message));
    }

    private ProcessId process() {
      int pid = random.nextInt(incarnations.length);
      return new ProcessId(pid + 1, incarnations[pid]);
    }

    Talk lots(int count) {
      while (id < count) {
        ResourceId resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
        int kind = random.nextInt(40);
        if (kind < 20) {
          say(new Request(++id, List.of(process()), resource));
        } else if (kind < 36) {
          say(new Release(++id, process(), resource));
        } else if (kind < 39) {
          ProcessId exits = process();
          say(new ProcessExited(exits));
          incarnations[exits.pid() - 1]++;
        } else if (random.nextInt(10) == 0) {
          say(new DomainUp(++epoch)); // ids go on: so each is used once in the whole log
        }
      }
      return this;
    }

    void goodbye() {
      for (int pid = 1; pid <= incarnations.length; pid++) {
        say(new ProcessExited(new ProcessId(pid, incarnations[pid - 1])));
      }
    }
  }

  /** What was said, and the environment that listens to it. */
  private static final class Log {
    private final List<Envelope> said = new ArrayList<>();
    private final Map<Program, Integer> generations = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Gone> leaving = new ConcurrentLinkedQueue<>();
    private final Later<Handle> newest = new Later<>();

    /** Called by one thread at a time, each after the other: no lock. */
    void add(Envelope envelope) {
      said.add(envelope);
      Message message = envelope.message();
      if (message instanceof Started started) {
        generations.put(started.program(), started.generation());
      } else if (message instanceof Ending ending) {
        leaving.add(new Gone(ending.program(), ending.generation()));
      } else if (message instanceof Killed killed
          && killed.victim() instanceof Victim.TargetProcess victim) {
        leaving.add(new Gone(victim.program(), victim.generation()));
      } else if (message instanceof Provided provided) {
        newest.set(provided.handle());
      }
    }

    /** The processes of the target OS get ready, exit and crash; memory is wanted or not. */
    void live(Port device, Random random) {
      generations.forEach(
          (program, generation) ->
              (program.equals(P) ? OF_P : OF_Q)
                  .forEach(
                      resource ->
                          device.deliver(
                              Told.environment(new Ready(program, generation, resource)))));
      exits(device);
      Program program = random.nextBoolean() ? P : Q;
      int kind = random.nextInt(100);
      if (kind < 3) {
        int generation = generations.getOrDefault(program, 1);
        device.deliver(Told.environment(new Message.Crashed(program, generation)));
      } else if (kind < 13) {
        List<Level> levels = List.of(Level.values());
        Level level = levels.get(random.nextInt(levels.size()));
        device.deliver(Told.environment(new Message.Pressure(level)));
      } else if (kind < 18) {
        device.deliver(Told.environment(new Message.LocalUse(program)));
      } else if (kind < 23) {
        device.deliver(Told.environment(new Message.LocalDone(program)));
      } else if (kind < 40) {
        newest.ifSet().ifPresent(handle -> device.deliver(Told.direct(new Use(handle))));
      }
    }

    /** Whoever was told to end, or killed, exits; whether anybody did. */
    boolean exits(Port device) {
      boolean any = false;
      for (Optional<Gone> gone = Optional.ofNullable(leaving.poll());
          gone.isPresent();
          gone = Optional.ofNullable(leaving.poll())) {
        any = true;
        device.deliver(Told.environment(gone.get()));
      }
      return any;
    }

    /** Attempts of a resource follow each other; each NoLongerNeeded closes one Need, once. */
    void checkNeeds() {
      Map<ResourceId, Integer> attempts = new TreeMap<>();
      Set<Need> open = new HashSet<>();
      for (Envelope envelope : said) {
        if (envelope.message() instanceof Need need) {
          assertEquals(attempts.getOrDefault(need.resource(), 0) + 1, need.attempt(), "attempt");
          attempts.put(need.resource(), need.attempt());
          open.add(need);
        } else if (envelope.message() instanceof NoLongerNeeded over) {
          assertTrue(open.remove(new Need(over.resource(), over.attempt())), over::toString);
        }
      }
      assertEquals(RESOURCES.size(), attempts.size(), "not every resource was needed");
    }

    /** At rest every Need is closed: by a NoLongerNeeded, a failed start, or a death (REL-3). */
    void checkClosed() {
      Set<Need> open = new HashSet<>();
      said(Need.class).forEach(open::add);
      said(NoLongerNeeded.class).forEach(m -> open.remove(new Need(m.resource(), m.attempt())));
      said(StartFailed.class).forEach(m -> open.remove(new Need(m.resource(), m.attempt())));
      for (Died died : said(Died.class)) {
        said(Provided.class).stream()
            .filter(p -> p.program().equals(died.program()))
            .filter(p -> p.generation() == died.generation())
            .forEach(p -> open.remove(new Need(p.resource(), p.attempt())));
      }
      assertEquals(Set.of(), open, "needs that nothing closed");
    }

    private <M extends Message> List<M> said(Class<M> kind) {
      return said.stream().map(Envelope::message).filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Every id is answered at most once; and once, unless its domain went down before. */
    void checkAnswers(int ids) {
      for (int n = 0; n < DOMAINS; n++) {
        Channel channel = Channel.of(domain(n));
        List<Long> answered =
            said.stream()
                .filter(e -> e.channel().equals(channel))
                .map(Envelope::message)
                .flatMap(m -> id(m).stream())
                .toList();
        assertEquals(answered.size(), Set.copyOf(answered).size(), "answered twice");
        assertTrue(answered.size() > ids * 9 / 10, () -> "only " + answered.size() + " answers");
      }
    }

    private static Optional<Long> id(Message message) {
      if (message instanceof Granted granted) {
        return Optional.of(granted.id());
      } else if (message instanceof Refused refused) {
        return Optional.of(refused.id());
      }
      return message instanceof Released released ? Optional.of(released.id()) : Optional.empty();
    }

    /** Nothing is reported before what it comes of. */
    void checkCauses() {
      Set<Message> before = new HashSet<>();
      Set<Handle> provided = new HashSet<>();
      for (Envelope envelope : said) {
        Message message = envelope.message();
        if (message instanceof Provided p) {
          assertTrue(before.contains(new Need(p.resource(), p.attempt())), p::toString);
          assertTrue(
              before.contains(new AccessGiven(p.program(), p.generation(), p.resource())),
              p::toString);
          provided.add(p.handle());
        } else if (message instanceof StartFailed f) {
          assertTrue(before.contains(new Need(f.resource(), f.attempt())), f::toString);
        } else if (message instanceof Granted g) {
          assertTrue(provided.contains(g.handle()), g::toString);
        } else if (message instanceof Message.TargetDied t) {
          assertTrue(
              List.of(P, Q).stream()
                  .anyMatch(p -> before.contains(new Died(p, t.generation(), t.cause()))),
              t::toString);
        } else if (message instanceof Exited e) {
          assertTrue(before.contains(new Started(e.program(), e.generation())), e::toString);
        } else if (message instanceof Started s && s.generation() > 1) {
          assertTrue(
              before.contains(new Exited(s.program(), s.generation() - 1)), s::toString); // REQ-3
        }
        before.add(message);
      }
    }
  }
}
