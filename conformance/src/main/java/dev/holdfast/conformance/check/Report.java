package dev.holdfast.conformance.check;

import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a check.
 *
 * @param subject what the subject calls itself
 * @param role its role
 * @param seed the seed of the random scenarios
 * @param scenarios how many scenarios were run
 * @param planned how many there were to run
 * @param ending why there were no more
 * @param messages how many messages were told and said
 * @param nanos how long it took
 * @param lines per rule that was to be judged what came of it
 * @param reached what was to be told completely, and how much of it was
 * @param primary the rule that explains best what is wrong
 * @param failures what did not end well, per rule the smallest found
 * @param beside rules broken that were not to be judged, and how many scenarios that cut short
 */
public record Report(
    String subject,
    Role role,
    long seed,
    int scenarios,
    int planned,
    Ending ending,
    long messages,
    long nanos,
    Map<Rule, Line> lines,
    List<Reached> reached,
    Optional<Rule> primary,
    List<Failure> failures,
    Map<Rule, Integer> beside) {

  /** Why a check is over. */
  public enum Ending {
    /** All scenarios were run. */
    COMPLETE,
    /** More failures would have told nothing new. */
    NOTHING_NEW,
    /** Somebody wanted it to end. */
    INTERRUPTED,
    /** It was recorded to its end: nobody could ask for more. */
    RECORDED
  }

  /**
   * What came of one rule.
   *
   * @param verdict the verdict
   * @param checks on how many exchanges it was checked
   * @param arose on how many of them its condition arose
   */
  public record Line(Verdict verdict, long checks, long arose) {}

  /**
   * How the conversation broke down, if it did before any rule was seen broken.
   *
   * @return the kind
   */
  public Optional<SubjectException.Kind> breakdown() {
    return failures.stream().findFirst().flatMap(Failure::breakdown);
  }

  /**
   * The same, where some rules could not be judged.
   *
   * @param rules which of the rules do not apply here, unless something was seen of them
   * @return the report
   */
  public Report excusing(Set<Rule> rules) {
    Map<Rule, Line> excused = new EnumMap<>(lines);
    rules.forEach(
        rule ->
            excused.computeIfPresent(
                rule,
                (same, line) ->
                    line.verdict() == Verdict.NOT_RUN
                        ? new Line(Verdict.NOT_APPLICABLE, line.checks(), line.arose())
                        : line));
    return new Report(
        subject, role, seed, scenarios, planned, ending, messages, nanos, excused, reached, primary,
        failures, beside);
  }

  /**
   * As bad as the worst rule and the worst failure.
   *
   * @return the verdict; never PASS if no check was executed, or not all that were due. Of what was
   *     recorded none was due
   */
  public Verdict verdict() {
    List<Verdict> all = new ArrayList<>();
    lines.values().forEach(line -> all.add(line.verdict()));
    if (ending == Ending.RECORDED) {
      all.removeIf(verdict -> verdict == Verdict.NOT_RUN);
    }
    failures.forEach(failure -> all.add(failure.verdict()));
    if (ending == Ending.INTERRUPTED) {
      all.add(Verdict.INCONCLUSIVE);
    }
    return Verdict.worst(all);
  }
}
