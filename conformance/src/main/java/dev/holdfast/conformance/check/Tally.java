package dev.holdfast.conformance.check;

import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Check;
import dev.holdfast.model.Check.OnProxy;
import dev.holdfast.model.Check.OnTarget;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.TargetExchange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Counts on how many exchanges each rule was checked, and arose. Not thread-safe. */
public final class Tally {
  private final Set<Rule> rules;
  private final Counts<ProxyExchange> ofProxies = new Counts<>();
  private final Counts<TargetExchange> ofTargets = new Counts<>();

  /** Counts for exchanges of one kind. */
  private static final class Counts<X extends Exchange> {
    private final List<Rule> rules = new ArrayList<>();
    private final List<Predicate<X>> arise = new ArrayList<>();
    private final long[] arose = new long[Rule.values().length];
    private long exchanges;

    void add(Rule rule, Stream<Predicate<X>> any) {
      any.reduce(Predicate::or)
          .ifPresent(
              arises -> {
                rules.add(rule);
                arise.add(arises);
              });
    }

    void count(X exchange) {
      exchanges++;
      for (int i = 0; i < arise.size(); i++) {
        if (arise.get(i).test(exchange)) {
          arose[i]++;
        }
      }
    }

    void addTo(Map<Rule, long[]> counts) {
      for (int i = 0; i < rules.size(); i++) {
        long[] its = counts.computeIfAbsent(rules.get(i), any -> new long[2]);
        its[0] += exchanges;
        its[1] += arose[i];
      }
    }
  }

  /**
   * Nothing counted.
   *
   * @param rules which are to be counted
   */
  public Tally(Set<Rule> rules) {
    this.rules = rules;
    for (Rule rule : rules) {
      ofProxies.add(rule, checks(rule, OnProxy.class).map(OnProxy::arises));
      ofTargets.add(rule, checks(rule, OnTarget.class).map(OnTarget::arises));
    }
  }

  /**
   * Counts one exchange.
   *
   * @param exchange what was explained
   */
  public void count(Exchange exchange) {
    if (exchange instanceof ProxyExchange its) {
      ofProxies.count(its);
    } else if (exchange instanceof TargetExchange its) {
      ofTargets.count(its);
    }
  }

  private static <C extends Check> Stream<C> checks(Rule rule, Class<C> kind) {
    return rule.checks().stream().filter(kind::isInstance).map(kind::cast);
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
    Map<Rule, long[]> counts = new EnumMap<>(Rule.class);
    ofProxies.addTo(counts);
    ofTargets.addTo(counts);
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
