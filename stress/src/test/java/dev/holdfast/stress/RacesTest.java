package dev.holdfast.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.OutOfMemory;
import dev.holdfast.model.Message.Victim;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The implementation does in every race what the model does.
 *
 * <p>In Surefire's report, {@code target/surefire-reports/TEST-*RacesTest.xml}, each race is a test
 * case with the race's name; if it fails, the message is a table of its ends and how often each was
 * seen. What jcstress itself writes of all races together is in {@code target/jcstress}.
 */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RacesTest {
  private Jcstress seen = new Jcstress(Map.of(), List.of());

  static List<Race> all() {
    return Races.ALL;
  }

  @BeforeAll
  void run() throws Exception {
    String options = System.getProperty("holdfast.jcstress", "");
    seen = Jcstress.run(Path.of("target/jcstress").toAbsolutePath(), List.of(), options);
  }

  @Test
  void jcstressRanWithoutTrouble() {
    assertEquals(List.of(), seen.trouble());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void endsAsTheModelPermits(Race race) {
    assertTrue(seen.forbidden(race.name()).isEmpty(), () -> "\n" + seen.table(race));
    assertFalse(seen.permitted(race.name()).isEmpty(), "the race was not run");
  }

  /** Told by one thread after the other it ends as the model does; who comes first matters. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void endsAsTheModelPermitsWithoutARace(Race race) {
    Run one = new Run(race);
    one.first();
    one.second();
    Run other = new Run(race);
    other.second();
    other.first();
    String end = one.end();
    String otherEnd = other.end();
    assertTrue(end.contains(Run.AS_THE_MODEL), end);
    assertTrue(otherEnd.contains(Run.AS_THE_MODEL), otherEnd);
    assertEquals(
        end.equals(otherEnd),
        Races.ONE_RESULT.containsKey(race.name()),
        () -> "not a race: whichever comes first, " + end);
  }

  /** MEM-2: of all ends that the model permits, and the implementation has no others. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void neverKillsTheProxy(Race race) {
    for (Result result : race.permitted()) {
      List<Killed> killed = result.said(Killed.class);
      assertTrue(
          killed.stream().noneMatch(it -> it.victim() instanceof Victim.ProxyProcess),
          result::toString);
      if (race.subject() != Subject.PROXY) {
        boolean pressed = !killed.isEmpty() || !result.said(OutOfMemory.class).isEmpty();
        assertTrue(pressed, () -> "no memory was wanted: " + result);
      }
    }
  }
}
