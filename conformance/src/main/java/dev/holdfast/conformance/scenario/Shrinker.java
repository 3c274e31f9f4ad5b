package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Envelope;
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
   * The smallest found: no message of it can be left out, unless the tries ran out.
   *
   * @param scenario a scenario that fails
   * @param fails whether another fails in the same way
   * @return a scenario that fails
   */
  public Scenario shrink(Scenario scenario, Predicate<Scenario> fails) {
    Scenario small = scenario;
    int before;
    do {
      before = small.messages();
      small = thin(cut(small, fails), fails);
    } while (small.messages() < before);
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
        if (small.batches().get(at).size() > 1) {
          List<List<Envelope>> less = new ArrayList<>(small.batches());
          List<Envelope> batch = new ArrayList<>(less.get(at));
          batch.remove(i);
          less.set(at, batch);
          if (still(small.with(less), fails)) {
            small = small.with(less);
          }
        }
      }
    }
    return small;
  }

  private boolean still(Scenario scenario, Predicate<Scenario> fails) {
    return tries-- > 0 && !scenario.batches().isEmpty() && fails.test(scenario);
  }
}
