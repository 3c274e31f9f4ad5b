package dev.holdfast.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.impl.Twin;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The races bite: they find implementations that are wrong only when two threads meet. */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwinsTest {
  /**
   * A wrong twin.
   *
   * @param twin what is wrong
   * @param race which race finds it
   */
  record Case(Twin twin, String race) {
    @Override
    public String toString() {
      return twin.name();
    }
  }

  /** One of them in every build, all with {@code -Pstress}. */
  static Stream<Case> cases() {
    return all().limit(Boolean.getBoolean("holdfast.long") ? Long.MAX_VALUE : 1);
  }

  private static Stream<Case> all() {
    return Stream.of(
        new Case(
            new Twin(
                "release-decides-before-the-lock",
                "Session",
                """
                        interest.lock();
                        try {
                          voice.released(domain, id, Outcome.RELEASED);
                          left(interest, pid);
                """,
                """
                        boolean last = interest.sessions == 1;
                        interest.lock();
                        try {
                          voice.released(domain, id, Outcome.RELEASED);
                          if (last || !interest.isLive()) {
                            left(interest, pid);
                          } else {
                            interest.sessions--;
                          }
                """),
            "LastReleases"),
        new Case(
            new Twin(
                "answer-stops-nobody",
                "Association",
                """
                      stop(waiting);
                      interest.lock();
                """,
                """
                      interest.lock();
                """),
            "FailedStartAndLastRelease"),
        new Case(
            new Twin(
                "stale-decides-without-the-lock",
                "InMemoryTargetOs",
                """
                      synchronized (lock) {
                        if (!used(handle) && accepting) {
                """,
                """
                      {
                        if (accepting) {
                """),
            "UsesAndCrash"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void areFound(Case wrong) throws Exception {
    Path directory = Path.of("target", "twins", wrong.twin().name()).toAbsolutePath();
    Path classes = wrong.twin().compile(directory.resolve("classes"));
    Jcstress seen =
        Jcstress.run(
            directory.resolve("jcstress"),
            List.of(classes),
            System.getProperty("holdfast.jcstress.twins", ""),
            wrong.race());
    assertEquals(List.of(), seen.trouble());
    assertFalse(seen.permitted(wrong.race()).isEmpty(), "wrong without a race");
    assertFalse(seen.forbidden(wrong.race()).isEmpty(), () -> "not found: " + seen.counts());
  }
}
