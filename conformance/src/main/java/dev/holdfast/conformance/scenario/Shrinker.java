package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing scenario smaller while it still fails in the same way. */
public final class Shrinker {
  private int tries;

  /**
   * A shrinker.
   *
   * @param tries how many smaller scenarios to try at most
   */
  public Shrinker(int tries) {
    this.tries = tries;
  }

  /**
   * The smallest found: no message of it can be left out, and no process of a request, unless the
   * tries ran out.
   *
   * @param scenario a scenario that fails
   * @param fails whether another fails in the same way
   * @return a scenario that fails
   */
  public Scenario shrink(Scenario scenario, Predicate<Scenario> fails) {
    Scenario small = scenario;
    Scenario before;
    do {
      before = small;
      small = single(thin(cut(small, fails), fails), fails);
    } while (!small.equals(before));
    return small;
  }

  /** Batches out of the scenario, large pieces first. */
  private Scenario cut(Scenario scenario, Predicate<Scenario> fails) {
    Scenario small = scenario;
    for (int chunk = Math.max(1, small.batches().size() / 2); chunk >= 1; chunk /= 2) {
      boolean again = true;
      while (again) {
        again = false;
        for (int at = small.batches().size() - chunk; at >= 0; at -= chunk) {
          List<List<Envelope>> less = new ArrayList<>(small.batches());
          less.subList(at, at + chunk).clear();
          if (still(small.with(less), fails)) {
            small = small.with(less);
            again = chunk == 1;
          }
        }
      }
    }
    return small;
  }

  /** Messages out of batches. */
  private Scenario thin(Scenario scenario, Predicate<Scenario> fails) {
    Scenario small = scenario;
    for (int at = small.batches().size() - 1; at >= 0; at--) {
      for (int i = small.batches().get(at).size() - 1; i >= 0; i--) {
        List<Envelope> batch = new ArrayList<>(small.batches().get(at));
        batch.remove(i);
        Scenario less = with(small, at, batch);
        if (!batch.isEmpty() && still(less, fails)) {
          small = less;
        }
      }
    }
    return small;
  }

  /** Processes out of requests. */
  private Scenario single(Scenario scenario, Predicate<Scenario> fails) {
    Scenario small = scenario;
    for (int at = 0; at < scenario.batches().size(); at++) {
      for (int i = 0; i < scenario.batches().get(at).size(); i++) {
        if (scenario.batches().get(at).get(i).message() instanceof Request request) {
          small = single(small, at, i, request, fails);
        }
      }
    }
    return small;
  }

  private Scenario single(
      Scenario scenario, int at, int i, Request request, Predicate<Scenario> fails) {
    Scenario small = scenario;
    List<ProcessId> left = request.processes();
    for (ProcessId process : request.processes()) {
      List<ProcessId> fewer = new ArrayList<>(left);
      fewer.remove(process);
      List<Envelope> batch = new ArrayList<>(small.batches().get(at));
      Request less = new Request(request.id(), fewer, request.resource());
      batch.set(i, new Envelope(batch.get(i).channel(), less));
      if (!fewer.isEmpty() && still(with(small, at, batch), fails)) {
        small = with(small, at, batch);
        left = fewer;
      }
    }
    return small;
  }

  private static Scenario with(Scenario scenario, int at, List<Envelope> batch) {
    List<List<Envelope>> batches = new ArrayList<>(scenario.batches());
    batches.set(at, batch);
    return scenario.with(batches);
  }

  private boolean still(Scenario scenario, Predicate<Scenario> fails) {
    return tries-- > 0 && !scenario.batches().isEmpty() && fails.test(scenario);
  }
}
