package dev.holdfast.tla.proof;

import java.util.List;

/**
 * A kind of step.
 *
 * @param name its name in the module
 * @param system whether the target OS or the proxy takes it, not their environment
 * @param parameters what the step is about: it may be taken for any value of these
 * @param step when it is possible, and what it makes of the state
 */
public record Action(String name, boolean system, List<Term.Variable> parameters, Formula step) {
  /** Keeps an immutable copy. */
  public Action {
    parameters = List.copyOf(parameters);
  }
}
