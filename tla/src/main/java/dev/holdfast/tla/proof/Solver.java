package dev.holdfast.tla.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.EnumSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.IntExpr;
import com.microsoft.z3.Model;
import com.microsoft.z3.Status;
import dev.holdfast.tla.proof.Symbol.Function;
import dev.holdfast.tla.proof.Symbol.Relation;
import dev.holdfast.tla.proof.Term.Variable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Z3, asked about formulas. Asked for a proof, it knows nothing of how many processes, resources
 * and programs there are; asked for an example, it is told how many, and quantifiers become lists.
 * To be closed. Not thread-safe.
 */
final class Solver implements AutoCloseable {
  private static final int MILLISECONDS = 60_000;

  private final Context z3 = new Context(Map.of("model", "true"));
  private final com.microsoft.z3.Solver solver = z3.mkSolver();
  private final Theory theory;
  private final Map<Sort, Integer> sizes;
  private final Map<Sort, com.microsoft.z3.Sort> sorts = new EnumMap<>(Sort.class);
  private final Map<String, FuncDecl<?>> symbols = new HashMap<>();
  private final Map<Variable, Expr<?>> bound = new HashMap<>();
  private int queries;

  private Solver(Theory theory, Map<Sort, Integer> sizes) {
    this.theory = theory;
    this.sizes = sizes;
    solver.setParameters(timeout());
    for (Sort sort : Sort.values()) {
      sorts.put(sort, sort(sort));
    }
    for (Symbol symbol : theory.constants()) {
      declare(symbol, symbol.name());
    }
    for (Symbol symbol : theory.variables()) {
      declare(symbol, symbol.name());
      declare(symbol, primed(symbol));
    }
  }

  /**
   * For proofs: there may be any number of everything.
   *
   * @param theory about what
   */
  static Solver ofAnySize(Theory theory) {
    return new Solver(theory, Map.of());
  }

  /**
   * For examples.
   *
   * @param theory about what
   * @param sizes how many there are of each sort
   */
  static Solver ofSize(Theory theory, Map<Sort, Integer> sizes) {
    return new Solver(theory, new EnumMap<>(sizes));
  }

  private com.microsoft.z3.Params timeout() {
    com.microsoft.z3.Params params = z3.mkParams();
    params.add("timeout", MILLISECONDS);
    return params;
  }

  private com.microsoft.z3.Sort sort(Sort sort) {
    if (sort.counts()) {
      return z3.getIntSort();
    }
    if (!sort.names().isEmpty()) {
      return z3.mkEnumSort(sort.name(), sort.names().toArray(String[]::new));
    }
    Integer size = sizes.get(sort);
    if (size == null) {
      return z3.mkUninterpretedSort(sort.name());
    }
    String[] names = new String[size];
    for (int i = 0; i < size; i++) {
      names[i] = sort.name() + i;
    }
    return z3.mkEnumSort(sort.name(), names);
  }

  private static String primed(Symbol symbol) {
    return symbol.name() + "'";
  }

  private void declare(Symbol symbol, String name) {
    com.microsoft.z3.Sort[] takes =
        symbol.takes().stream().map(this::known).toArray(com.microsoft.z3.Sort[]::new);
    com.microsoft.z3.Sort gives =
        symbol instanceof Function function ? known(function.gives()) : z3.getBoolSort();
    symbols.put(name, z3.mkFuncDecl(name, takes, gives));
    if (!sizes.isEmpty() && symbol instanceof Function f && f.gives().counts()) {
      forEach(symbol.takes(), arguments -> bound(f.gives(), apply(name, arguments)));
    }
  }

  private void bound(Sort sort, Expr<?> number) {
    add(z3.mkGe((IntExpr) number, z3.mkInt(0)));
    add(z3.mkLt((IntExpr) number, z3.mkInt(numbers(sort))));
  }

  /** How many numbers a symbol may have as its value: one less, see {@link Structure}. */
  private int numbers(Sort sort) {
    return sizes.getOrDefault(sort, 0) - 1;
  }

