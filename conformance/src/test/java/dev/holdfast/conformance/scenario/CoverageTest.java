package dev.holdfast.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.oracle.World;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Device;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Machines;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoverageTest {
  private static final int LIMIT = 20_000;

  static Stream<Arguments> scopes() {
    return IntStream.range(0, Scopes.covering().size())
        .boxed()
        .flatMap(
            scope -> Stream.of(Role.PROXY, Role.TARGET).map(role -> Arguments.of(scope, role)));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void everyMessageIsToldInEveryState(int number, Role role) {
    Scope scope = Scopes.covering().get(number);
    Set<Told> due = reachable(scope, role);
    assertFalse(due.isEmpty());
    Set<Told> done = new HashSet<>();
    for (Scenario scenario : new Coverage(scope, LIMIT).scenarios("cover-", role, any -> {})) {
      assertEquals(scope.catalogue(), scenario.catalogue());
      Set<World> worlds = Set.of(World.fresh(scenario.catalogue()));
      for (List<Envelope> batch : scenario.batches()) {
        assertEquals(1, batch.size());
        Envelope in = batch.get(0);
        assertTrue(role.hears(in), () -> role + " " + in);
        Set<World> next = new HashSet<>();
        for (World world : worlds) {
          for (World.Move move : world.hear(role, in)) {
            done.add(Told.of(move.exchange()));
            next.add(move.after());
          }
        }
        worlds = next;
      }
    }
    Set<Told> missed = new HashSet<>(due);
    missed.removeAll(done);
    assertEquals(Set.of(), missed, () -> "not told, of " + due.size());
  }

  private static Set<Told> reachable(Scope scope, Role role) {
    Set<Told> reachable = new HashSet<>();
    everyState(
        scope,
        exchanges ->
            exchanges.stream()
                .filter(exchange -> exchange instanceof ProxyExchange == (role == Role.PROXY))
                .map(Told::of)
                .forEach(reachable::add));
    return reachable;
  }

  /** By a search of its own, through the state graph of the whole device: what may come next. */
  private static void everyState(Scope scope, Consumer<List<Exchange>> visitor) {
    Device device = new Device(scope, Machines.REFERENCE);
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(device.initial()));
    while (!open.isEmpty()) {
      List<Exchange> exchanges = new ArrayList<>();
      device.successors(
          open.poll(),
          (target, outcome, next) -> {
            exchanges.add(device.outcome(outcome).exchange());
            if (seen.add(next)) {
              open.add(next);
            }
          });
      visitor.accept(exchanges);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameScopeAlwaysGivesTheSame(Role role) {
    for (Scope scope : Scopes.covering().subList(3, 6)) {
      List<Scenario> scenarios = new Coverage(scope, LIMIT).scenarios("x", role, done -> {});
      assertEquals(scenarios, new Coverage(scope, LIMIT).scenarios("x", role, done -> {}));
      scenarios.stream()
          .flatMap(scenario -> scenario.batches().stream().flatMap(List::stream))
          .forEach(in -> assertTrue(role.hears(in), () -> role + " " + in));
      assertEquals(scenarios.size(), scenarios.stream().map(Scenario::name).distinct().count());
    }
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void anyTwoMessagesMeet(int number, Role role) {
    Scope scope = Scopes.covering().get(number);
    Set<Set<Told>> missed = meetings(scope, role);
    for (Scenario race : new Coverage(scope, LIMIT).races("meet-", role)) {
      Set<World> worlds = Set.of(World.fresh(race.catalogue()));
      for (List<Envelope> batch : race.batches()) {
        for (World world : batch.size() == 2 ? worlds : Set.<World>of()) {
          Record state = role == Role.PROXY ? world.proxy() : world.target();
          missed.remove(batch.stream().map(in -> new Told(state, in)).collect(Collectors.toSet()));
        }
        for (Envelope in : batch) {
          worlds =
              worlds.stream()
                  .flatMap(world -> world.hear(role, in).stream())
                  .map(World.Move::after)
                  .collect(Collectors.toSet());
        }
      }
    }
    assertEquals(Set.of(), missed);
  }

  /** What may come next in one state, and whose order the kit does not give. */
  private static Set<Set<Told>> meetings(Scope scope, Role role) {
    Set<Set<Told>> meetings = new HashSet<>();
    everyState(
        scope,
        exchanges -> {
          Set<Told> heard =
              exchanges.stream()
                  .filter(exchange -> role.hears(exchange.in()))
                  .map(Told::of)
                  .collect(Collectors.toSet());
          for (Told one : heard) {
            for (Told other : heard) {
              Channel channel = one.in().channel();
              if (!one.equals(other)
                  && (channel.equals(Channel.TARGET) || !channel.equals(other.in().channel()))) {
                meetings.add(Set.of(one, other));
              }
            }
          }
        });
    return meetings;
  }

  @Test
  void aScopeThatIsTooLargeIsRefused() {
    Scope scope = Scopes.covering().get(0);
    int steps = new Coverage(scope, LIMIT).steps();
    assertEquals(steps, new Coverage(scope, steps).steps());
    assertThrows(IllegalArgumentException.class, () -> new Coverage(scope, steps - 1));
  }
}
