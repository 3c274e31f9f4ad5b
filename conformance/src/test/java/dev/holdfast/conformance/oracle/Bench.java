package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.trace.TraceBench;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Measures the oracle and the trace feed, one thing in a process: how many events a second it
 * follows when their order is known, and how many the optimised proxy makes of the same history;
 * how many messages a second it explains when eight originating OSes speak at once; and what {@link
 * TraceBench} measures.
 *
 * <p>The histories are the model's own, in an order left to chance. What is measured is the time
 * that the one thread has had a processor for; look at the ratios.
 */
public final class Bench {
  private static final int DOMAINS = 8;

  /** How many turns of the talk are judged before the clock is read again: that takes long. */
  private static final int AT_A_TIME = 8;

  private Bench() {}

  /**
   * Measures one thing: a process that has done another is slower or faster.
   *
   * @param args {@code ordered}, {@code implementation}, {@code concurrent}, {@code traces} or
   *     {@code memory}
   * @throws Exception if a history or a trace is not judged rightly
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "ordered" -> ordered(Bench::oracle, "ordered");
      case "implementation" -> ordered(Bench::implementation, "the proxy");
      case "concurrent" -> concurrent();
      case "traces" -> TraceBench.speed();
      case "memory" -> TraceBench.memory();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void ordered(Function<Catalogue, Hearer> who, String name) {
    measure(Feed.ORDERED, 5_000_000, who); // the compiler needs about as many
    head();
    measure(Feed.ORDERED, 5_000_000, who).print(name);
  }

  private static void concurrent() {
    measure(Feed.CONCURRENT, 300_000, Bench::oracle); // for the compiler
    head();
    List<Measured> all = new ArrayList<>();
    for (int messages = 10_000; messages <= 1_000_000; messages *= 10) {
      Measured measured = measure(Feed.CONCURRENT, messages, Bench::oracle);
      measured.print("concurrent");
      all.add(measured);
    }
    System.out.printf(
        Locale.ROOT,
        "%nfrom 10^4 to 10^6 messages: %.2f times as long per message%n",
        all.get(2).each() / all.get(0).each());
  }

  private static void head() {
    System.out.printf("%n%-12s %10s %9s %12s%n", "", "messages", "seconds", "messages/s");
  }

  /** How a history is fed to the oracle. */
  private enum Feed {
    /** A message at a time, and what it caused. */
    ORDERED,
    /** Up to three messages of each domain and what the target OS answers, and what they caused. */
    CONCURRENT
  }

  private record Measured(long messages, long nanos) {
    double each() {
      return (double) nanos / messages;
    }

    void print(String name) {
      System.out.printf(
          Locale.ROOT,
          "%-12s %,10d %9.3f %,12.0f%n",
          name,
          messages,
          nanos / 1e9,
          messages / (nanos / 1e9));
    }
  }

  /** Who is measured. */
  @FunctionalInterface
  private interface Hearer {
    void hear(Recording.Batch batch);
  }

  private static Hearer oracle(Catalogue catalogue) {
    Oracle oracle = new Oracle(Role.PROXY, catalogue);
    return batch -> {
      if (!(oracle.judge(batch.told(), batch.said()) instanceof Explained)) {
        throw new IllegalStateException("not explained: " + batch);
      }
    };
  }

  /** What the oracle's speed can be held against: the optimised proxy, with one thread. */
  private static Hearer implementation(Catalogue catalogue) {
    List<Envelope> said = new ArrayList<>();
    ConcurrentProxy proxy = new ConcurrentProxy(catalogue, said::add);
    return batch -> {
      said.clear();
      batch.told().forEach(proxy::deliver);
      if (said.size() != batch.said().size()) {
        throw new IllegalStateException(said + " is said, and not: " + batch);
      }
    };
  }

  private static Measured measure(Feed feed, long enough, Function<Catalogue, Hearer> who) {
    Talk talk = new Talk(1, DOMAINS, 3, 3);
    Reference proxy = new Reference();
    Hearer hearer = who.apply(talk.catalogue());
    long messages = 0;
    long nanos = 0;
    while (messages < enough) {
      List<Recording.Batch> batches = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        List<Recording.Batch> next = heard(proxy, talk.next(), feed);
        next.forEach(batch -> talk.hear(batch.said()));
        batches.addAll(next);
      }
      long start = now();
      batches.forEach(hearer::hear);
      nanos += now() - start;
      for (Recording.Batch batch : batches) {
        messages += batch.told().size() + batch.said().size();
      }
    }
    return new Measured(messages, nanos);
  }

  private static List<Recording.Batch> heard(Reference proxy, List<Envelope> told, Feed feed) {
    return feed == Feed.CONCURRENT
        ? List.of(proxy.hear(told))
        : told.stream().map(in -> proxy.hear(List.of(in))).toList();
  }

  private static long now() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** A right proxy that hears its channels in an order left to chance. */
  private static final class Reference {
    private final SplittableRandom random = new SplittableRandom(1);
    private Proxy proxy = Proxy.NEW;

    Recording.Batch hear(List<Envelope> told) {
      Map<Channel, Queue<Envelope>> channels = new LinkedHashMap<>();
      List<Queue<Envelope>> queues = new ArrayList<>();
      for (Envelope in : told) {
        if (in.channel().equals(Channel.TARGET)) {
          queues.add(new ArrayDeque<>(List.of(in)));
        } else {
          channels.computeIfAbsent(in.channel(), any -> new ArrayDeque<>()).add(in);
        }
      }
      queues.addAll(channels.values());
      List<Envelope> said = new ArrayList<>();
      while (!queues.isEmpty()) {
        int which = random.nextInt(queues.size());
        Step<Proxy> step = proxy.step(queues.get(which).remove());
        proxy = step.state();
        said.addAll(step.out());
        queues.removeIf(Queue::isEmpty);
      }
      return new Recording.Batch(told, passed(said));
    }

    /** Each channel keeps its order; of two channels the one may be a little late. */
    private List<Envelope> passed(List<Envelope> said) {
      Deque<Envelope> left = new ArrayDeque<>(said);
      List<Envelope> passed = new ArrayList<>();
      List<Envelope> late = new ArrayList<>();
      while (!left.isEmpty() || !late.isEmpty()) {
        if (left.isEmpty() || (!late.isEmpty() && random.nextInt(3) == 0)) {
          passed.add(late.remove(0));
        } else {
          Envelope next = left.remove();
          boolean waits = late.stream().anyMatch(it -> it.channel().equals(next.channel()));
          (waits || random.nextInt(4) == 0 ? late : passed).add(next);
        }
      }
      return passed;
    }
  }
}