  private com.microsoft.z3.Sort known(Sort sort) {
    com.microsoft.z3.Sort its = sorts.get(sort);
    if (its == null) {
      throw new IllegalStateException("no sort " + sort);
    }
    return its;
  }

  /**
   * Takes this to hold from now on, or until {@link #pop}.
   *
   * @param formula what
   */
  void assume(Formula formula) {
    add(translate(formula));
  }

  private void add(BoolExpr... all) {
    solver.add(all);
  }

  /** Remembers what is assumed. */
  void push() {
    solver.push();
  }

  /** Forgets what was assumed since the last {@link #push}. */
  void pop() {
    solver.pop();
  }

  /**
   * Whether a formula follows from what is assumed.
   *
   * @param formula what
   * @return true if it is proved; false if it is refuted or Z3 does not know
   */
  boolean proves(Formula formula) {
    solver.push();
    add(z3.mkNot(translate(formula)));
    queries++;
    Status status = solver.check();
    solver.pop();
    return status == Status.UNSATISFIABLE;
  }

  /**
   * A step that is as assumed.
   *
   * @param parameters what it binds beside the states
   * @return empty if there is none of the given sizes
   * @throws IllegalStateException if Z3 does not know
   */
  Optional<Structure.Step> example(List<Variable> parameters) {
    for (Variable parameter : parameters) {
      if (parameter.sort().counts()) {
        bound(parameter.sort(), term(parameter));
      }
    }
    queries++;
    Status status = solver.check();
    if (status == Status.UNKNOWN) {
      throw new IllegalStateException("Z3 does not know: " + solver.getReasonUnknown());
    }
    if (status == Status.UNSATISFIABLE) {
      return Optional.empty();
    }
    Model model = solver.getModel();
    Structure before = new Structure(theory, sizes);
    Structure after = new Structure(theory, sizes);
    for (Symbol symbol : theory.constants()) {
      read(model, symbol, symbol.name(), before);
      read(model, symbol, symbol.name(), after);
    }
    for (Symbol symbol : theory.variables()) {
      read(model, symbol, symbol.name(), before);
      read(model, symbol, primed(symbol), after);
    }
    Structure.Step step = new Structure.Step(before, after);
    for (Variable parameter : parameters) {
      step.bind(parameter, number(parameter.sort(), model.eval(term(parameter), true)));
    }
    return Optional.of(step);
  }

  private void read(Model model, Symbol symbol, String name, Structure into) {
    forEach(
        symbol.takes(),
        arguments -> {
          int[] at = new int[arguments.size()];
          for (int i = 0; i < at.length; i++) {
            at[i] = number(symbol.takes().get(i), arguments.get(i));
          }
          Expr<?> value = model.eval(apply(name, arguments), true);
          if (symbol instanceof Function function) {
            into.set(function, number(function.gives(), value), at);
          } else if (value.isTrue()) {
            into.add((Relation) symbol, at);
          }
        });
  }

  private int number(Sort sort, Expr<?> value) {
    return sort.counts() ? Integer.parseInt(value.toString()) : elements(sort).indexOf(value);
  }

  /** Every element of a sort of which there are finitely many. */
  private List<Expr<?>> elements(Sort sort) {
    List<Expr<?>> elements = new ArrayList<>();
    if (known(sort) instanceof EnumSort<?> names) {
      elements.addAll(List.of(names.getConsts()));
    } else {
      for (int i = 0; i < numbers(sort); i++) {
        elements.add(z3.mkInt(i));
      }
    }
    return elements;
  }

  private void forEach(List<Sort> takes, java.util.function.Consumer<List<Expr<?>>> body) {
    forEach(takes, List.of(), body);
  }

  private void forEach(
      List<Sort> takes, List<Expr<?>> head, java.util.function.Consumer<List<Expr<?>>> body) {
    if (head.size() == takes.size()) {
      body.accept(head);
      return;
    }
    for (Expr<?> element : elements(takes.get(head.size()))) {
      List<Expr<?>> longer = new ArrayList<>(head);
      longer.add(element);
      forEach(takes, longer, body);
    }
  }

