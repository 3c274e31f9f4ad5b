package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the consumer of what is said does, it stops nobody. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsumerTest {
  private static final Domain A = new Domain("A");
  private static final Domain B = new Domain("B");
  private static final ResourceId R = new ResourceId("r");
  private static final Program P = new Program("P");
  private static final ProcessId ONE = new ProcessId(1, 1);
  private static final Handle H = new Handle("h");
  private static final Provided PROVIDED = new Provided(R, 1, P, 1, H);

  @Test
  void throwingStopsNothingAndIsShown() throws InterruptedException {
    List<Envelope> said = new ArrayList<>();
    List<Throwable> shown = new ArrayList<>();
    Consumer<Envelope> throwing =
        message -> {
          said.add(message);
          throw new AssertionError("no");
        };
    Thread caller =
        new Thread(
            () -> {
              try (Port proxy = new ConcurrentProxy(Catalogue.of("P", "r"), throwing)) {
                proxy.deliver(Told.by(A, new DomainUp(1)));
                proxy.deliver(Told.by(A, new Request(1, List.of(ONE), R)));
                proxy.deliver(Told.target(PROVIDED));
              }
            });
    caller.setUncaughtExceptionHandler(
        (thread, thrown) -> {
          shown.add(thrown);
          throw new IllegalStateException("a handler that throws too");
        });
    caller.start();
    caller.join();
    assertEquals(List.of(Told.target(new Need(R, 1)), Told.by(A, new Granted(1, H))), said);
    assertEquals(2, shown.size());
  }

  /** The consumer plays the target OS, and releases as soon as it is granted. */
  @Test
  void mayCallBack() throws InterruptedException {
    List<Envelope> said = new ArrayList<>();
    Later<Consumer<Envelope>> back = new Later<>();
    Consumer<Envelope> consumer =
        message -> {
          said.add(message);
          if (message.message() instanceof Need) {
            back.get().accept(Told.target(PROVIDED));
          } else if (message.message() instanceof Granted) {
            back.get().accept(Told.by(A, new Release(2, ONE, R)));
          }
        };
    try (Port proxy = new ConcurrentProxy(Catalogue.of("P", "r"), consumer)) {
      back.set(proxy::deliver);
      proxy.deliver(Told.by(A, new DomainUp(1)));
      proxy.deliver(Told.by(A, new Request(1, List.of(ONE), R)));
      proxy.sync();
      assertEquals(
          List.of(
              Told.target(new Need(R, 1)),
              Told.by(A, new Granted(1, H)),
              Told.by(A, new Released(2, Released.Outcome.RELEASED)),
              Told.target(new NoLongerNeeded(R, 1))),
          said);
    }
  }

  /** A consumer that waits for another thread's message to have its effect: no lock is held. */
  @Test
  void mayWaitForAnotherThreadsMessage() throws InterruptedException {
    List<Envelope> said = new ArrayList<>();
    Later<Consumer<Envelope>> back = new Later<>();
    Consumer<Envelope> consumer =
        message -> {
          said.add(message);
          if (message.message() instanceof Need) {
            Thread other = new Thread(() -> back.get().accept(Told.by(B, new DomainUp(1))));
            other.start();
            joinNow(other);
          }
        };
    try (ConcurrentProxy proxy = new ConcurrentProxy(Catalogue.of("P", "r"), consumer)) {
      back.set(proxy::deliver);
      proxy.deliver(Told.by(A, new DomainUp(1)));
      proxy.deliver(Told.by(A, new Request(1, List.of(ONE), R)));
      proxy.deliver(Told.by(B, new Request(1, List.of(ONE), R)));
      proxy.sync();
      assertEquals(2, proxy.association().getOrDefault(R, new TreeSet<>()).size());
      assertEquals(List.of(Told.target(new Need(R, 1))), said);
    }
  }

  /** LIV-1: a start that takes as long as it likes keeps no other resource, no domain waiting. */
  @Test
  void aSlowStartKeepsNobodyWaiting() throws InterruptedException {
    ResourceId other = new ResourceId("other");
    Handle handle = new Handle("its");
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch granted = new CountDownLatch(1);
    List<Envelope> said = new CopyOnWriteArrayList<>();
    Later<Consumer<Envelope>> back = new Later<>();
    Consumer<Envelope> consumer =
        message -> {
          said.add(message);
          if (message.message().equals(new Need(R, 1))) {
            starting.countDown();
            Latches.await(granted);
          } else if (message.message().equals(new Need(other, 1))) {
            back.get().accept(Told.target(new Provided(other, 1, P, 1, handle)));
          } else if (message.message() instanceof Granted) {
            granted.countDown();
          }
        };
    try (Port proxy = new ConcurrentProxy(Catalogue.of("P", "r", "other"), consumer)) {
      back.set(proxy::deliver);
      proxy.deliver(Told.by(A, new DomainUp(1)));
      proxy.deliver(Told.by(B, new DomainUp(1)));
      Thread slow = new Thread(() -> proxy.deliver(Told.by(A, new Request(1, List.of(ONE), R))));
      slow.start();
      Latches.await(starting);
      proxy.deliver(Told.by(B, new Request(1, List.of(ONE), other)));
      joinNow(slow);
      assertEquals(
          List.of(
              Told.target(new Need(R, 1)),
              Told.target(new Need(other, 1)),
              Told.by(B, new Granted(1, handle))),
          said);
    }
  }

  /** LIV-1: nor does a target OS keep a program waiting for the listener of another one. */
  @Test
  void aSlowStartOfOneProgramKeepsNoOtherWaiting() throws InterruptedException {
    ResourceId other = new ResourceId("other");
    Program itsProgram = new Program("O");
    Catalogue catalogue =
        new Catalogue(
            new TreeMap<>(Map.of(P, List.of(R), itsProgram, List.of(other))),
            Set.of(),
            Profile.SHED);
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch used = new CountDownLatch(1);
    List<Message> said = new CopyOnWriteArrayList<>();
    Later<Port> back = new Later<>();
    Consumer<Envelope> consumer =
        message -> {
          said.add(message.message());
          if (message.message().equals(new Started(P, 1))) {
            starting.countDown();
            Latches.await(used);
          } else if (message.message() instanceof Started started) {
            back.get().deliver(Told.environment(new Ready(started.program(), 1, other)));
          } else if (message.message() instanceof Provided provided) {
            back.get().deliver(Told.direct(new Use(provided.handle())));
          } else if (message.message() instanceof Used) {
            used.countDown();
          }
        };
    try (Port targetOs = new InMemoryTargetOs(catalogue, consumer)) {
      back.set(targetOs);
      targetOs.deliver(Told.environment(new Message.Boot()));
      said.clear();
      Thread slow = new Thread(() -> targetOs.deliver(Told.target(new Need(R, 1))));
      slow.start();
      Latches.await(starting);
      targetOs.deliver(Told.target(new Need(other, 1)));
      joinNow(slow);
      assertEquals(
          List.of(Started.class, Started.class, AccessGiven.class, Provided.class, Used.class),
          said.stream().map(Message::getClass).toList());
    }
  }

  /**
   * A device's reports are one sequence: while its consumer blocks, what others say takes effect
   * and is reported afterwards.
   */
  @Test
  void aSlowReportKeepsNobodysMessageFromItsEffect() throws InterruptedException {
    CountDownLatch reporting = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    List<Envelope> said = new CopyOnWriteArrayList<>();
    Consumer<Envelope> consumer =
        message -> {
          said.add(message);
          if (message.message() instanceof Started) {
            reporting.countDown();
            Latches.await(free);
          }
        };
    Later<ConcurrentProxy> proxy = new Later<>();
    Port.Factory proxies =
        (catalogue, heard) -> {
          proxy.set(new ConcurrentProxy(catalogue, heard));
          return proxy.get();
        };
    try (Port device =
        new InMemoryDevice(proxies, InMemoryTargetOs::new, Catalogue.of("P", "r"), consumer)) {
      device.deliver(Told.environment(new Message.Boot()));
      device.deliver(Told.by(A, new DomainUp(1)));
      device.deliver(Told.by(B, new DomainUp(1)));
      Request request = new Request(1, List.of(ONE), R);
      Thread slow = new Thread(() -> device.deliver(Told.by(A, request))); // it may report, too
      slow.start();
      Latches.await(reporting);
      said.clear();
      device.deliver(Told.by(B, new Request(1, List.of(ONE), R)));
      device.deliver(Told.by(B, new Release(2, ONE, R)));
      device.deliver(Told.environment(new Ready(P, 1, R)));
      assertEquals(1, proxy.get().association().getOrDefault(R, new TreeSet<>()).size());
      assertEquals(List.of(), said);
      free.countDown();
      joinNow(slow);
      device.sync();
      assertTrue(said.contains(Told.by(B, new Released(2, Released.Outcome.RELEASED))));
      assertTrue(said.get(said.size() - 1).message() instanceof Granted, said::toString);
    }
  }

  @Test
  void mayNotSyncFromWithin() {
    List<Throwable> thrown = new ArrayList<>();
    Later<Port> port = new Later<>();
    Consumer<Envelope> consumer =
        message -> thrown.add(assertThrows(IllegalStateException.class, () -> port.get().sync()));
    try (Port proxy = new ConcurrentProxy(Catalogue.of("P", "r"), consumer);
        Port targetOs = new InMemoryTargetOs(Catalogue.of("P", "r"), consumer);
        Port device = new InMemoryDevice(Catalogue.of("P", "r"), consumer)) {
      port.set(proxy);
      proxy.deliver(Told.by(A, new Message.Malformed("?")));
      port.set(targetOs);
      targetOs.deliver(Told.environment(new Message.Boot()));
      port.set(device);
      device.deliver(Told.environment(new Message.Boot()));
      assertEquals(5, thrown.size());
    }
  }

  @Test
  void mayCloseFromWithin() {
    for (Port.Factory factory : List.<Port.Factory>of(ConcurrentProxy::new, InMemoryDevice::new)) {
      List<Envelope> said = new ArrayList<>();
      Later<Port> port = new Later<>();
      Consumer<Envelope> consumer =
          message -> {
            said.add(message);
            port.get().close();
          };
      port.set(factory.open(Catalogue.of("P", "r"), consumer));
      port.get().deliver(Told.by(A, new Message.Malformed("?")));
      port.get().deliver(Told.by(A, new Message.Malformed("?")));
      assertEquals(1, said.size());
    }
  }

  /** Between proxy and target OS a message is carried even if whoever hears of it throws. */
  @Test
  void aDeviceGoesOnWhenTheConsumerThrows() throws InterruptedException {
    List<Envelope> said = new ArrayList<>();
    List<Throwable> shown = new ArrayList<>();
    Consumer<Envelope> throwing =
        message -> {
          said.add(message);
          Thread.currentThread().setUncaughtExceptionHandler((t, e) -> shown.add(e));
          throw new IllegalStateException("no");
        };
    Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
    try (Port device = new InMemoryDevice(Catalogue.of("P", "r"), throwing)) {
      device.deliver(Told.environment(new Message.Boot()));
      device.deliver(Told.by(A, new DomainUp(1)));
      device.deliver(Told.by(A, new Request(1, List.of(ONE), R)));
      device.sync();
      device.deliver(Told.environment(new Message.Ready(P, 1, R)));
      device.sync();
      assertTrue(said.get(said.size() - 1).message() instanceof Granted, said::toString);
      assertEquals(said.size(), shown.size());
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(before);
    }
  }

  /** HND-2: a proxy that is busy for as long as it likes keeps no handle from being used. */
  @Test
  void useWorksWhileTheProxyIsBusy() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Port.Factory slow =
        (catalogue, said) -> {
          Port proxy = new ConcurrentProxy(catalogue, said);
          return in -> {
            if (in.message() instanceof Message.Malformed) {
              busy.countDown();
              Latches.await(free);
            }
            proxy.deliver(in);
          };
        };
    List<Envelope> said = Collections.synchronizedList(new ArrayList<>());
    Later<Handle> handle = new Later<>();
    Consumer<Envelope> consumer =
        message -> {
          said.add(message);
          if (message.message() instanceof Granted granted) {
            handle.set(granted.handle());
          }
        };
    try (Port device =
        new InMemoryDevice(slow, InMemoryTargetOs::new, Catalogue.of("P", "r"), consumer)) {
      device.deliver(Told.environment(new Message.Boot()));
      device.deliver(Told.by(A, new DomainUp(1)));
      device.deliver(Told.by(A, new Request(1, List.of(ONE), R)));
      device.sync();
      device.deliver(Told.environment(new Message.Ready(P, 1, R)));
      device.sync();
      Thread other =
          new Thread(() -> device.deliver(Told.by(B, new Message.Malformed("long work"))));
      other.start();
      busy.await();
      device.deliver(Told.direct(new Use(handle.get())));
      assertEquals(Told.direct(new Used(1)), said.get(said.size() - 1));
      free.countDown();
      other.join();
    }
  }

  /** HND-2: nor does a target OS that is busy with another message. */
  @Test
  void useWorksWhileTheTargetOsIsBusy() throws InterruptedException {
    List<Envelope> said = new ArrayList<>();
    InMemoryTargetOs targetOs = new InMemoryTargetOs(Catalogue.of("P", "r"), said::add);
    targetOs.deliver(Told.environment(new Message.Boot()));
    targetOs.deliver(Told.target(new Need(R, 1)));
    targetOs.deliver(Told.environment(new Message.Ready(P, 1, R)));
    Handle handle = ((Provided) said.get(said.size() - 1).message()).handle();
    targetOs.whileBusy(
        () -> {
          Thread user = new Thread(() -> targetOs.deliver(Told.direct(new Use(handle))));
          user.start();
          joinNow(user);
        });
    assertEquals(Told.direct(new Used(1)), said.get(said.size() - 1));
    targetOs.close();
  }

  /** A receiver that throws loses a message; that must come out, and must not hang anybody. */
  @Test
  void aLostMessageIsTold() throws InterruptedException {
    RuntimeException reason = new RuntimeException("broken target OS");
    List<Throwable> shown = new ArrayList<>();
    Port.Factory broken =
        (catalogue, said) ->
            in -> {
              Thread.currentThread().setUncaughtExceptionHandler((t, e) -> shown.add(e));
              throw reason;
            };
    try (Port device =
        new InMemoryDevice(ConcurrentProxy::new, broken, Catalogue.of("P", "r"), m -> {})) {
      device.deliver(Told.by(A, new DomainUp(1)));
      device.deliver(Told.by(A, new Request(1, List.of(ONE), R)));
      IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> device.sync());
      assertSame(reason, thrown.getCause());
      assertEquals(List.of(reason), shown);
    }
  }

  /** SEC-1: nobody speaks for the proxy or the environment. */
  @Test
  void aDeviceHearsOnlyTheWordsOfEachChannel() throws InterruptedException {
    List<Envelope> said = new ArrayList<>();
    try (Port device = new InMemoryDevice(Catalogue.of("P", "r"), said::add)) {
      device.deliver(Told.environment(new Message.Boot()));
      said.clear();
      for (Channel channel :
          List.of(Channel.DIRECT, Channel.TARGET, Channel.SEEN, Channel.ENVIRONMENT)) {
        device.deliver(new Envelope(channel, new Need(R, 1)));
        if (channel != Channel.ENVIRONMENT) {
          device.deliver(new Envelope(channel, new LocalUse(P)));
        }
      }
      device.sync();
      assertEquals(List.of(), said);
    }
  }

  private static void joinNow(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
