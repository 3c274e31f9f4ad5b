package dev.holdfast.tla.proof;

import java.util.List;

/**
 * A state machine in first-order logic, and what is to be proved of it.
 *
 * @param name what it is called
 * @param constants what does not vary
 * @param variables what does
 * @param init the initial states
 * @param actions the steps
 * @param properties what holds in every state and of every step
 */
public record Theory(
    String name,
    List<Symbol> constants,
    List<Symbol> variables,
    Formula init,
    List<Action> actions,
    List<Property> properties) {
  /** Keeps immutable copies. */
  public Theory {
    constants = List.copyOf(constants);
    variables = List.copyOf(variables);
    actions = List.copyOf(actions);
    properties = List.copyOf(properties);
  }

  /**
   * What holds in every state.
   *
   * @return those of the properties that are about states
   */
  public List<Property> invariants() {
    return properties.stream().filter(property -> !property.ofSteps()).toList();
  }

  /**
   * What holds after a step, or of it.
   *
   * @param action the step
   * @return those of the properties that are about it
   */
  public List<Property> about(Action action) {
    return properties.stream().filter(property -> property.actions().test(action)).toList();
  }

  /**
   * Whether a step changes anything.
   *
   * @return the formula
   */
  public Formula changes() {
    return Formula.not(new Formula.And(variables.stream().map(Coordination::unchanged).toList()));
  }
}
