package dev.holdfast.tla.proof;

import static dev.holdfast.tla.proof.Formula.not;

import dev.holdfast.model.Rule;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proves that {@link Coordination} keeps its invariants and properties of steps, and that every
 * step of {@link Handshake} is one of Coordination, for any number of domains, processes,
 * resources, programs and attempts, and shows that the proof could fail: every action is possible,
 * and every {@link Slip} is caught.
 */
public final class Proof {
  /**
   * For examples: two of each are enough to be of two minds, a third resource lets one program
   * provide two. Generations and attempts 0 to 3.
   */
  private static final Map<Sort, Integer> SMALL =
      Map.of(
          Sort.PROCESS, 2, Sort.RESOURCE, 3, Sort.PROGRAM, 2, Sort.GENERATION, 5, Sort.ATTEMPT, 5);

  private Proof() {}

  /**
   * What was found about one name of the module.
   *
   * @param theory where it stands: {@link Coordination} or {@link Handshake}
   * @param name the invariant or property of steps
   * @param rules what it states, or a part of it
   * @param proved whether it was proved for all sizes
   * @param queries how many queries it took
   */
  public record Result(String theory, String name, List<Rule> rules, boolean proved, int queries) {
    /** Keeps an immutable copy. */
    public Result {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What a slip breaks.
   *
   * @param slip the slip
   * @param broken the names of all that the wrong action breaks
   * @param confirmed whether {@link Structure} agrees that the counterexamples are such
   */
  public record Caught(Slip slip, Set<String> broken, boolean confirmed) {
    /** Keeps an immutable copy. */
    public Caught {
      broken = Set.copyOf(broken);
    }

    /**
     * Whether the slip breaks what it says, all of it and no more.
     *
     * @return whether it does
     */
    public boolean asDeclared() {
      return confirmed && broken.equals(Set.copyOf(slip.breaks()));
    }
  }

  /**
   * Proves both theories.
   *
   * @return the results, first Coordination's, in the order of its module
   */
  public static List<Result> run() {
    List<Result> results = new ArrayList<>(run(Coordination.theory()));
    results.addAll(run(Handshake.theory()));
    return results;
  }

  /**
   * Proves, one invariant or property of steps after the other.
   *
   * @param theory of what
   * @return the results, in the order of the theory
   */
  public static List<Result> run(Theory theory) {
    Map<String, Result> results = new LinkedHashMap<>();
    try (Solver solver = Solver.ofAnySize(theory)) {
      solver.push();
      solver.assume(theory.init());
      for (Property property : theory.invariants()) {
        prove(solver, theory, property, property.formula(), results);
      }
      solver.pop();
      theory.invariants().forEach(property -> solver.assume(property.formula()));
      for (Action action : theory.actions()) {
        solver.push();
        solver.assume(action.step());
        for (Property property : theory.about(action)) {
          prove(solver, theory, property, property.afterStep(), results);
        }
        solver.pop();
      }
    }
    return List.copyOf(results.values());
  }

  private static void prove(
      Solver solver, Theory theory, Property property, Formula due, Map<String, Result> results) {
    Result result =
        new Result(theory.name(), property.name(), property.rules(), solver.proves(due), 1);
    results.merge(
        property.name(),
        result,
        (a, b) ->
            new Result(
                a.theory(),
                a.name(),
                a.rules(),
                a.proved() && b.proved(),
                a.queries() + b.queries()));
  }

  /**
   * The actions that no step takes from a state that keeps every invariant, of those that change
   * anything: what is proved of them is proved of nothing.
   *
   * @param theory of what
   * @return the names of actions; should be empty
   */
  public static List<String> impossible(Theory theory) {
    List<String> impossible = new ArrayList<>();
    for (Action action : theory.actions()) {
      try (Solver solver = after(theory, action)) {
        solver.assume(theory.changes());
        if (solver.example(action.parameters()).isEmpty()) {
          impossible.add(action.name());
        }
      }
    }
    return impossible;
  }

  /**
   * Makes every slip and lets Z3 look for steps from a state that keeps every invariant to what is
   * broken.
   *
   * @return what each slip breaks
   */
  public static List<Caught> slips() {
    return Arrays.stream(Slip.values()).map(Proof::caught).toList();
  }

  private static Caught caught(Slip slip) {
    Theory theory = slip.theory();
    Action wrong = slip.wrong();
    Set<String> broken = new TreeSet<>();
    boolean confirmed = true;
    try (Solver solver = after(theory, wrong)) {
      for (Property property : theory.about(wrong)) {
        Formula breaks = not(property.afterStep());
        solver.push();
        solver.assume(breaks);
        Optional<Structure.Step> example = solver.example(wrong.parameters());
        solver.pop();
        if (example.isPresent()) {
          broken.add(property.name());
          confirmed &=
              example.get().satisfies(wrong.step())
                  && example.get().satisfies(breaks)
                  && theory.invariants().stream()
                      .allMatch(i -> example.get().satisfies(i.formula()));
        }
      }
    }
    return new Caught(slip, broken, confirmed);
  }

  /** For examples of steps from states that keep every invariant. */
  private static Solver after(Theory theory, Action action) {
    Solver solver = Solver.ofSize(theory, SMALL);
    theory.invariants().forEach(property -> solver.assume(property.formula()));
    solver.assume(action.step());
    return solver;
  }

  /**
   * Prints what is proved, rule by rule; exits 1 if anything is not, or the proof could not fail.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.exit(report(System.out) ? 0 : 1);
  }

  private static boolean report(PrintStream out) {
    long start = System.nanoTime();
    List<Result> results = run();
    out.printf(
        "For any number of domains, processes, resources, programs and attempts:%n"
            + "%d of %d formulas proved, %d queries, %s%n%n",
        results.stream().filter(Result::proved).count(),
        results.size(),
        results.stream().mapToInt(Result::queries).sum(),
        since(start));
    for (Rule rule : Rule.values()) {
      List<Result> its = results.stream().filter(r -> r.rules().contains(rule)).toList();
      if (its.isEmpty()) {
        out.printf("%-6s  in bounds only%n", rule.id());
      }
      for (Result result : its) {
        out.printf(
            "%-6s  %-12s  %-17s  %-10s  %3d queries%n",
            rule.id(),
            result.theory(),
            result.name(),
            result.proved() ? "proved" : "NOT PROVED",
            result.queries());
      }
    }
    start = System.nanoTime();
    List<Theory> theories = List.of(Coordination.theory(), Handshake.theory());
    List<String> impossible = theories.stream().flatMap(t -> impossible(t).stream()).toList();
    int actions = theories.stream().mapToInt(theory -> theory.actions().size()).sum();
    List<Caught> slips = slips();
    long caught = slips.stream().filter(Caught::asDeclared).count();
    out.printf(
        "%nThe proof can fail: %d of %d actions are possible, %d of %d slips break what%n"
            + "they are declared to break, %s%n",
        actions - impossible.size(), actions, caught, slips.size(), since(start));
    slips.stream().filter(slip -> !slip.asDeclared()).forEach(out::println);
    return results.stream().allMatch(Result::proved)
        && impossible.isEmpty()
        && caught == slips.size();
  }

  private static String since(long start) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
  }
}
