package dev.holdfast.conformance.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trace of a run is judged as the run was: with every animal that is written in Java. */
class TraceFeedTest {
  private static final int WALKS = 12;
  private static final int RACES = 4;

  static Stream<Named<Animal>> animals() {
    return Zoo.java().stream().map(animal -> Named.of(animal.name(), animal));
  }

  @ParameterizedTest
  @MethodSource("animals")
  void itsTraceIsJudgedAsItWas(Animal animal) throws SubjectException {
    Walks walks = new Walks(animal.role(), 42);
    try (Subject made = animal.maker().make()) {
      Recorded recorded = new Recorded(animal.name(), made);
      for (int i = 0; i < WALKS + RACES; i++) {
        compare(recorded, i < WALKS ? walks.walk(i) : walks.race(i));
      }
    }
  }

  private static void compare(Recorded recorded, Scenario scenario) {
    Optional<Failure> failure = new Checker(recorded).replay(scenario, 1, done -> {});
    Trace trace = Traces.judge(recorded.first());
    if (failure.isEmpty()) {
      assertEquals(Verdict.PASS, trace.verdict(), trace.findings()::toString);
      Report report = new Checker(recorded).run(List.of(scenario), 1, done -> {});
      Map<Rule, Report.Line> again = Traces.judge(recorded.first()).lines();
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
    if (failure.get().verdict() == Verdict.FAIL && recorded.role() == Role.TARGET) {
      // Of a proxy the kit may ask more before it blames a rule, and a trace cannot be asked.
      List<Rule> rules = trace.findings().get(0).rules();
      assertTrue(rules.indexOf(failure.get().rule().orElseThrow()) == 0, rules + " of " + scenario);
    }
  }
}
