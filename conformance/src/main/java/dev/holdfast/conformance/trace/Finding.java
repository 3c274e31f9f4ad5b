package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.model.Rule;
import java.util.List;

/**
 * What is wrong with one device of a trace, or why nobody can tell.
 *
 * @param rules the rules that were broken, the likeliest first; none if it is not known
 * @param failure what happened; its scenario is called after the device and the place
 */
public record Finding(List<Rule> rules, Failure failure) {
  /** Keeps a copy of the list. */
  public Finding {
    rules = List.copyOf(rules);
  }

  /** Nobody can tell. */
  static Finding unclear(String where, String why) {
    return new Finding(List.of(), Failure.unclear(where, why));
  }

  /**
   * Whether it is wrong.
   *
   * @return FAIL or INCONCLUSIVE
   */
  public Verdict verdict() {
    return failure.verdict();
  }

  /**
   * Which device, where and what.
   *
   * @return one sentence
   */
  public String sentence() {
    return failure.scenario().name() + ": " + failure.sentence();
  }
}
