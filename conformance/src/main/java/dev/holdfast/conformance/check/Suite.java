package dev.holdfast.conformance.check;

import dev.holdfast.conformance.scenario.Coverage;
import dev.holdfast.conformance.scenario.Orders;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a subject is to be told.
 *
 * @param scenarios the scenarios, in a fixed order
 * @param goals what has been told completely when all of them have been run
 */
public record Suite(List<Scenario> scenarios, List<Goal> goals) {
  private static final int QUICK_WALKS = 120;
  private static final int QUICK_RACES = 20;

  /** No scope that is covered has more steps. */
  private static final int STEPS = 20_000;

  /** Keeps immutable copies. */
  public Suite {
    scenarios = List.copyOf(scenarios);
    goals = List.copyOf(goals);
  }

  /**
   * Something that is to be told completely.
   *
   * @param what what it is
   * @param due all that belongs to it: scenarios by name, or messages in states ({@link
   *     dev.holdfast.conformance.scenario.Told})
   */
  public record Goal(String what, Set<?> due) {
    /** Keeps an immutable copy. */
    public Goal {
      due = Set.copyOf(due);
    }
  }

  /**
   * How much of a suite there is to be.
   *
   * @param walks how many random walks of each kind
   * @param messages every order of up to so many messages is told
   */
  public record Extent(int walks, int messages) {}

  /**
   * The scenarios for a role: those that cover the small scopes, then random walks, then those in
   * which any two messages meet in the small scopes, then random races, then random walks with
   * messages that do not fit, then every order of a few messages.
   *
   * @param role the subject's role
   * @param seed the seed of the walks
   * @param extent how many
   * @param progress told how many there are, now and then
   * @return the suite
   */
  public static Suite full(Role role, long seed, Extent extent, LongConsumer progress) {
    List<Scenario> scenarios = new ArrayList<>();
    List<Scenario> meetings = new ArrayList<>();
    Map<String, Set<Object>> mishaps = new LinkedHashMap<>();
    int number = 0;
    for (Scope scope : Scopes.covering()) {
      Coverage coverage = new Coverage(scope, STEPS);
      scenarios.addAll(coverage.scenarios("cover-" + ++number + "-", role, progress));
      meetings.addAll(coverage.races("meet-" + number + "-", role));
      coverage
          .mishaps(role)
          .forEach(
              (what, due) -> mishaps.computeIfAbsent(what, any -> new HashSet<>()).addAll(due));
    }
    Walks random = new Walks(role, seed);
    numbered(extent.walks(), random::walk, scenarios);
    scenarios.addAll(meetings); // after all that has one order: there it is clear what was wrong
    numbered(extent.walks(), random::race, scenarios);
    numbered(extent.walks(), random::stray, scenarios);
    List<Scenario> orders = Orders.scenarios(role, extent.messages());
    scenarios.addAll(orders);
    List<Goal> goals = new ArrayList<>(List.of(goal(orders, extent.messages())));
    mishaps.forEach((what, due) -> goals.add(new Goal(what + ", in every state", due)));
    return new Suite(scenarios, goals);
  }

  private static void numbered(int count, IntFunction<Scenario> walk, List<Scenario> all) {
    IntStream.range(0, count).mapToObj(walk).forEach(all::add);
  }

  private static Goal goal(List<Scenario> orders, int messages) {
    return new Goal(
        "every order of up to " + messages + " messages",
        orders.stream().map(Scenario::name).collect(Collectors.toSet()));
  }

  /**
   * A few scenarios for a role: for a first impression.
   *
   * @param role the subject's role
   * @param seed the seed of the walks
   * @param messages every order of up to so many messages is told
   * @return random walks and races, in which the condition of every rule arises, and every order of
   *     a few messages
   */
  public static Suite quick(Role role, long seed, int messages) {
    List<Scenario> orders = Orders.scenarios(role, messages);
    List<Scenario> scenarios =
        new ArrayList<>(few(role, seed, QUICK_WALKS, QUICK_RACES, any -> true));
    scenarios.addAll(orders);
    return new Suite(scenarios, List.of(goal(orders, messages)));
  }

  /**
   * Some scenarios for a role, random ones alone.
   *
   * @param role the subject's role
   * @param seed the seed of the walks
   * @param walks about so many walks, or more if that takes more
   * @param races of so many races those that are possible
   * @param possible which scenarios can be run
   * @return the scenarios, in a fixed order; in them the condition of every rule arises, if there
   *     are possible walks in which it does
   */
  public static List<Scenario> few(
      Role role, long seed, int walks, int races, Predicate<Scenario> possible) {
    Walks random = new Walks(role, seed);
    Set<Rule> rules =
        Arrays.stream(Rule.values())
            .filter(rule -> Checker.applies(rule, role))
            .collect(Collectors.toSet());
    List<Scenario> scenarios = new ArrayList<>(random.walks(rules, walks, possible));
    IntStream.range(0, races).mapToObj(random::race).filter(possible).forEach(scenarios::add);
    return scenarios;
  }

  /**
   * The same with some of its scenarios; its goals stay, and may then be missed.
   *
   * @param some the scenarios
   * @return the suite
   */
  public Suite with(List<Scenario> some) {
    return new Suite(some, goals);
  }
}
