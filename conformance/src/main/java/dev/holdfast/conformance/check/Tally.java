package dev.holdfast.conformance.check;

import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Check;
import dev.holdfast.model.Check.OnExchange;
import dev.holdfast.model.Check.OnProxy;
import dev.holdfast.model.Check.OnTarget;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Messages;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.TargetExchange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Counts on how many exchanges each rule was checked, and arose. Thread-safe. */
public final class Tally {
  private final Set<Rule> rules;
  private final Counts<ProxyExchange> ofProxies = new Counts<>();
  private final Counts<TargetExchange> ofTargets = new Counts<>();

  /** On how many exchanges one rule arose. */
  private static final class Arising<X> {
    private final Rule rule;
    private final Predicate<X> condition;
    private final LongAdder times = new LongAdder();

    Arising(Rule rule, Predicate<X> condition) {
      this.rule = rule;
      this.condition = condition;
    }

    void count(X exchange) {
      if (condition.test(exchange)) {
        times.increment();
      }
    }
  }

  /** Counts for the exchanges of one machine. */
  private static final class Counts<X extends Exchange> {
    private final List<Arising<X>> all = new ArrayList<>();
    private final Map<Class<?>, List<Arising<X>>> byHeard = new HashMap<>();
    private final LongAdder exchanges = new LongAdder();

    void add(Rule rule, OnExchange<X> check) {
      Arising<X> arising = new Arising<>(rule, check.arises());
      all.add(arising);
      check.heard().stream()
          .flatMap(Messages::leaves)
          .forEach(
              message -> byHeard.computeIfAbsent(message, any -> new ArrayList<>()).add(arising));
    }

    void count(X exchange) {
      exchanges.increment();
      for (Arising<X> arising :
          byHeard.getOrDefault(exchange.in().message().getClass(), List.of())) {
        arising.count(exchange);
      }
    }

    void addTo(Map<Rule, long[]> counts) {
      for (Arising<X> arising : all) {
        long[] its = counts.computeIfAbsent(arising.rule, any -> new long[2]);
        its[0] += exchanges.sum();
        its[1] += arising.times.sum();
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
      for (Check check : rule.checks()) {
        if (check instanceof OnProxy its) {
          ofProxies.add(rule, its);
        } else if (check instanceof OnTarget its) {
          ofTargets.add(rule, its);
        }
      }
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
