package dev.holdfast.conformance.check;

import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Rule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Counts on how many exchanges each rule was checked, and arose. Not thread-safe. */
public final class Tally {
  private final Set<Rule> rules;
  private final Map<Rule, long[]> counts = new EnumMap<>(Rule.class);

  /**
   * Nothing counted.
   *
   * @param rules which are to be counted
   */
  public Tally(Set<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Counts one exchange.
   *
   * @param exchange what was explained
   */
  public void count(Exchange exchange) {
    for (Rule rule : rules) {
      if (rule.judges(exchange)) {
        long[] its = counts.computeIfAbsent(rule, any -> new long[2]);
        its[0]++;
        its[1] += rule.arises(exchange) ? 1 : 0;
      }
    }
  }

  /**
   * What comes of each of the rules.
   *
   * @param role the subject's role
   * @param broken the rules that were broken
   * @return a line for each rule
   */
  public Map<Rule, Line> lines(Role role, Set<Rule> broken) {
    return lines(Set.of(role), broken);
  }

  /**
   * What comes of each of the rules, if there was more than one subject.
   *
   * @param roles the subjects' roles
   * @param broken the rules that were broken
   * @return a line for each rule; it is not applicable if it is to none of the roles
   */
  public Map<Rule, Line> lines(Set<Role> roles, Set<Rule> broken) {
    Map<Rule, Line> lines = new EnumMap<>(Rule.class);
    for (Rule rule : rules) {
      long[] its = counts.getOrDefault(rule, new long[2]);
      Verdict verdict =
          roles.stream().noneMatch(role -> Checker.applies(rule, role))
              ? Verdict.NOT_APPLICABLE
              : broken.contains(rule) ? Verdict.FAIL : its[1] == 0 ? Verdict.NOT_RUN : Verdict.PASS;
      lines.put(rule, new Line(verdict, its[0], its[1]));
    }
    return lines;
  }
}
