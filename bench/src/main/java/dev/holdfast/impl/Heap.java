package dev.holdfast.impl;

import dev.holdfast.impl.Contestant.Lane;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** How much memory a live association takes, its index for exits included. */
final class Heap {
  private static final int RESOURCES = 1000;

  private Heap() {}

  static void print() {
    System.out.printf("%nheap per live association, one domain, %,d resources%n", RESOURCES);
    System.out.printf("%-24s %12s %12s%n", "processes x resources", "holdfast", "floor");
    for (int[] shape :
        List.of(new int[] {1000, 1000}, new int[] {100_000, 10}, new int[] {1_000_000, 1})) {
      System.out.printf(
          Locale.ROOT,
          "%-24s %10.1f B %10.1f B%n",
          String.format(Locale.ROOT, "%,d x %,d", shape[0], shape[1]),
          bytes("holdfast", shape[0], shape[1]),
          bytes("floor", shape[0], shape[1]));
    }
  }

  private static double bytes(String name, int processes, int each) {
    Contestant contestant = Contestant.of(name, RESOURCES);
    Lane lane = contestant.lane(0);
    long before = used();
    for (int pid = 1; pid <= processes; pid++) {
      for (int i = 0; i < each; i++) {
        lane.request(pid, (pid + i) % RESOURCES);
      }
    }
    double its = (used() - before) / (double) ((long) processes * each);
    lane.release(1, 1 % RESOURCES); // it has lived until here
    return its;
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
