package dev.holdfast.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.oracle.World;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Environment;
import dev.holdfast.model.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrdersTest {
  private static final int MESSAGES = 4;

  static Stream<Arguments> scopes() {
    return Arrays.stream(Role.values())
        .flatMap(
            role ->
                IntStream.range(0, Orders.of(role).size())
                    .mapToObj(number -> Arguments.of(role, number)));
  }

  private static List<String> told(Scenario scenario) {
    return scenario.batches().stream().map(batch -> batch.get(0).toString()).toList();
  }

  /** Under every way to call what is alike. */
  private static Set<List<String>> alike(List<String> told, Renaming renaming) {
    Map<String, String> words = new HashMap<>();
    renaming.names().forEach((one, other) -> words.put(one.toString(), other.toString()));
    Pattern word = Pattern.compile("[A-Za-z]+");
    List<String> others =
        told.stream()
            .map(
                text ->
                    word.matcher(text)
                        .replaceAll(its -> words.getOrDefault(its.group(), its.group())))
            .toList();
    return new HashSet<>(List.of(told, others));
  }

  /** What all there is comes to, counted without the kit's graph, and without leaving any out. */
  @ParameterizedTest
  @MethodSource("scopes")
  void nothingIsMissingAndNothingIsToldTwice(Role role, int number) {
    Orders orders = Orders.of(role).get(number);
    Set<Set<List<String>>> due = new HashSet<>();
    new Everything(role, orders.scope())
        .longest(MESSAGES, told -> due.add(alike(told, orders.alike())));
    List<Set<List<String>>> done =
        orders.scenarios("x", MESSAGES).stream()
            .map(scenario -> alike(told(scenario), orders.alike()))
            .toList();
    assertEquals(due, new HashSet<>(done));
    assertEquals(due.size(), done.size(), "one is told twice");
    assertTrue(due.size() > 20, () -> "only " + due.size());
  }

  /** All paths of the model, one after the other; slow and plain. */
  private static final class Everything {
    private final Role role;
    private final Scope scope;

    private record Moment(Environment environment, World world) {}

    private record Step(Envelope in, Moment after) {}

    Everything(Role role, Scope scope) {
      this.role = role;
      this.scope = scope;
    }

    /** Those that are as long as they may be, or cannot go on. */
    void longest(int messages, Consumer<List<String>> visitor) {
      Moment first = new Moment(Environment.of(scope), World.fresh(scope.catalogue()));
      longest(List.of(), Set.of(first), messages, visitor);
    }

    private void longest(
        List<String> told, Set<Moment> moments, int left, Consumer<List<String>> visitor) {
      Map<String, Set<Moment>> next = new HashMap<>();
      for (Moment moment : left == 0 ? Set.<Moment>of() : settled(moments)) {
        for (Step step : steps(moment)) {
          if (role.hears(step.in())) {
            next.computeIfAbsent(step.in().toString(), any -> new HashSet<>()).add(step.after());
          }
        }
      }
      if (next.isEmpty()) {
        visitor.accept(told);
      }
      next.forEach(
          (in, after) -> {
            List<String> longer = new ArrayList<>(told);
            longer.add(in);
            longest(longer, after, left - 1, visitor);
          });
    }

    private Set<Moment> settled(Set<Moment> moments) {
      Set<Moment> reached = new HashSet<>(moments);
      Set<Moment> still = new HashSet<>();
      Deque<Moment> open = new ArrayDeque<>(moments);
      while (!open.isEmpty()) {
        Moment moment = open.remove();
        boolean moves = false;
        for (Step step : steps(moment)) {
          if (!role.hears(step.in())) {
            moves = true;
            if (reached.add(step.after())) {
              open.add(step.after());
            }
          }
        }
        if (!moves) {
          still.add(moment);
        }
      }
      return role == Role.DEVICE ? still : reached;
    }

    private List<Step> steps(Moment moment) {
      List<Step> steps = new ArrayList<>();
      World world = moment.world();
      List<Environment.Move> moves =
          new ArrayList<>(moment.environment().happenings(scope, world.target()));
      if (world.target().accepting()) {
        moves.addAll(moment.environment().sayings(scope));
      }
      for (Environment.Move move : moves) {
        for (World.Move heard : world.hear(Role.DEVICE, move.in())) {
          steps.add(new Step(move.in(), new Moment(move.after(), heard.after())));
        }
      }
      for (World.Move heard : world.inside(Role.DEVICE)) {
        steps.add(new Step(heard.exchange().in(), new Moment(moment.environment(), heard.after())));
      }
      return steps;
    }
  }

  /**
   * Of what domains alone say there are as many orders as ways to shuffle what each of them can
   * say: counted by binomial coefficients.
   */
  @Test
  void theChannelsOfTheDomainsAreShuffledInEveryWay() {
    Orders orders = Orders.of(Role.PROXY).get(0);
    Environment environment = Environment.of(orders.scope());
    long[] alone = new long[MESSAGES + 1];
    for (int length = 0; length <= MESSAGES; length++) {
      alone[length] = sayings(orders.scope(), environment, length);
    }
    long due = 0;
    long ways = 1;
    for (int first = 0; first <= MESSAGES; first++) {
      due += ways * alone[first] * alone[MESSAGES - first];
      ways = ways * (MESSAGES - first) / (first + 1);
    }
    long done =
        orders.scenarios("x", MESSAGES).stream()
            .filter(
                scenario ->
                    scenario.batches().stream()
                        .allMatch(batch -> batch.get(0).channel() instanceof Channel.OfDomain))
            .count();
    assertEquals(due / 2, done, "each is told under the name of one of two domains");
  }

  /** How many sequences of this length one domain can say. */
  private static long sayings(Scope scope, Environment environment, int length) {
    Channel one = Channel.of(scope.originators().firstKey());
    return length == 0
        ? 1
        : environment.sayings(scope).stream()
            .filter(move -> move.in().channel().equals(one))
            .mapToLong(move -> sayings(scope, move.after(), length - 1))
            .sum();
  }

  /** What comes early, late, or of an attempt that is over, by examples. */
  @Test
  void answersOvertakeEachOther() {
    Set<List<String>> all =
        Orders.of(Role.PROXY).get(0).scenarios("x", Orders.MESSAGES).stream()
            .map(OrdersTest::told)
            .collect(Collectors.toSet());
    String up = "A DomainUp(1)";
    String request = "A Request(1, [1.1], map)";
    String release = "A Release(2, 1.1, map)";
    String again = "A Request(3, [1.1], map)";
    String old = "target Provided(map, 1, nav, 1, map#1#1)";
    String answer = "target Provided(map, 2, nav, 1, map#2#1)";
    String next = "target Provided(map, 2, nav, 2, map#2#2)";
    String failed = "target StartFailed(map, 1, START_FAILED)";
    String died = "target Died(nav, 1, CRASHED)";
    for (List<String> due :
        List.of(
            List.of(up, request, release, again, old, answer),
            List.of(up, request, release, again, answer, old),
            List.of(up, request, release, again, next, old),
            List.of(up, request, release, again, next, failed),
            List.of(up, request, release, again, failed, next),
            List.of(up, request, died, old, release, again),
            List.of(up, request, release, again, died, answer))) {
      assertTrue(all.contains(due), due::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameBoundAlwaysGivesTheSame(Role role) {
    List<Scenario> scenarios = Orders.scenarios(role, MESSAGES);
    assertEquals(scenarios, Orders.scenarios(role, MESSAGES));
    assertEquals(
        scenarios.size(), new TreeSet<>(scenarios.stream().map(Scenario::name).toList()).size());
    for (Scenario scenario : scenarios) {
      assertTrue(scenario.inTurn(), scenario::toString);
      assertFalse(scenario.messages() > MESSAGES, scenario::toString);
      scenario.batches().forEach(batch -> assertTrue(role.hears(batch.get(0)), batch::toString));
    }
  }
}
