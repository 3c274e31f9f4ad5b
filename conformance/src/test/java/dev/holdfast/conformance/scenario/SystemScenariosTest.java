package dev.holdfast.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.model.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemScenariosTest {
  /** What is said of them: a right device passes them, and these conditions arise. */
  @Test
  void theyAreAboutHandlesDeathsAndVictims() {
    try (Subject subject =
        new PortSubject(Role.DEVICE, "in memory", InMemoryDevice::new, Duration.ofSeconds(20))) {
      Report report = new Checker(subject).run(SystemScenarios.all(), 1, done -> {});
      assertEquals(List.of(), report.failures());
      for (Rule rule :
          List.of(
              Rule.HND_2,
              Rule.HND_3,
              Rule.HND_5,
              Rule.MEM_3,
              Rule.MEM_5,
              Rule.MEM_6,
              Rule.DTH_3,
              Rule.END_1,
              Rule.END_2)) {
        assertEquals(
            Optional.of(Verdict.PASS),
            Optional.ofNullable(report.lines().get(rule)).map(Report.Line::verdict),
            rule.id());
      }
    }
  }
}
