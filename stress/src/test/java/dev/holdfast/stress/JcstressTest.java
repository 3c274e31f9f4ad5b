package dev.holdfast.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a race that ended wrong. */
class JcstressTest {
  @Test
  void showsHowOftenEachEndWasSeen() {
    Race race = Races.named("LastReleases").get(0);
    String right = race.name() + Run.AS_THE_MODEL + race.permitted().iterator().next();
    String wrong = race.name() + Run.UNLIKE_THE_MODEL + "{}";
    String other = "FirstRequests" + Run.UNLIKE_THE_MODEL + "{}";
    Jcstress seen = new Jcstress(Map.of(wrong, 1234L, other, 1L), List.of());
    assertEquals(
        List.of("           0 times " + right, "       1,234 times " + wrong),
        seen.table(race).lines().toList());
  }
}
