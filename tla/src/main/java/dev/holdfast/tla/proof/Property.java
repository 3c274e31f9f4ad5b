package dev.holdfast.tla.proof;

import dev.holdfast.model.Rule;
import java.util.List;
import java.util.function.Predicate;

/**
 * Something that holds in every state, or of every step.
 *
 * @param name its name in the module: {@code …Inv} or {@code …Prop}
 * @param rules what it states, or a part of it; the first is the rule that its name begins with
 * @param ofSteps whether it is about steps, not states
 * @param actions the steps that it is about, if it is about steps
 * @param formula what holds
 */
public record Property(
    String name, List<Rule> rules, boolean ofSteps, Predicate<Action> actions, Formula formula) {
  /** Keeps an immutable copy. */
  public Property {
    rules = List.copyOf(rules);
  }

  /**
   * What a step that starts where every invariant holds must not break.
   *
   * @return the property itself, or the invariant after the step
   */
  public Formula afterStep() {
    return ofSteps ? formula : formula.next();
  }
}
