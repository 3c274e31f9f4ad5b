package dev.holdfast.model;

import java.util.List;
import java.util.function.Predicate;

/** How one rule is checked: when its condition arises, and what must hold. */
public sealed interface Check {
  /**
   * On every exchange of one machine.
   *
   * @param <X> the machine's exchanges
   */
  sealed interface OnExchange<X extends Exchange> extends Check {
    /**
     * On hearing what the rule may have something to say.
     *
     * @return messages, or parts of the alphabet
     */
    List<Class<? extends Message>> heard();

    /**
     * When the rule has something to say. On hearing other messages this is never true.
     *
     * @return the condition
     */
    Predicate<X> arises();

    /**
     * Whether the rule is kept: true whenever the condition does not arise, too.
     *
     * @return the condition
     */
    Predicate<X> holds();
  }

  /**
   * On every exchange of a proxy.
   *
   * @param heard on hearing what the rule may have something to say
   * @param arises when the rule has something to say
   * @param holds whether the rule is kept
   */
  record OnProxy(
      List<Class<? extends Message>> heard,
      Predicate<ProxyExchange> arises,
      Predicate<ProxyExchange> holds)
      implements OnExchange<ProxyExchange> {}

  /**
   * On every exchange of a target OS.
   *
   * @param heard on hearing what the rule may have something to say
   * @param arises when the rule has something to say
   * @param holds whether the rule is kept
   */
  record OnTarget(
      List<Class<? extends Message>> heard,
      Predicate<TargetExchange> arises,
      Predicate<TargetExchange> holds)
      implements OnExchange<TargetExchange> {}

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
