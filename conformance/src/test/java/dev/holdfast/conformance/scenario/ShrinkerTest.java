package dev.holdfast.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkerTest {
  private static final int PLENTY = 10_000;
  private static final Map<Role, List<Scenario>> SCENARIOS = new EnumMap<>(Role.class);

  /** One message at a time: what comes of a race need not come of it again. */
  private static List<Scenario> scenarios(Role role) {
    return SCENARIOS.computeIfAbsent(
        role,
        any ->
            Suite.full(role, 1, new Suite.Extent(100, 1), done -> {}).scenarios().stream()
                .filter(Scenario::inTurn)
                .toList());
  }

  /** A message that is told from every other. */
  private static Envelope message(int number) {
    return new Envelope(Channel.of(new Domain("A")), new DomainUp(number));
  }

  /** Messages 1, 2, 3 ... in batches of these sizes. */
  private static Scenario scenario(int... sizes) {
    List<List<Envelope>> batches = new ArrayList<>();
    int number = 0;
    for (int size : sizes) {
      int first = number;
      batches.add(
          IntStream.rangeClosed(first + 1, first + size).mapToObj(ShrinkerTest::message).toList());
      number += size;
    }
    return new Scenario("numbers", Catalogue.of("nav", "map"), batches);
  }

  private static Set<Envelope> messages(Scenario scenario) {
    return scenario.batches().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  @RepeatedTest(50)
  void onlyWhatIsNeededRemains(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int[] sizes = random.ints(1 + random.nextInt(30), 1, 4).toArray();
    Scenario all = scenario(sizes);
    Set<Envelope> needed =
        messages(all).stream().filter(any -> random.nextInt(6) == 0).collect(Collectors.toSet());
    needed.add(message(1));
    Predicate<Scenario> fails = scenario -> messages(scenario).containsAll(needed);
    Scenario small = new Shrinker(PLENTY).shrink(all, fails);
    assertEquals(needed, messages(small));
    assertEquals(needed.size(), small.messages());
    assertEquals(all.name(), small.name());
    assertEquals(all.catalogue(), small.catalogue());
  }

  /** What a message needs, if it is told, must be told too, before or after it. */
  @RepeatedTest(50)
  void nothingOfTheResultCanBeLeftOut(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int[] sizes = random.ints(2 + random.nextInt(10), 1, 4).toArray();
    Scenario all = scenario(sizes);
    int count = all.messages();
    int[] needs = random.ints(count + 1, 0, count + 1).toArray();
    Predicate<Scenario> fails =
        scenario -> {
          Set<Envelope> told = messages(scenario);
          return IntStream.rangeClosed(1, count)
                  .filter(i -> told.contains(message(i)) && needs[i] > 0)
                  .allMatch(i -> told.contains(message(needs[i])))
              && told.contains(message(count));
        };
    assertTrue(fails.test(all));
    Scenario small = new Shrinker(PLENTY).shrink(all, fails);
    assertTrue(fails.test(small));
    for (Scenario smaller : smaller(small)) {
      assertFalse(fails.test(smaller), () -> small + " could have been " + smaller);
    }
  }

  @Test
  void aRequestKeepsNoProcessThatIsNotNeeded() {
    ProcessId needed = new ProcessId(2, 1);
    List<ProcessId> three = List.of(new ProcessId(1, 1), needed, new ProcessId(3, 1));
    Scenario all = scenario(1).with(List.of(List.of(message(1), request(three))));
    Predicate<Scenario> fails =
        scenario ->
            messages(scenario).stream()
                .anyMatch(
                    in ->
                        in.message() instanceof Request request
                            && request.processes().contains(needed));
    Scenario small = new Shrinker(PLENTY).shrink(all, fails);
    assertEquals(List.of(List.of(request(List.of(needed)))), small.batches());
  }

  private static Envelope request(List<ProcessId> processes) {
    return new Envelope(
        Channel.of(new Domain("A")), new Request(1, processes, new ResourceId("map")));
  }

  /** In turn without each message, and without each batch. */
  private static List<Scenario> smaller(Scenario scenario) {
    List<Scenario> smaller = new ArrayList<>();
    for (int at = 0; at < scenario.batches().size(); at++) {
      List<List<Envelope>> less = new ArrayList<>(scenario.batches());
      List<Envelope> batch = less.remove(at);
      if (!less.isEmpty()) {
        smaller.add(scenario.with(less));
      }
      for (int i = 0; batch.size() > 1 && i < batch.size(); i++) {
        List<Envelope> rest = new ArrayList<>(batch);
        rest.remove(i);
        List<List<Envelope>> thinner = new ArrayList<>(scenario.batches());
        thinner.set(at, rest);
        smaller.add(scenario.with(thinner));
      }
    }
    return smaller;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 20, 100})
  void noMoreThanSoManyAreTried(int tries) {
    AtomicInteger tried = new AtomicInteger();
    Predicate<Scenario> fails = scenario -> messages(scenario).contains(message(7));
    Scenario all = scenario(1, 2, 3, 1, 2, 3, 1, 2, 3);
    Scenario small =
        new Shrinker(tries)
            .shrink(
                all,
                scenario -> {
                  tried.incrementAndGet();
                  return fails.test(scenario);
                });
    assertTrue(tried.get() <= tries, () -> tried + " of " + tries);
    assertTrue(fails.test(small));
    if (tries == 0) {
      assertSame(all, small);
    }
  }

  @Test
  void nothingIsNotTried() {
    Scenario small =
        new Shrinker(PLENTY)
            .shrink(
                scenario(2, 2),
                scenario -> {
                  assertNotEquals(0, scenario.messages());
                  return true;
                });
    assertEquals(1, small.messages());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"over-with-users", "running-adds-no-pair", "proxy-as-victim", "death-forgotten"})
  void whatTheCheckerReportsIsMinimalAndFailsAgain(String name) throws SubjectException {
    Animal animal =
        Zoo.java().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    Report report = check(animal, scenarios(animal.role()));
    Failure failure = report.failures().get(0);
    Rule rule = failure.rule().orElseThrow();
    assertEquals(animal.expected(), new Breaks(rule.id()));
    Report again = check(animal, List.of(failure.scenario()));
    assertEquals(Optional.of(rule), again.primary());
    assertEquals(failure.scenario(), again.failures().get(0).scenario());
    for (Scenario smaller : smaller(failure.scenario())) {
      assertFalse(
          check(animal, List.of(smaller)).failures().stream()
              .anyMatch(f -> f.rule().equals(Optional.of(rule))),
          () -> failure.scenario() + " could have been " + smaller);
    }
    assertTrue(failure.scenario().batches().stream().flatMap(List::stream).allMatch(hears(animal)));
  }

  private static Predicate<Envelope> hears(Animal animal) {
    Role role = animal.role();
    return role::hears;
  }

  private static Report check(Animal animal, List<Scenario> scenarios) throws SubjectException {
    try (Subject subject = animal.maker().make()) {
      return new Checker(subject).run(scenarios, 1, done -> {});
    }
  }
}
