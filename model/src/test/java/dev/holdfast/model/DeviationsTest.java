package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Check.OnExchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the model forbids, a rule names: no wrong exchange goes without one. And no rule arises
 * on hearing what it does not say it may arise on.
 */
class DeviationsTest {
  static Stream<Scope> scopes() {
    return Scopes.covering().stream();
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void everyWrongExchangeBreaksARule(Scope scope) {
    List<Exchange> exchanges = exchanges(scope);
    Set<Envelope> proxies = new HashSet<>();
    Set<Envelope> targets = new HashSet<>();
    for (Exchange exchange : exchanges) {
      (exchange instanceof ProxyExchange ? proxies : targets).addAll(exchange.out());
    }
    Set<String> unnamed = new TreeSet<>();
    for (Exchange exchange : exchanges) {
      assertEquals(Set.of(), unheard(exchange), () -> exchange.toString());
      List<List<Envelope>> wrong = new ArrayList<>();
      for (Envelope more : exchange instanceof ProxyExchange ? proxies : targets) {
        wrong.add(plus(exchange.out(), more));
      }
      for (int i = 0; i < exchange.out().size(); i++) {
        List<Envelope> less = new ArrayList<>(exchange.out());
        Envelope lost = less.remove(i);
        wrong.add(less);
        for (Envelope other : exchange instanceof ProxyExchange ? proxies : targets) {
          if (!other.equals(lost)) {
            wrong.add(plus(less, other));
          }
        }
      }
      for (List<Envelope> out : wrong) {
        if (!permitted(exchange, out) && nameless(exchange, out)) {
          unnamed.add(exchange.in() + " -> " + out + " not " + exchange.out());
        }
        assertEquals(Set.of(), unheard(with(exchange, out)), () -> exchange + " -> " + out);
      }
    }
    assertEquals(Set.of(), unnamed);
  }

  private static List<Envelope> plus(List<Envelope> out, Envelope more) {
    List<Envelope> all = new ArrayList<>(out);
    all.add(more);
    return all;
  }

  private static boolean permitted(Exchange exchange, List<Envelope> out) {
    return exchange instanceof TargetExchange x
        ? x.before().steps(x.in()).stream().anyMatch(s -> Exchange.sameMessages(s.out(), out))
        : Exchange.sameMessages(exchange.out(), out);
  }

  private static boolean nameless(Exchange exchange, List<Envelope> out) {
    Exchange wrong = with(exchange, out);
    return Arrays.stream(Rule.values()).allMatch(rule -> rule.holds(wrong));
  }

  private static Exchange with(Exchange exchange, List<Envelope> out) {
    if (exchange instanceof ProxyExchange x) {
      return new ProxyExchange(x.before(), x.in(), out, x.after());
    }
    TargetExchange x = (TargetExchange) exchange;
    return new TargetExchange(x.before(), x.in(), out, x.after());
  }

  /** The rules that arise although they do not say that they may, on hearing this. */
  private static Set<Rule> unheard(Exchange exchange) {
    Set<Rule> unheard = EnumSet.noneOf(Rule.class);
    for (Rule rule : Rule.values()) {
      for (Check check : rule.checks()) {
        if (check.arises(exchange)
            && check instanceof OnExchange<?> its
            && its.heard().stream().noneMatch(part -> part.isInstance(exchange.in().message()))) {
          unheard.add(rule);
        }
      }
    }
    return unheard;
  }

  /** Every exchange that can happen within a scope, once. */
  private static List<Exchange> exchanges(Scope scope) {
    Device device = new Device(scope, Machines.REFERENCE);
    Set<Long> states = new HashSet<>();
    Set<Integer> seen = new HashSet<>();
    List<Exchange> exchanges = new ArrayList<>();
    Deque<Long> open = new ArrayDeque<>(List.of(device.initial()));
    while (!open.isEmpty()) {
      device.successors(
          open.poll(),
          (target, outcome, next) -> {
            if (seen.add(outcome)) {
              exchanges.add(device.outcome(outcome).exchange());
            }
            if (states.add(next)) {
              open.add(next);
            }
          });
    }
    return exchanges;
  }
}
