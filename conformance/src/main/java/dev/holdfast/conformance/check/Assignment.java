package dev.holdfast.conformance.check;

import dev.holdfast.model.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What a checker is to find out.
 *
 * @param rules the rules to judge; what breaks others is only counted
 * @param until when to stop
 * @param interrupted whether to stop now; asked between scenarios
 */
public record Assignment(Set<Rule> rules, Until until, BooleanSupplier interrupted) {
  /** When a check is over. */
  public enum Until {
    /** When further failures would tell nothing new. */
    NOTHING_NEW,
    /** When all scenarios have been run. */
    ALL_RUN
  }

  /** Keeps a copy of the set. */
  public Assignment {
    rules = Set.copyOf(rules);
  }

  /**
   * Every rule, until there is nothing new.
   *
   * @return the assignment
   */
  public static Assignment everything() {
    return new Assignment(Set.copyOf(List.of(Rule.values())), Until.NOTHING_NEW, () -> false);
  }
}