  /**
   * How often Z3 was asked.
   *
   * @return the number of queries
   */
  int queries() {
    return queries;
  }

  private Expr<?> apply(String name, List<Expr<?>> arguments) {
    FuncDecl<?> symbol = symbols.get(name);
    if (symbol == null) {
      throw new IllegalArgumentException("no such symbol: " + name);
    }
    return z3.mkApp(symbol, arguments.toArray(Expr[]::new));
  }

  private BoolExpr translate(Formula formula) {
    if (formula instanceof Formula.Holds holds) {
      String name = holds.primed() ? primed(holds.relation()) : holds.relation().name();
      return (BoolExpr) apply(name, terms(holds.arguments()));
    } else if (formula instanceof Formula.Same same) {
      return z3.mkEq(term(same.left()), term(same.right()));
    } else if (formula instanceof Formula.AtMost atMost) {
      return z3.mkLe((IntExpr) term(atMost.left()), (IntExpr) term(atMost.right()));
    } else if (formula instanceof Formula.Not not) {
      return z3.mkNot(translate(not.negated()));
    } else if (formula instanceof Formula.And and) {
      return z3.mkAnd(translate(and.all()));
    } else if (formula instanceof Formula.Or or) {
      return z3.mkOr(translate(or.some()));
    } else if (formula instanceof Formula.Iff iff) {
      return z3.mkIff(translate(iff.left()), translate(iff.right()));
    } else if (formula instanceof Formula.ForAll forAll) {
      return quantified(forAll.variable(), forAll.body(), true);
    } else {
      Formula.Exists exists = (Formula.Exists) formula;
      return quantified(exists.variable(), exists.body(), false);
    }
  }

  private BoolExpr[] translate(List<Formula> formulas) {
    return formulas.stream().map(this::translate).toArray(BoolExpr[]::new);
  }

  private BoolExpr quantified(Variable variable, Formula body, boolean universal) {
    Expr<?> outer = bound.get(variable);
    BoolExpr result;
    if (sizes.isEmpty()) {
      Expr<?> constant = z3.mkFreshConst(variable.name(), known(variable.sort()));
      bound.put(variable, constant);
      Expr<?>[] constants = {constant};
      result =
          universal
              ? z3.mkForall(constants, translate(body), 1, null, null, null, null)
              : z3.mkExists(constants, translate(body), 1, null, null, null, null);
    } else {
      List<BoolExpr> each = new ArrayList<>();
      for (Expr<?> element : elements(variable.sort())) {
        bound.put(variable, element);
        each.add(translate(body));
      }
      BoolExpr[] all = each.toArray(BoolExpr[]::new);
      result = universal ? z3.mkAnd(all) : z3.mkOr(all);
    }
    if (outer == null) {
      bound.remove(variable);
    } else {
      bound.put(variable, outer);
    }
    return result;
  }

  private List<Expr<?>> terms(List<Term> terms) {
    List<Expr<?>> translated = new ArrayList<>();
    terms.forEach(term -> translated.add(term(term)));
    return translated;
  }

  private Expr<?> term(Term term) {
    if (term instanceof Variable variable) {
      Expr<?> its = bound.get(variable);
      return its != null ? its : z3.mkConst(variable.name(), known(variable.sort()));
    } else if (term instanceof Term.Literal literal) {
      return literal.sort().counts()
          ? z3.mkInt(literal.value())
          : ((EnumSort<?>) known(literal.sort())).getConst(literal.value());
    } else if (term instanceof Term.Successor successor) {
      return z3.mkAdd((IntExpr) term(successor.of()), z3.mkInt(1));
    } else {
      Term.Value value = (Term.Value) term;
      String name = value.primed() ? primed(value.function()) : value.function().name();
      return apply(name, terms(value.arguments()));
    }
  }

  @Override
  public void close() {
    z3.close();
  }
}
