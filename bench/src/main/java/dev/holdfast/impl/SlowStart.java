package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** How long a request waits for its answer while another resource takes 50 ms to start. */
final class SlowStart {
  private static final long START_NANOS = 50_000_000;
  private static final Domain SLOW = new Domain("slow");
  private static final Domain OTHER = new Domain("other");
  private static final List<ProcessId> ONE = List.of(new ProcessId(1, 1));

  private SlowStart() {}

  static void print(int rounds) {
    long[] waits = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      waits[round] = measure();
    }
    Arrays.sort(waits);
    System.out.printf(
        Locale.ROOT,
        "%nan unrelated request during a start of 50 ms: answered in %.3f ms (median), %.3f ms"
            + " (longest of %d)%n",
        waits[rounds / 2] / 1e6,
        waits[rounds - 1] / 1e6,
        rounds);
  }

  private static long measure() {
    CountDownLatch starting = new CountDownLatch(1);
    long[] answered = new long[1];
    ConcurrentProxy[] proxy = new ConcurrentProxy[1];
    proxy[0] =
        new ConcurrentProxy(
            Catalogue.of("program"),
            said -> {
              if (said.message() instanceof Need need && need.resource().name().equals("slow")) {
                starting.countDown();
                LockSupport.parkNanos(START_NANOS); // what is measured is whoever waits for this
              } else if (said.message() instanceof Need need) {
                proxy[0].deliver(new Envelope(Channel.TARGET, provided(need)));
              } else if (said.message() instanceof Granted) {
                answered[0] = System.nanoTime();
              }
            });
    try (ConcurrentProxy its = proxy[0]) {
      its.deliver(new Envelope(Channel.of(SLOW), new Message.DomainUp(1)));
      its.deliver(new Envelope(Channel.of(OTHER), new Message.DomainUp(1)));
      Thread slow = new Thread(() -> request(its, SLOW, "slow"));
      slow.start();
      starting.await();
      long begun = System.nanoTime();
      request(its, OTHER, "other");
      slow.join();
      return answered[0] - begun;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void request(ConcurrentProxy proxy, Domain domain, String resource) {
    Message request = new Message.Request(1, ONE, new ResourceId(resource));
    proxy.deliver(new Envelope(Channel.of(domain), request));
  }

  private static Message provided(Need need) {
    return new Message.Provided(
        need.resource(), need.attempt(), new Program("program"), 1, new Handle("handle"));
  }
}
