package dev.holdfast.model;

import java.util.function.Predicate;

/** How one rule is checked: when its condition arises, and what must hold. */
public sealed interface Check {
  /**
   * On every exchange of a proxy. {@code holds} must be true whether or not the condition arises.
   *
   * @param arises when the rule has something to say
   * @param holds whether the rule is kept
   */
  record OnProxy(Predicate<ProxyExchange> arises, Predicate<ProxyExchange> holds)
      implements Check {}

  /**
   * On every exchange of a target OS. {@code holds} must be true whether or not the condition
   * arises.
   *
   * @param arises when the rule has something to say
   * @param holds whether the rule is kept
   */
  record OnTarget(Predicate<TargetExchange> arises, Predicate<TargetExchange> holds)
      implements Check {}

  /**
   * In every state.
   *
   * @param arises when the rule has something to say
   * @param holds whether the rule is kept
   */
  record InState(Predicate<Node> arises, Predicate<Node> holds) implements Check {}

  /**
   * In every state {@link Node#atRest() at rest}: progress, judged when everything that was caused
   * has happened.
   *
   * @param arises when the rule has something to say
   * @param holds whether the rule is kept
   */
  record AtRest(Predicate<Node> arises, Predicate<Node> holds) implements Check {}

  /**
   * Whether the rule's condition arises in this exchange.
   *
   * @param exchange any exchange
   * @return whether it does
   */
  default boolean arises(Exchange exchange) {
    if (this instanceof OnProxy check && exchange instanceof ProxyExchange its) {
      return check.arises.test(its);
    }
    return this instanceof OnTarget check
        && exchange instanceof TargetExchange its
        && check.arises.test(its);
  }

  /**
   * Whether this check speaks of exchanges of this machine.
   *
   * @param exchange any exchange
   * @return whether it does
   */
  default boolean judges(Exchange exchange) {
    return exchange instanceof ProxyExchange ? this instanceof OnProxy : this instanceof OnTarget;
  }

  /**
   * Whether this exchange keeps the rule.
   *
   * @param exchange any exchange
   * @return false if it breaks it
   */
  default boolean holds(Exchange exchange) {
    if (this instanceof OnProxy check && exchange instanceof ProxyExchange its) {
      return check.holds.test(its);
    }
    return !(this instanceof OnTarget check)
        || !(exchange instanceof TargetExchange its)
        || check.holds.test(its);
  }
}
