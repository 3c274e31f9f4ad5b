package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Malformed;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits, waits long enough and no longer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingTest {
  private static final Domain A = new Domain("A");
  private static final Catalogue CATALOGUE = Catalogue.of("P", "r1", "r2");

  private static final Map<String, Port.Factory> PORTS =
      Map.of("proxy", ConcurrentProxy::new, "device", InMemoryDevice::new);

  @FunctionalInterface
  private interface Wait {
    void on(Port port) throws InterruptedException;
  }

  @Test
  void syncWaitsForTheCallUnderWay() throws InterruptedException {
    for (Map.Entry<String, Port.Factory> entry : PORTS.entrySet()) {
      assertTrue(outlasts(entry.getValue(), Port::sync), entry::getKey);
    }
  }

  @Test
  void closeWaitsForTheCallUnderWay() throws InterruptedException {
    for (Map.Entry<String, Port.Factory> entry : PORTS.entrySet()) {
      assertTrue(outlasts(entry.getValue(), Port::close), entry::getKey);
    }
  }

  /** Whether a wait that begins while the consumer is called ends after that call. */
  private static boolean outlasts(Port.Factory factory, Wait wait) throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    AtomicBoolean returned = new AtomicBoolean();
    AtomicBoolean outlasted = new AtomicBoolean();
    Consumer<Envelope> slow =
        message -> {
          called.countDown();
          Latches.await(free);
          returned.set(true);
        };
    Port port = factory.open(CATALOGUE, slow);
    Thread speaker = new Thread(() -> port.deliver(Told.by(A, new Malformed("?"))));
    speaker.start();
    called.await();
    Thread waiter =
        new Thread(
            () -> {
              try {
                wait.on(port);
                outlasted.set(returned.get());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    waiter.start();
    untilStill(waiter);
    free.countDown();
    waiter.join();
    speaker.join();
    port.close();
    return outlasted.get();
  }

  /** A carrier that is held up in one message leaves the others to the others. */
  @Test
  void messagesOvertake() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    Port.Factory waitsForTheSecond =
        (catalogue, said) ->
            in -> {
              if (in.message().equals(new Need(new ResourceId("r1"), 1))) {
                Latches.await(second);
              } else {
                second.countDown();
              }
            };
    try (Port device =
        new InMemoryDevice(ConcurrentProxy::new, waitsForTheSecond, CATALOGUE, m -> {})) {
      device.deliver(Told.by(A, new DomainUp(1)));
      device.deliver(request(1, "r1"));
      device.deliver(request(2, "r2"));
      device.sync();
      assertEquals(0, second.getCount());
    }
  }

  @Test
  void closeWaitsForTheCarriers() throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Port.Factory slow =
        (catalogue, said) ->
            in -> {
              called.countDown();
              Latches.await(free);
            };
    Port device = new InMemoryDevice(ConcurrentProxy::new, slow, CATALOGUE, m -> {});
    device.deliver(Told.by(A, new DomainUp(1)));
    device.deliver(request(1, "r1"));
    called.await();
    Thread closer = new Thread(device::close);
    closer.start();
    assertEquals(Thread.State.WAITING, untilStill(closer));
    free.countDown();
    closer.join();
  }

  private static Envelope request(long id, String resource) {
    return Told.by(A, new Request(id, List.of(new ProcessId(1, 1)), new ResourceId(resource)));
  }

  /** Until the thread waits or has ended. */
  private static Thread.State untilStill(Thread thread) {
    Thread.State state = thread.getState();
    while (state != Thread.State.WAITING && state != Thread.State.TERMINATED) {
      Thread.onSpinWait();
      state = thread.getState();
    }
    return state;
  }
}
