package dev.holdfast.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Level;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Victim;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The implementation does in every race what the model does. */
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
    assertEquals(Map.of(), seen.forbidden(race.name()), "the model permits " + race.permitted());
    assertFalse(seen.permitted(race.name()).isEmpty(), "the race was not run");
  }

  /** Told one message after the other it ends as the model does in that order. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void endsAsTheModelPermitsWithoutARace(Race race) {
    Run one = new Run(race);
    one.first();
    one.second();
    Run other = new Run(race);
    other.second();
    other.first();
    for (String end : List.of(one.end(), other.end())) {
      assertTrue(end.contains(Run.AS_THE_MODEL), end);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void hasMoreThanOneResultOrAReason(Race race) {
    Set<Result> results = race.permitted();
    assertEquals(results.size() == 1, Races.ONE_RESULT.containsKey(race.name()), results::toString);
  }

  /** MEM-2. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void neverKillsTheProxy(Race race) {
    for (Result result : race.permitted()) {
      assertFalse(
          Arrays.stream(Level.values())
              .anyMatch(level -> result.says(new Killed(new Victim.ProxyProcess(), level))),
          result::toString);
    }
  }
}
