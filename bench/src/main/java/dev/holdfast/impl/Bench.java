package dev.holdfast.impl;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the implementation beside its alternatives, all in one run, and prints what it is as a
 * multiple of the floor: a concurrent set of the pairs that does nothing else.
 */
public final class Bench {
  private static final List<String> ALL =
      List.of("holdfast", "floor", "one lock", "compute", "striped");
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Newer JVMs warn of what JMH does with Unsafe, in the midst of the tables. */
  private static final String[] NO_WARNINGS =
      Runtime.version().feature() < 24
          ? new String[0]
          : new String[] {"--sun-misc-unsafe-memory-access=allow"};

  private Bench() {}

  /**
   * Measures.
   *
   * @param args {@code --quick} for the implementation and the floor alone, in a minute
   * @throws RunnerException if a measurement cannot be made
   */
  public static void main(String[] args) throws RunnerException {
    boolean quick = List.of(args).equals(List.of("--quick"));
    if (args.length > 0 && !quick) {
      System.err.println("bench: only --quick is known, not " + String.join(" ", args));
      System.exit(64);
    }
    List<String> contestants = quick ? ALL.subList(0, 2) : ALL;
    System.out.println(
        "java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    for (int threads = 1; threads <= 2; threads++) {
      pairs(contestants, threads, quick);
      targetOs(threads, quick);
    }
    Heap.print();
    Costs.print(quick ? 100_000 : 1_000_000);
    SlowStart.print(quick ? 10 : 100);
  }

  private static void pairs(List<String> contestants, int threads, boolean quick)
      throws RunnerException {
    System.err.println("measuring with " + threads + " thread(s) ...");
    ChainedOptionsBuilder options =
        options(Pairs.class, threads, quick)
            .param("contestant", contestants.toArray(new String[0]))
            .jvmArgsAppend("-Xmx4g")
            .addProfiler(GCProfiler.class);
    Map<String, Map<String, Result<?>>> speeds = new TreeMap<>();
    Map<String, Map<String, Result<?>>> bytes = new TreeMap<>();
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      String situation = result.getParams().getParam("inSituation");
      String contestant = result.getParams().getParam("contestant");
      speeds
          .computeIfAbsent(situation, s -> new TreeMap<>())
          .put(contestant, result.getPrimaryResult());
      bytes
          .computeIfAbsent(situation, s -> new TreeMap<>())
          .put(contestant, result.getSecondaryResults().get(ALLOCATED));
    }
    System.out.printf("%n%d thread(s): medians; pairs, or requests of a pair again%n", threads);
    System.out.printf("%-10s %-10s %10s %9s %8s%n", "", "", "millions/s", "x floor", "B/op");
    for (String situation : List.of("HOT", "CHURN", "THOUSAND", "MILLION", "AGAIN")) {
      double floor = median(speeds.get(situation).get("floor"));
      for (String contestant : contestants) {
        double speed = median(speeds.get(situation).get(contestant));
        System.out.printf(
            Locale.ROOT,
            "%-10s %-10s %10.1f %9.2f %8.0f%n",
            situation,
            contestant,
            speed,
            speed / floor,
            median(bytes.get(situation).get(contestant)));
      }
    }
  }

  private static void targetOs(int threads, boolean quick) throws RunnerException {
    System.out.printf("%n%d thread(s): messages to a target OS, medians, millions/s%n", threads);
    for (RunResult result : new Runner(options(Lives.class, threads, quick).build()).run()) {
      System.out.printf(
          Locale.ROOT,
          "%-10s %21.2f%n",
          result.getPrimaryResult().getLabel(),
          median(result.getPrimaryResult()));
    }
  }

  private static ChainedOptionsBuilder options(Class<?> what, int threads, boolean quick) {
    return new OptionsBuilder()
        .include(what.getName())
        .threads(threads)
        .forks(quick ? 1 : 3)
        .warmupIterations(quick ? 1 : 3)
        .warmupTime(TimeValue.milliseconds(quick ? 400 : 500))
        .measurementIterations(quick ? 2 : 5)
        .measurementTime(TimeValue.milliseconds(quick ? 250 : 500))
        .jvmArgsAppend(NO_WARNINGS)
        .verbosity(VerboseMode.SILENT);
  }

  private static double median(Result<?> result) {
    return result.getStatistics().getPercentile(50);
  }
}
