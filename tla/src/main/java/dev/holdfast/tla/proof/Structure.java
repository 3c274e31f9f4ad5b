package dev.holdfast.tla.proof;

import dev.holdfast.tla.proof.Symbol.Function;
import dev.holdfast.tla.proof.Symbol.Relation;
import dev.holdfast.tla.proof.Term.Variable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One state in which there are finitely many of everything: where a formula can be evaluated. Not
 * thread-safe.
 *
 * <p>Everything is a number from 0. A variable that stands for a generation or an attempt ranges
 * over those below the size of that sort, which must exceed every one of the state by one at least:
 * beyond, no relation has a member.
 */
public final class Structure {
  private final Map<Sort, Integer> sizes;
  private final List<Symbol> variables;
  private final Map<Symbol, int[]> values = new HashMap<>();

  /**
   * A state in which every relation is empty and every function 0.
   *
   * @param theory what it is a state of
   * @param sizes how many there are of each sort
   */
  public Structure(Theory theory, Map<Sort, Integer> sizes) {
    this.sizes = new EnumMap<>(sizes);
    for (Sort sort : Sort.values()) {
      if (!sort.names().isEmpty()) {
        this.sizes.put(sort, sort.names().size());
      }
    }
    theory.constants().forEach(this::add);
    theory.variables().forEach(this::add);
    variables = theory.variables();
  }

  private void add(Symbol symbol) {
    values.put(
        symbol, new int[symbol.takes().stream().mapToInt(this::size).reduce(1, (a, b) -> a * b)]);
  }

  /**
   * How many there are of a sort.
   *
   * @param sort which
   * @return the number
   */
  public int size(Sort sort) {
    return sizes.getOrDefault(sort, 0);
  }

  /**
   * Adds a member to a relation.
   *
   * @param relation to which
   * @param member what
   */
  public void add(Relation relation, int... member) {
    set(relation, 1, member);
  }

  /**
   * Gives a function a value.
   *
   * @param function which
   * @param value the value
   * @param arguments of what
   */
  public void set(Function function, int value, int... arguments) {
    set((Symbol) function, value, arguments);
  }

  private void set(Symbol symbol, int value, int... arguments) {
    table(symbol)[index(symbol, arguments)] = value;
  }

  private int[] table(Symbol symbol) {
    int[] table = values.get(symbol);
    if (table == null) {
      throw new IllegalArgumentException("no such symbol: " + symbol.name());
    }
    return table;
  }

  private int index(Symbol symbol, int... arguments) {
    int index = 0;
    for (int i = 0; i < arguments.length; i++) {
      index = index * size(symbol.takes().get(i)) + arguments[i];
    }
    return index;
  }

  /**
   * Whether a formula about states holds.
   *
   * @param formula the formula, nothing primed
   * @return whether it does
   */
  public boolean satisfies(Formula formula) {
    return new Step(this, this).satisfies(formula);
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Structure that
            && sizes.equals(that.sizes)
            && values.keySet().stream().allMatch(x -> Arrays.equals(table(x), that.table(x))));
  }

  @Override
  public int hashCode() {
    return variables.stream()
        .mapToInt(s -> Arrays.hashCode(table(s)))
        .reduce(0, (a, b) -> 31 * a + b);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Symbol symbol : variables) {
      text.append(symbol.name()).append(Arrays.toString(table(symbol))).append(' ');
    }
    return text.toString().strip();
  }

  /** Two states of the same sizes and constants. Not thread-safe. */
  public static final class Step {
    private final Structure before;
    private final Structure after;
    private final Map<Variable, Integer> bound = new HashMap<>();

    /**
     * A step.
     *
     * @param before the state that it starts from
     * @param after the state that it leads to
     */
    public Step(Structure before, Structure after) {
      this.before = before;
      this.after = after;
    }

    /**
     * Fixes what a parameter stands for.
     *
     * @param variable the parameter
     * @param value what it stands for
     */
    public void bind(Variable variable, int value) {
      bound.put(variable, value);
    }

    /**
     * Whether the step is one of an action, for some value of its parameters for which something
     * else holds too.
     *
     * @param action which
     * @param also what else; it may speak of the parameters
     * @return whether it is
     */
    public boolean satisfies(Action action, Formula also) {
      return satisfies(Formula.and(action.step(), also), action.parameters());
    }

    private boolean satisfies(Formula formula, List<Variable> open) {
      return open.isEmpty()
          ? satisfies(formula)
          : any(open.get(0), () -> satisfies(formula, open.subList(1, open.size())));
    }

    /**
     * Whether a formula holds of the step.
     *
     * @param formula the formula; every parameter in it must be bound
     * @return whether it does
     */
    public boolean satisfies(Formula formula) {
      if (formula instanceof Formula.Holds holds) {
        return holds(holds);
      } else if (formula instanceof Formula.Same same) {
        return value(same.left()) == value(same.right());
      } else if (formula instanceof Formula.AtMost atMost) {
        return value(atMost.left()) <= value(atMost.right());
      } else if (formula instanceof Formula.Not not) {
        return !satisfies(not.negated());
      } else if (formula instanceof Formula.And and) {
        return and.all().stream().allMatch(this::satisfies);
      } else if (formula instanceof Formula.Or or) {
        return or.some().stream().anyMatch(this::satisfies);
      } else if (formula instanceof Formula.Iff iff) {
        return satisfies(iff.left()) == satisfies(iff.right());
      } else if (formula instanceof Formula.ForAll forAll) {
        return !any(forAll.variable(), () -> !satisfies(forAll.body()));
      } else {
        Formula.Exists exists = (Formula.Exists) formula;
        return any(exists.variable(), () -> satisfies(exists.body()));
      }
    }

    private boolean any(Variable variable, java.util.function.BooleanSupplier body) {
      int size = before.size(variable.sort());
      boolean found = false;
      for (int value = 0; value < size && !found; value++) {
        bound.put(variable, value);
        found = body.getAsBoolean();
      }
      return found;
    }

    private boolean holds(Formula.Holds holds) {
      Structure in = holds.primed() ? after : before;
      List<Term> arguments = holds.arguments();
      int[] member = new int[arguments.size()];
      for (int i = 0; i < member.length; i++) {
        member[i] = value(arguments.get(i));
        if (member[i] >= in.size(holds.relation().takes().get(i))) {
          return false;
        }
      }
      return in.table(holds.relation())[in.index(holds.relation(), member)] != 0;
    }

    private int value(Term term) {
      if (term instanceof Variable variable) {
        Integer value = bound.get(variable);
        if (value == null) {
          throw new IllegalArgumentException("nothing is bound to " + variable.name());
        }
        return value;
      } else if (term instanceof Term.Literal literal) {
        return literal.value();
      } else if (term instanceof Term.Successor successor) {
        return value(successor.of()) + 1;
      } else {
        Term.Value of = (Term.Value) term;
        Structure in = of.primed() ? after : before;
        int[] arguments = of.arguments().stream().mapToInt(this::value).toArray();
        return in.table(of.function())[in.index(of.function(), arguments)];
      }
    }
  }
}
