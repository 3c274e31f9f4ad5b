package dev.holdfast.conformance.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Coverage;
import dev.holdfast.conformance.scenario.Orders;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.Served;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However one hears of an animal, it is judged the same: as an object in Java, by lines as a child
 * process, or by the trace of its run. All that are written in Java are compared.
 */
@StartsChildren
class FeedsTest {
  private static final int WALKS = 8;
  private static final int RACES = 3;
  private static final int MANY = 300;

  private static final Map<Role, List<Scenario>> MEETINGS = new EnumMap<>(Role.class);
  private static final Map<Role, Subject> CHILDREN = new EnumMap<>(Role.class);

  @TempDir private static Path menagerie;

  /** One process for all animals of a role: which is its turn, a file says. */
  private static Subject child(Animal animal) throws IOException, SubjectException {
    Role role = animal.role();
    Path file = menagerie.resolve(role.name());
    Files.writeString(file, animal.name());
    if (!CHILDREN.containsKey(role)) {
      CHILDREN.put(role, Served.child(role.name(), file.toString()));
    }
    return Objects.requireNonNull(CHILDREN.get(role));
  }

  @AfterAll
  static void theyGo() {
    CHILDREN.values().forEach(Subject::close);
  }

  /** For a wrong animal the least that refutes it, for a right one a walk. */
  @ParameterizedTest
  @MethodSource("animals")
  void itIsJudgedTheSameAsAChildAndByItsTrace(Animal animal) throws Exception {
    try (Subject java = animal.maker().make()) {
      Scenario scenario = telling(animal, java);
      List<String> found = found(java, scenario);
      assertEquals(animal.expected() instanceof Animal.Passes, found.isEmpty());
      assertEquals(found, found(child(animal), scenario), scenario::toString);
      compare(animal, scenario);
    }
  }

  private static Scenario telling(Animal animal, Subject subject) {
    Walks walks = new Walks(animal.role(), 42);
    if (animal.expected() instanceof Animal.Passes) {
      return walks.walk(0);
    }
    Stream<Supplier<Stream<Scenario>>> told =
        animal.name().startsWith("race-")
            ? Stream.of(
                () -> IntStream.range(0, MANY).mapToObj(walks::race),
                () -> meetings(animal.role()).stream())
            : Stream.of(
                () -> IntStream.range(0, MANY).mapToObj(walks::walk),
                () -> IntStream.range(0, MANY).mapToObj(walks::stray),
                () -> Orders.scenarios(animal.role(), Orders.MESSAGES).stream());
    return told.flatMap(Supplier::get)
        .flatMap(one -> new Checker(subject).run(twice(one), 1, done -> {}).failures().stream())
        .map(Failure::scenario)
        .findFirst()
        .orElseThrow();
  }

  private static List<Scenario> meetings(Role role) {
    return MEETINGS.computeIfAbsent(
        role,
        any ->
            Scopes.covering().stream()
                .flatMap(scope -> new Coverage(scope, 20_000).races("meet-", role).stream())
                .toList());
  }

  /** A handle that is minted again is one in two lives. */
  private static List<Scenario> twice(Scenario scenario) {
    return List.of(scenario, scenario);
  }

  private static List<String> found(Subject subject, Scenario scenario) {
    return new Checker(subject)
        .replay(scenario, 2, done -> {}).stream()
            .map(its -> its.verdict() + " " + its.rule() + " " + its.breakdown())
            .toList();
  }

  static Stream<Named<Animal>> animals() {
    return Zoo.java().stream().map(animal -> Named.of(animal.name(), animal));
  }

  @ParameterizedTest
  @MethodSource("animals")
  void itsTraceIsJudgedAsItWas(Animal animal) {
    Walks walks = new Walks(animal.role(), 42);
    for (int i = 0; i < WALKS + RACES; i++) {
      compare(animal, i < WALKS ? walks.walk(i) : walks.race(i));
    }
  }

  /** What came of some work, and what was recorded of the animal's first life in it. */
  private record Run<T>(T result, Trace trace) {
    static <T> Run<T> of(Animal animal, Function<Subject, T> work) {
      List<T> results = new ArrayList<>();
      List<String> lines =
          Traces.recorded(animal.name(), animal, its -> results.add(work.apply(its)));
      return new Run<>(results.get(0), Traces.judge(lines));
    }
  }

  private static void compare(Animal animal, Scenario scenario) {
    Run<Optional<Failure>> run =
        Run.of(animal, its -> new Checker(its).replay(scenario, 1, done -> {}));
    Optional<Failure> failure = run.result();
    Trace trace = run.trace();
    if (failure.isEmpty()) {
      assertEquals(Verdict.PASS, trace.verdict(), trace.findings()::toString);
      Run<Report> second =
          Run.of(animal, its -> new Checker(its).run(List.of(scenario), 1, done -> {}));
      Report report = second.result();
      Map<Rule, Report.Line> again = second.trace().lines();
      if (report.failures().isEmpty()) { // what races may fail the second time
        assertEquals(report.lines(), again);
      }
      return;
    }
    if (failure.get().breakdown().isPresent()) {
      assertEquals(Verdict.INCONCLUSIVE, trace.verdict()); // who crashes writes no more
      return;
    }
    assertEquals(failure.get().verdict(), trace.verdict(), trace.findings()::toString);
    if (failure.get().verdict() == Verdict.FAIL && animal.role() == Role.TARGET) {
      // Of a proxy the kit may ask more before it blames a rule, and a trace cannot be asked.
      List<Rule> rules = trace.findings().get(0).rules();
      assertTrue(rules.indexOf(failure.get().rule().orElseThrow()) == 0, rules + " of " + scenario);
    }
  }
}
