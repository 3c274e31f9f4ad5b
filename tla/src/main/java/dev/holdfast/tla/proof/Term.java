package dev.holdfast.tla.proof;

import java.util.List;

/** Something that a formula speaks of. */
public sealed interface Term {
  /**
   * What it stands for.
   *
   * @return its sort
   */
  Sort sort();

  /**
   * The same term of the state after the step.
   *
   * @return the term with every variable of the state primed
   */
  default Term next() {
    return this;
  }

  /**
   * Bound by a quantifier, or the parameter of an action.
   *
   * @param name its name
   * @param sort what it stands for
   */
  record Variable(String name, Sort sort) implements Term {}

  /**
   * A number, or the value of this index in a sort that is a list of names.
   *
   * @param sort what it stands for
   * @param value which
   */
  record Literal(Sort sort, int value) implements Term {}

  /**
   * The value of a function.
   *
   * @param function which
   * @param primed whether after the step
   * @param arguments of what
   */
  record Value(Symbol.Function function, boolean primed, List<Term> arguments) implements Term {
    @Override
    public Sort sort() {
      return function.gives();
    }

    @Override
    public Term next() {
      return new Value(function, function.varies(), arguments.stream().map(Term::next).toList());
    }
  }

  /**
   * The next generation or attempt.
   *
   * @param of the one before
   */
  record Successor(Term of) implements Term {
    @Override
    public Sort sort() {
      return of.sort();
    }

    @Override
    public Term next() {
      return new Successor(of.next());
    }
  }
}
