package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Verdict;
import java.util.Map;

/** Findings at a glance: {@code badge.svg}. Its form is in {@code src/main/jte/badge.jte}. */
final class Badge {
  private static final int MARGIN = 12;
  private static final double ADVANCE = 6.2;

  private Badge() {}

  static String text(Findings findings) {
    String label = "holdfast " + findings.requirements().version();
    String verdict =
        findings.verdict().name().replace('_', ' ') + ", " + JsonReport.lower(findings.level());
    return Page.render(
        "badge.jte",
        Map.of(
            "label",
            label,
            "verdict",
            verdict,
            "colour",
            colour(findings.verdict()),
            "left",
            width(label),
            "right",
            width(verdict)));
  }

  private static int width(String text) {
    return MARGIN + (int) Math.ceil(text.length() * ADVANCE);
  }

  /** Dark enough for white letters. */
  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "#116329";
      case FAIL -> "#b3121a";
      default -> "#7a4d00";
    };
  }
}
