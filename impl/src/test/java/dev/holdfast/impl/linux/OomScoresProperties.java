package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.impl.Rank;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whom the kernel would take, by its own reckoning. */
class OomScoresProperties {
  private static final long MEMORY = 300_000_000;

  /** What the kernel compares. */
  private static long points(int score, long bytes) {
    return bytes + score * (MEMORY / 1000);
  }

  /** As high as it may be, the ceiling keeps the order; a little higher it would not. */
  @Property
  void aRankGoesBeforeTheNextWhateverTheyUse(@ForAll @IntRange(max = 1000) int floor) {
    OomScores scores = new OomScores(floor);
    long ceiling = scores.highestCeiling(MEMORY);
    long rounding = MEMORY / 1000;
    int before = floor;
    for (Rank rank : List.of(Rank.NEEDED, Rank.LOCAL, Rank.UNUSED)) {
      int next = scores.of(rank);
      assertTrue(points(next, rounding) >= points(before, ceiling), before + " " + next);
      assertTrue(points(next, 0) < points(before, ceiling + 2 * rounding), before + " " + next);
      before = next;
    }
    assertTrue(points(OomScores.ofLeaving(), rounding) >= points(before, 0));
  }

  @Example
  void aCeilingThatIsTooHighForWhatWasInheritedIsRefused() throws Exception {
    Declaration declaration = declaration(30 * 1024);
    new OomScores(-900).check(declaration);
    new OomScores(100).check(declaration);
    IOException e = assertThrows(IOException.class, () -> new OomScores(101).check(declaration));
    assertEquals(
        "the proxy's oom_score_adj is 101 and cannot be lowered: then the order of victims can be"
            + " held for ceilings up to 29 KiB, and that of nav is higher",
        e.getMessage());
  }

  private static Declaration declaration(long ceiling) {
    TreeMap<Program, Declaration.Command> programs = new TreeMap<>();
    programs.put(
        new Program("nav"),
        new Declaration.Command(List.of("true"), List.of(new ResourceId("map")), ceiling, false));
    return new Declaration(100 * 1024, Set.of(), programs);
  }
}
