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

/**
 * How long a request waits for its answer while another resource takes 50 ms to start; beside it,
 * how long it waits where that one has started at once, which is what the machine itself adds.
 */
final class SlowStart {
  private static final long START_NANOS = 50_000_000;
  private static final Domain SLOW = new Domain("slow");
  private static final Domain OTHER = new Domain("other");
  private static final List<ProcessId> ONE = List.of(new ProcessId(1, 1));

  private SlowStart() {}

  static void print(int rounds) {
    long[] during = new long[rounds];
    long[] beside = new long[rounds];
    for (int round = 0; round < rounds; round++) { // in turn, so that both see the same machine
      during[round] = measure(START_NANOS);
      beside[round] = measure(0);
    }
    System.out.printf("%nan unrelated request is answered, in ms (of %d)%n", rounds);
    print("during a start of 50 ms", during);
    print("the start done at once", beside);
  }

  private static void print(String when, long[] waits) {
    Arrays.sort(waits);
    System.out.printf(
        Locale.ROOT,
        "  %-24s median %6.3f   90 %% %6.3f   longest %6.3f%n",
        when,
        waits[waits.length / 2] / 1e6,
        waits[waits.length * 9 / 10] / 1e6,
        waits[waits.length - 1] / 1e6);
  }

  private static long measure(long startNanos) {
    CountDownLatch starting = new CountDownLatch(1);
    long[] answered = new long[1];
    ConcurrentProxy[] proxy = new ConcurrentProxy[1];
    proxy[0] =
        new ConcurrentProxy(
            Catalogue.of("program"),
            said -> {
              if (said.message() instanceof Need need && need.resource().name().equals("slow")) {
                starting.countDown();
                LockSupport.parkNanos(startNanos); // what is measured is whoever waits for this
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
