package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.model.Rule;
import java.util.List;

/**
 * What is wrong with one device of a trace, or why nobody can tell.
 *
 * @param verdict FAIL or INCONCLUSIVE
 * @param rules the rules that were broken, the likeliest first; none if it is not known
 * @param sentence which device, where and what
 */
public record Finding(Verdict verdict, List<Rule> rules, String sentence) {
  /** Keeps a copy of the list. */
  public Finding {
    rules = List.copyOf(rules);
  }
}
