package dev.holdfast.tla.proof;

import java.util.List;

/**
 * A formula of first-order logic about a state, or about a step: then what is primed is of the
 * state after it.
 */
public sealed interface Formula {
  /** What always holds. */
  Formula TRUE = new And(List.of());

  /** What never holds. */
  Formula FALSE = new Or(List.of());

  /**
   * The same formula of the state after the step.
   *
   * @return the formula with every variable of the state primed
   */
  Formula next();

  /**
   * Membership.
   *
   * @param relation in what
   * @param primed whether after the step
   * @param arguments of what
   */
  record Holds(Symbol.Relation relation, boolean primed, List<Term> arguments) implements Formula {
    @Override
    public Formula next() {
      return new Holds(relation, relation.varies(), arguments.stream().map(Term::next).toList());
    }
  }

  /**
   * Equality.
   *
   * @param left a term
   * @param right another of the same sort
   */
  record Same(Term left, Term right) implements Formula {
    @Override
    public Formula next() {
      return new Same(left.next(), right.next());
    }
  }

  /**
   * The order of generations.
   *
   * @param left a generation
   * @param right one that is at least as new
   */
  record AtMost(Term left, Term right) implements Formula {
    @Override
    public Formula next() {
      return new AtMost(left.next(), right.next());
    }
  }

  /**
   * Negation.
   *
   * @param negated what does not hold
   */
  record Not(Formula negated) implements Formula {
    @Override
    public Formula next() {
      return new Not(negated.next());
    }
  }

  /**
   * Conjunction.
   *
   * @param all what holds
   */
  record And(List<Formula> all) implements Formula {
    @Override
    public Formula next() {
      return new And(all.stream().map(Formula::next).toList());
    }
  }

  /**
   * Disjunction.
   *
   * @param some of which one holds
   */
  record Or(List<Formula> some) implements Formula {
    @Override
    public Formula next() {
      return new Or(some.stream().map(Formula::next).toList());
    }
  }

  /**
   * Equivalence.
   *
   * @param left a formula
   * @param right another
   */
  record Iff(Formula left, Formula right) implements Formula {
    @Override
    public Formula next() {
      return new Iff(left.next(), right.next());
    }
  }

  /**
   * Universal quantification.
   *
   * @param variable what is bound
   * @param body what holds of each
   */
  record ForAll(Term.Variable variable, Formula body) implements Formula {
    @Override
    public Formula next() {
      return new ForAll(variable, body.next());
    }
  }

  /**
   * Existential quantification.
   *
   * @param variable what is bound
   * @param body what holds of one
   */
  record Exists(Term.Variable variable, Formula body) implements Formula {
    @Override
    public Formula next() {
      return new Exists(variable, body.next());
    }
  }

  /**
   * Negation.
   *
   * @param formula what does not hold
   * @return the formula
   */
  static Formula not(Formula formula) {
    return new Not(formula);
  }

  /**
   * Conjunction.
   *
   * @param all what holds
   * @return the formula
   */
  static Formula and(Formula... all) {
    return new And(List.of(all));
  }

  /**
   * Disjunction.
   *
   * @param some of which one holds
   * @return the formula
   */
  static Formula or(Formula... some) {
    return new Or(List.of(some));
  }

  /**
   * Implication.
   *
   * @param condition when
   * @param then what holds
   * @return the formula
   */
  static Formula implies(Formula condition, Formula then) {
    return or(not(condition), then);
  }

  /**
   * A choice.
   *
   * @param condition when
   * @param then what holds if it does
   * @param otherwise what holds if it does not
   * @return the formula
   */
  static Formula choose(Formula condition, Formula then, Formula otherwise) {
    return and(implies(condition, then), implies(not(condition), otherwise));
  }

  /**
   * Equality.
   *
   * @param left a term
   * @param right another of the same sort
   * @return the formula
   */
  static Formula same(Term left, Term right) {
    return new Same(left, right);
  }

  /**
   * Inequality.
   *
   * @param left a term
   * @param right another of the same sort
   * @return the formula
   */
  static Formula differ(Term left, Term right) {
    return not(same(left, right));
  }

  /**
   * Universal quantification.
   *
   * @param body what holds of each
   * @param variables what is bound
   * @return the formula
   */
  static Formula forAll(Formula body, Term.Variable... variables) {
    Formula all = body;
    for (int i = variables.length - 1; i >= 0; i--) {
      all = new ForAll(variables[i], all);
    }
    return all;
  }

  /**
   * Existential quantification.
   *
   * @param body what holds of one
   * @param variable what is bound
   * @return the formula
   */
  static Formula exists(Formula body, Term.Variable variable) {
    return new Exists(variable, body);
  }
}
