package dev.holdfast.conformance.check;

import java.util.Collection;
import java.util.Comparator;

/** What came of a rule, a scenario or a whole check; from best to worst. */
public enum Verdict {
  /** The obliged party is outside the subject. */
  NOT_APPLICABLE,
  /** Checked, its condition arose, and it held. */
  PASS,
  /** Its condition never arose: nothing is known. */
  NOT_RUN,
  /** It was judged, and nothing is proved. */
  INCONCLUSIVE,
  /** There was nothing to judge, or the kit is at fault. */
  HARNESS_ERROR,
  /** It was broken. */
  FAIL;

  /**
   * A parent is as bad as its worst child.
   *
   * @param children the children's verdicts
   * @return the worst; NOT_RUN if there is none
   */
  public static Verdict worst(Collection<Verdict> children) {
    return children.stream()
        .filter(child -> child != NOT_APPLICABLE)
        .max(Comparator.naturalOrder())
        .orElse(NOT_RUN);
  }

  /**
   * What a command that comes to this verdict exits with.
   *
   * @return 0 for PASS, 1 for FAIL, 2 otherwise
   */
  public int exitCode() {
    return switch (this) {
      case PASS -> 0;
      case FAIL -> 1;
      default -> 2;
    };
  }
}
