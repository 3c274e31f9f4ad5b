package dev.holdfast.impl;

import dev.holdfast.impl.Contestant.Lane;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** How much memory a live association takes, its index for exits included. */
final class Heap {
  private static final int RESOURCES = 1000;
  private static final Program PROGRAM = new Program("program");
  private static final Handle HANDLE = new Handle("handle");

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
    printRemains();
  }

  /** What remains when nobody uses anything any more. */
  private static void printRemains() {
    int many = 100_000;
    Association association = new Association(new Silent());
    Domain domain = new Domain("domain");
    association.domainUp(domain, 1);
    Session session = association.session(domain).orElseThrow();
    long before = used();
    for (int i = 1; i <= many; i++) {
      Interest interest = association.interest(new ResourceId("resource-" + i));
      session.request(2L * i - 1, 1, 1, interest);
      association.provided(interest, 1, association.runs(PROGRAM), 1, HANDLE);
      session.release(2L * i, 1, 1, interest);
    }
    long requested = used();
    for (int pid = 2; pid <= many + 1; pid++) {
      session.exited(pid, 1);
    }
    long exited = used();
    association.domainDown(domain);
    System.out.printf(
        Locale.ROOT,
        "remains of a resource once requested, its name included: %.0f B; of a pid that has exited:"
            + " %.0f B; when its domain is down: %.0f B%n",
        (requested - before) / (double) many,
        (exited - requested) / (double) many,
        (used() - before) / (double) many);
    association.domainUp(domain, 2); // it has lived until here
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
