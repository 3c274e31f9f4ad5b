package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the oracle makes of traces.
 *
 * @param role what was recorded; a device also if it was not the same of all devices
 * @param lines per rule what came of it, for all devices together
 * @param devices how many devices there were; one that begins again after its end is another one
 * @param messages how many messages were judged
 * @param verdict FAIL if a device breaks a rule, INCONCLUSIVE if one is not recorded to its end or
 *     not understood, NOT_RUN if no rule's condition arose, else PASS; how many never arose is in
 *     the lines
 * @param findings what is wrong, one for each device that has a finding, in the order found; of
 *     many the first {@value Judge#LISTED}, above all those that FAIL
 * @param unlisted how many findings more there are
 */
public record Trace(
    Role role,
    Map<Rule, Line> lines,
    long devices,
    long messages,
    Verdict verdict,
    List<Finding> findings,
    long unlisted) {

  /**
   * What came of one rule.
   *
   * @param rule which
   * @return its verdict
   */
  public Verdict verdict(Rule rule) {
    return Optional.ofNullable(lines.get(rule)).map(Line::verdict).orElse(Verdict.NOT_RUN);
  }
}
