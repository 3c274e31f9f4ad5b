package dev.holdfast.tla.proof;

import java.util.List;

/**
 * A variable of the state, or a constant of the module.
 *
 * <p>What varies has a value before a step and one after it.
 */
public sealed interface Symbol {
  /**
   * Its name in the module.
   *
   * @return the name
   */
  String name();

  /**
   * What it takes.
   *
   * @return the sorts of its arguments
   */
  List<Sort> takes();

  /**
   * Whether it is a variable.
   *
   * @return false for a constant
   */
  boolean varies();

  /**
   * A set.
   *
   * @param name its name
   * @param varies whether it is a variable
   * @param takes the sorts of what it has as members
   */
  record Relation(String name, boolean varies, List<Sort> takes) implements Symbol {
    /**
     * Membership before the step.
     *
     * @param arguments of what
     * @return the formula
     */
    Formula at(Term... arguments) {
      return new Formula.Holds(this, false, List.of(arguments));
    }

    /**
     * Membership after the step.
     *
     * @param arguments of what
     * @return the formula
     */
    Formula after(Term... arguments) {
      return new Formula.Holds(this, true, List.of(arguments));
    }
  }

  /**
   * A function.
   *
   * @param name its name
   * @param varies whether it is a variable
   * @param takes the sorts of its arguments
   * @param gives the sort of its value
   */
  record Function(String name, boolean varies, List<Sort> takes, Sort gives) implements Symbol {
    /**
     * The value before the step.
     *
     * @param arguments of what
     * @return the term
     */
    Term of(Term... arguments) {
      return new Term.Value(this, false, List.of(arguments));
    }

    /**
     * The value after the step.
     *
     * @param arguments of what
     * @return the term
     */
    Term after(Term... arguments) {
      return new Term.Value(this, true, List.of(arguments));
    }
  }
}
