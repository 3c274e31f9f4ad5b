package dev.holdfast.impl;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.Arrays;
import java.util.Locale;

/** What an exit, a domain down and a death cost per pair that they end, among many others. */
final class Costs {
  private static final int ROUNDS = 7;
  private static final int EACH = 1000;
  private static final Program DYING = new Program("dying");
  private static final Program LASTING = new Program("lasting");
  private static final Handle HANDLE = new Handle("handle");

  private final Association association = new Association(new Silent());
  private long id;

  private Costs() {}

  static void print(int most) {
    System.out.printf(
        "%nnanoseconds per pair ended, medians of %d; live pairs of other processes%n", ROUNDS);
    System.out.printf(
        "%-12s %14s %14s %14s%n",
        "live pairs", "exit of 1,000", "domain of 1,000", "death of 1,000");
    for (int live = 1000; live <= most; live *= 10) {
      double[][] times = new double[3][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double[] its = new Costs().measure(live);
        for (int i = 0; i < its.length; i++) {
          times[i][round] = its[i];
        }
      }
      Arrays.stream(times).forEach(Arrays::sort);
      System.out.printf(
          Locale.ROOT,
          "%,-12d %14.0f %14.0f %14.0f%n",
          live,
          times[0][ROUNDS / 2],
          times[1][ROUNDS / 2],
          times[2][ROUNDS / 2]);
    }
  }

  private double[] measure(int live) {
    Session others = session("others");
    for (int i = 0; i < live; i++) {
      request(others, 1 + i / EACH, i % EACH, LASTING);
    }
    Session one = session("one");
    for (int i = 0; i < EACH; i++) {
      request(one, 1, i, LASTING);
    }
    double exit = time(() -> one.exited(1, 1));
    for (int i = 0; i < EACH; i++) {
      request(one, 2 + i, i, LASTING);
    }
    double down = time(() -> association.domainDown(one.domain));
    for (int i = 0; i < EACH; i++) {
      request(others, 1_000_000 + i, EACH, DYING);
    }
    double death = time(() -> association.died(DYING, 1, Cause.CRASHED));
    return new double[] {exit, down, death};
  }

  private Session session(String name) {
    Domain domain = new Domain(name);
    association.domainUp(domain, 1);
    return association.session(domain).orElseThrow();
  }

  private void request(Session session, int pid, int resource, Program program) {
    Interest interest = association.interest(new ResourceId("resource-" + resource));
    session.request(++id, pid, 1, interest);
    if (!interest.isLive()) {
      association.provided(interest, interest.attempt, association.runs(program), 1, HANDLE);
    }
  }

  private static double time(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / (double) EACH;
  }
}
