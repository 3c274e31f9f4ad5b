package dev.holdfast.conformance.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What threads make of a device at the same time is explained, whatever it is. */
@Timeout(120)
class DeviceRacesTest {
  private static final int RACES = 50;

  @ParameterizedTest
  @ValueSource(longs = {11, 20_240_917, -5_000_000_007L})
  void everyRaceIsExplained(long seed) {
    Walks walks = new Walks(Role.DEVICE, seed);
    List<Scenario> races = IntStream.range(0, RACES).mapToObj(walks::race).toList();
    assertTrue(races.stream().filter(DeviceRacesTest::channelsRace).count() > RACES / 3);
    Report report;
    try (Subject device =
        new PortSubject(Role.DEVICE, "device", InMemoryDevice::new, Duration.ofSeconds(20))) {
      report = new Checker(device).run(races, seed, done -> {});
    }
    assertEquals(List.of(), report.failures());
    assertEquals(RACES, report.scenarios());
    for (Rule rule : List.of(Rule.REQ_3, Rule.HND_1, Rule.REL_1, Rule.DTH_3, Rule.END_1)) {
      Report.Line line = report.lines().get(rule);
      assertTrue(line != null && line.arose() > 0, () -> rule.id() + " never arose");
    }
  }

  private static boolean channelsRace(Scenario race) {
    return race.batches().stream()
        .anyMatch(batch -> batch.stream().map(Envelope::channel).distinct().count() > 1);
  }
}
