package dev.holdfast.conformance.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Suite.Goal;
import dev.holdfast.conformance.oracle.World;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.MachinePort;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import dev.holdfast.model.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteTest {
  private static final Suite.Extent LEAST = new Suite.Extent(0, 3);

  private static final String ORDERS = "every order of up to 3 messages";

  private static final Map<Role, Suite> SUITES =
      Set.of(Role.PROXY, Role.TARGET).stream()
          .collect(Collectors.toMap(role -> role, role -> Suite.full(role, 1, LEAST, done -> {})));

  private static Suite suite(Role role) {
    return Objects.requireNonNull(SUITES.get(role));
  }

  @Test
  void whatIsToBeToldCompletelyIs() {
    Port.Factory right = (catalogue, said) -> new MachinePort<>(Proxy.NEW, Proxy::step, said);
    List<Reached> reached;
    try (Subject proxy = new PortSubject(Role.PROXY, "right", right, Duration.ofSeconds(10))) {
      reached = new Checker(proxy).run(suite(Role.PROXY), 1, done -> {}).reached();
    }
    assertEquals(
        List.of(
            "a death, in every state",
            "a domain down, in every state",
            "a failed start, in every state",
            "an exit, in every state",
            ORDERS),
        reached.stream().map(Reached::what).sorted().toList());
    reached.forEach(its -> assertTrue(its.complete() && its.due() > 10, its::toString));
  }

  /** Told by the model, which makes all the choices at once that a target OS has. */
  private static Set<String> missed(Role role, Predicate<Scenario> leftOut) {
    Suite suite = suite(role);
    Reach reach = new Reach(suite.goals());
    for (Scenario scenario : suite.scenarios()) {
      Set<World> worlds =
          leftOut.test(scenario) ? Set.of() : Set.of(World.fresh(scenario.catalogue()));
      for (List<Envelope> batch : scenario.batches()) {
        for (Envelope in : batch) {
          Set<World> next = new HashSet<>();
          for (World world : worlds) {
            for (World.Move move : world.hear(role, in)) {
              reach.happened(move.exchange());
              next.add(move.after());
            }
          }
          worlds = next;
        }
      }
      if (!worlds.isEmpty()) {
        reach.ran(scenario);
      }
    }
    return reach.reached().stream()
        .filter(its -> !its.complete())
        .map(Reached::what)
        .collect(Collectors.toSet());
  }

  /** Whatever a target OS chooses, the rest is told in one of its courses. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEVICE")
  void nothingIsMissed(Role role) {
    assertEquals(Set.of(), missed(role, scenario -> false));
    assertEquals(role == Role.PROXY ? 5 : 7, suite(role).goals().size());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEVICE")
  void whatIsLeftOutIsMissed(Role role) {
    assertEquals(Set.of(ORDERS), missed(role, named("order-2-7")));
    assertEquals(
        suite(role).goals().stream().map(Goal::what).collect(Collectors.toSet()),
        missed(role, scenario -> scenario.name().matches("(cover|order|meet)-.*")));
    assertTrue(
        suite(role).scenarios().stream()
            .map(Scenario::name)
            .filter(name -> name.startsWith("cover-"))
            .anyMatch(name -> !missed(role, named(name)).isEmpty()),
        "no single walk is missed");
  }

  private static Predicate<Scenario> named(String name) {
    return scenario -> scenario.name().equals(name);
  }
}
