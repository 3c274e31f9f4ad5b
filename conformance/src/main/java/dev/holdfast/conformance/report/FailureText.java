package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.cli.Text;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.List;

/** A failure as people read it on a terminal. */
public final class FailureText {
  private FailureText() {}

  /**
   * What was broken.
   *
   * @param failure a failure
   * @return the verdict, and the rule's id, claim steps and text; or what happened
   */
  public static String head(Failure failure) {
    return failure
        .rule()
        .map(rule -> failure.verdict() + " " + rule.id() + steps(rule) + " " + rule.text())
        .orElse(failure.verdict() + " " + Text.oneLine(failure.sentence()) + ".");
  }

  /** The claim steps of a rule, in brackets and after a blank; empty if it has none. */
  static String steps(Rule rule) {
    return rule.claimSteps().isEmpty() ? "" : " [" + String.join(", ", rule.claimSteps()) + "]";
  }

  /**
   * What was told, batch by batch.
   *
   * @param failure a failure
   * @return a line for each
   */
  public static List<String> scenario(Failure failure) {
    List<String> lines = new ArrayList<>();
    for (List<Envelope> batch : failure.scenario().batches()) {
      lines.add("%4d  %s".formatted(lines.size() + 1, Text.line(batch)));
    }
    return lines;
  }

  /**
   * The whole failure.
   *
   * @param failure a failure
   * @return lines of at most {@value Text#WIDTH} columns, but for long messages
   */
  public static List<String> lines(Failure failure) {
    List<String> lines = new ArrayList<>(Text.wrap(head(failure), Text.WIDTH));
    if (failure.rule().isPresent()) {
      lines.addAll(scenario(failure));
      lines.add("      said:    " + Text.line(failure.said()));
      lines.add("      allowed: " + Text.line(failure.allowed()));
    }
    return lines;
  }
}
