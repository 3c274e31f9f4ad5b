package dev.holdfast.conformance.trace;

import com.sun.management.OperatingSystemMXBean;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Measures the trace feed: from bytes to the verdict, with two threads. */
public final class TraceBench {
  private static final int RUNS = 5;
  private static final int WARM_UPS = 6;

  /** How often to look what is in use: for all lengths as often. */
  private static final int LOOKS = 20;

  /** About so many a message has, with its share of syncs. */
  private static final int BYTES = 134;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private TraceBench() {}

  /**
   * How fast traces in memory are read and judged, by the time for which the one thread has a
   * processor, and as a whole by the clock.
   */
  public static void speed() throws IOException, InterruptedException {
    System.out.printf(
        "%n%-14s %10s %12s %12s %12s %6s%n",
        "messages/s of", "messages", "read alone", "judge alone", "as a whole", "cores");
    for (int devices : new int[] {1, 100}) {
      Endless trace = new Endless(devices, 1_000_000);
      byte[] bytes = trace.readAllBytes();
      Measured both = measure(() -> judge(new ByteArrayInputStream(bytes)));
      Measured read = measure(() -> read(bytes, lines -> {}));
      List<List<TraceLine>> blocks = new ArrayList<>();
      read(bytes, blocks::add);
      Measured judged = measure(() -> judge(blocks));
      System.out.printf(
          Locale.ROOT,
          "%-14s %,10d %,12.0f %,12.0f %,12.0f %6.1f%n",
          devices + (devices == 1 ? " device" : " devices"),
          trace.messages(),
          trace.messages() / read.own(),
          trace.messages() / judged.own(),
          trace.messages() / both.seconds(),
          both.all() / both.seconds());
    }
  }

  /** How much memory is in use while traces of different lengths are judged. */
  public static void memory() throws IOException, InterruptedException {
    System.out.printf(
        "%n%-12s %9s %12s %15s %15s%n",
        "messages", "seconds", "messages/s", "bytes: median", "most");
    for (long messages = 1_000_000; messages <= 100_000_000; messages *= 10) {
      Endless trace = new Endless(100, messages);
      InUse inUse = new InUse(trace.messages() / LOOKS);
      long start = System.nanoTime();
      Judge judge = new Judge(finding -> {});
      judge.judge(Source.of("trace", trace), inUse);
      double seconds = (System.nanoTime() - start) / 1e9;
      check(judge);
      long[] sorted = inUse.bytes.stream().mapToLong(its -> its).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%,12d %9.1f %,12.0f %,15d %,15d%n",
          judge.trace().messages(),
          seconds,
          judge.trace().messages() / seconds,
          sorted[sorted.length / 2],
          sorted[sorted.length - 1]);
    }
  }

  /** Looks what is in use, now and then, while all devices are live. */
  private static final class InUse implements LongConsumer {
    private final long every;
    private final List<Long> bytes = new ArrayList<>();

    InUse(long messages) {
      this.every = messages * BYTES;
    }

    @Override
    public void accept(long read) {
      if (read / every > bytes.size()) {
        System.gc();
        bytes.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        System.err.printf("%.1f GB%n", read / 1e9);
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void judge(InputStream in) throws IOException, InterruptedException {
    Judge judge = new Judge(finding -> {});
    judge.judge(Source.of("trace", in), read -> {});
    check(judge);
  }

  private static void judge(List<List<TraceLine>> blocks) {
    Judge judge = new Judge(finding -> {});
    Devices devices = new Devices("trace", judge);
    blocks.forEach(lines -> judge.hear(devices, lines).run());
    devices.end(Optional.empty());
    check(judge);
  }

  private static void check(Judge judge) {
    if (judge.trace().verdict() != Verdict.PASS) {
      throw new IllegalStateException(judge.trace().findings().toString());
    }
  }

  private static void read(byte[] bytes, Consumer<List<TraceLine>> taker) throws IOException {
    TraceReader reader = new TraceReader();
    Blocks blocks = new Blocks(new ByteArrayInputStream(bytes), Relay.BLOCK);
    for (Optional<Block> next = blocks.next(); next.isPresent(); next = blocks.next()) {
      taker.accept(next.get().lines(reader));
    }
  }

  /**
   * Medians in seconds.
   *
   * @param seconds by the clock
   * @param own for which this thread had a processor
   * @param all for which all threads had one
   */
  private record Measured(double seconds, double own, double all) {}

  private static Measured measure(Work work) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      work.run();
    }
    double[] seconds = new double[RUNS];
    double[] own = new double[RUNS];
    double[] all = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      long startOwn = THREADS.getCurrentThreadCpuTime();
      long startAll = SYSTEM.getProcessCpuTime();
      work.run();
      seconds[i] = (System.nanoTime() - start) / 1e9;
      own[i] = (THREADS.getCurrentThreadCpuTime() - startOwn) / 1e9;
      all[i] = (SYSTEM.getProcessCpuTime() - startAll) / 1e9;
    }
    return new Measured(median(seconds), median(own), median(all));
  }

  private static double median(double[] numbers) {
    return Arrays.stream(numbers).sorted().toArray()[RUNS / 2];
  }
}
