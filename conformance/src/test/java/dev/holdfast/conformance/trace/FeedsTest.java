package dev.holdfast.conformance.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.Listener;
import dev.holdfast.conformance.subject.SocketSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However one hears of an animal, it is judged the same: as an object in Java, by lines at a
 * socket, or by the trace of its run. All that are written in Java are compared.
 */
@StartsChildren
class FeedsTest {
  private static final int WALKS = 8;
  private static final int RACES = 3;
  private static final int IN_LINES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path temp;

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

  /** Those that answer the same twice, and answer at all. */
  static Stream<Named<Animal>> steady() {
    return animals()
        .filter(its -> its.getPayload().role() != Role.DEVICE)
        .filter(its -> !(its.getPayload().expected() instanceof Animal.BreaksDown));
  }

  @ParameterizedTest
  @MethodSource("steady")
  void itIsJudgedTheSameInLines(Animal animal) throws Exception {
    Walks walks = new Walks(animal.role(), 42);
    try (Listener listener = Listener.of(Listener.unix(temp), () -> made(animal));
        Subject lines = new SocketSubject(listener.address(), PATIENCE);
        Subject java = made(animal)) {
      for (int i = 0; i < IN_LINES; i++) {
        assertEquals(found(java, walks.walk(i)), found(lines, walks.walk(i)));
      }
    }
  }

  private static Subject made(Animal animal) {
    try {
      return animal.maker().make();
    } catch (SubjectException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Optional<Rule>> found(Subject subject, Scenario scenario) {
    return new Checker(subject)
        .replay(scenario, 1, done -> {}).stream().map(Failure::rule).toList();
  }
}
