package dev.holdfast.conformance.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Passes;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No counterexample that the kit reports could be shorter, however the messages of the small scopes
 * were put together.
 */
class MinimalityTest {
  private static final Suite.Extent EXTENT = new Suite.Extent(100, 4);

  private static final Map<Role, List<Scenario>> SCENARIOS = new EnumMap<>(Role.class);

  /** How many messages the kit's counterexample tells, and how many would do. */
  private record Lengths(int reported, int shortest) {}

  /** What is longer than it need be, and why. */
  private record Longer(Lengths lengths, String why) {}

  private static final Map<String, Longer> LONGER =
      Map.of(
          "only-first-waiter-admitted",
          new Longer(
              new Lengths(6, 5),
              "shows only in a scope where two domains ask, one process each; in one request for"
                  + " two processes the second domain's boot would be spared"),
          "running-adds-no-pair",
          new Longer(
              new Lengths(6, 5),
              "shows first in a scope where two domains ask; in one request for two processes the"
                  + " second domain's boot would be spared"),
          "other-exits-swallowed",
          new Longer(
              new Lengths(6, 5),
              "shows only in random scenarios, in the shortest of them in two domains where one"
                  + " would do"),
          "any-death-counts",
          new Longer(
              new Lengths(6, 4),
              "is told of a death that comes late; shorter is only one of a generation that has"
                  + " not been started, which no environment tells"));

  /** The animals that do one thing at a time, are wrong, and are no wrong machines; and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "counts-instead-of-a-set",
          "it remembers counts, which are in no state",
          Incidents.GIVES_UP,
          "it remembers failures, which are in no state",
          "release-after-death-fatal",
          "it breaks no rule but the conversation",
          "poison-ends-the-proxy",
          "it breaks no rule but the conversation",
          "handles-by-number",
          "its machine is right; its handles are wrong in two lives together",
          "handle-minted-once",
          "its machine is right; which handles it has minted is in no state");

  /** One message at a time: what comes of a race need not come of it again. */
  private static List<Scenario> scenarios(Role role) {
    return SCENARIOS.computeIfAbsent(
        role,
        any ->
            Suite.full(role, 1, EXTENT, done -> {}).scenarios().stream()
                .filter(Scenario::inTurn)
                .toList());
  }

  static Stream<Named<WrongMachine>> machines() {
    return Zoo.wrongMachines().stream().map(machine -> Named.of(machine.name(), machine));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void noCounterexampleIsLongerThanItNeedBe(WrongMachine machine) throws SubjectException {
    try (Subject subject = machine.animal().maker().make()) {
      Failure failure =
          new Checker(subject).run(scenarios(machine.role()), 1, done -> {}).failures().get(0);
      assertEquals(Optional.of(machine.rule()), failure.rule());
      Scenario reported = failure.scenario();
      Scenario shortest = shortest(machine, reported, subject);
      Lengths lengths = new Lengths(reported.messages(), shortest.messages());
      Lengths expected =
          Optional.ofNullable(LONGER.get(machine.name()))
              .map(Longer::lengths)
              .orElse(new Lengths(reported.messages(), reported.messages()));
      assertEquals(expected, lengths, () -> reported + " could have been " + shortest);
    }
  }

  /** Of what any small scope tells, or the walk in which it was found. */
  private static Scenario shortest(WrongMachine machine, Scenario reported, Subject subject) {
    Map<Catalogue, Set<Envelope>> alphabets = new LinkedHashMap<>();
    for (Scenario scenario : scenarios(machine.role())) {
      if (scenario.name().startsWith("cover-") || scenario.name().equals(reported.name())) {
        Set<Envelope> alphabet =
            alphabets.computeIfAbsent(scenario.catalogue(), any -> new LinkedHashSet<>());
        scenario.batches().forEach(alphabet::addAll);
      }
    }
    Scenario shortest = reported;
    for (Map.Entry<Catalogue, Set<Envelope>> entry : alphabets.entrySet()) {
      Scenario empty = new Scenario("shortest", entry.getKey(), List.of());
      shortest =
          Shortest.below(
                  machine,
                  empty,
                  entry.getValue(),
                  shortest.messages(),
                  told -> new Checker(subject).replay(told, 1, done -> {}).flatMap(Failure::rule))
              .orElse(shortest);
    }
    return shortest;
  }

  /** Neither list names what is not there; and what is in neither is searched. */
  @Test
  void everyWrongAnimalIsSearchedOrLeftOutByName() {
    Set<String> searched =
        Zoo.wrongMachines().stream().map(WrongMachine::name).collect(Collectors.toSet());
    assertTrue(searched.containsAll(LONGER.keySet()));
    Set<String> all = new TreeSet<>(searched);
    all.addAll(LEFT_OUT.keySet());
    assertEquals(
        Zoo.java().stream()
            .filter(animal -> !(animal.expected() instanceof Passes))
            .filter(animal -> animal.role() != Role.DEVICE && !animal.name().startsWith("race-"))
            .map(Animal::name)
            .collect(Collectors.toCollection(TreeSet::new)),
        all);
  }
}
