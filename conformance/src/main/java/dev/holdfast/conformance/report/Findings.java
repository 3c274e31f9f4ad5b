package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Requirements;
import dev.holdfast.conformance.check.Requirements.Requirement;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that one run of {@code holdfast check} has found out.
 *
 * @param requirements the set of rules that was judged by
 * @param level the level that was asked for
 * @param rules the rules that were to be judged, in their order
 * @param seed the seed of the random scenarios
 * @param arguments how a command line names the subject; empty for the built-in one
 * @param started when the run began
 * @param reports what came of each role
 * @param trouble why there is less than was due, if there is
 * @param baseline the rules that are known to be broken, if there is such a list
 */
public record Findings(
    Requirements requirements,
    Conformance level,
    List<Rule> rules,
    long seed,
    List<String> arguments,
    Instant started,
    List<Report> reports,
    Optional<String> trouble,
    Optional<Baseline> baseline) {
  /** Keeps copies of the lists. */
  public Findings {
    rules = List.copyOf(rules);
    arguments = List.copyOf(arguments);
    reports = List.copyOf(reports);
  }

  /**
   * A failure, as reports count it.
   *
   * @param number from 1
   * @param role the subject's role
   * @param failure the failure
   */
  public record Numbered(int number, Role role, Failure failure) {
    /**
     * Where it is kept to be run again.
     *
     * @return the name of a file beside the report
     */
    public String file() {
      return "failure-" + number + ".json";
    }
  }

  /**
   * What did not end well, in all roles.
   *
   * @return the failures, numbered
   */
  public List<Numbered> failures() {
    List<Numbered> all = new ArrayList<>();
    for (Report report : reports) {
      for (Failure failure : report.failures()) {
        all.add(new Numbered(all.size() + 1, report.role(), failure));
      }
    }
    return all;
  }

  /**
   * As bad as the worst role.
   *
   * @return the verdict; HARNESS_ERROR at least if there was trouble
   */
  public Verdict verdict() {
    List<Verdict> all = new ArrayList<>(reports.stream().map(Report::verdict).toList());
    trouble.ifPresent(any -> all.add(Verdict.HARNESS_ERROR));
    return Verdict.worst(all);
  }

  /**
   * What came of a rule in all roles together.
   *
   * @param rule a rule that was to be judged
   * @return the worst verdict, and the sums
   */
  public Line line(Rule rule) {
    List<Line> lines = lines(rule);
    Collection<Verdict> verdicts = lines.stream().map(Line::verdict).toList();
    boolean nobodys =
        !verdicts.isEmpty() && verdicts.stream().allMatch(v -> v == Verdict.NOT_APPLICABLE);
    return new Line(
        nobodys ? Verdict.NOT_APPLICABLE : Verdict.worst(verdicts),
        lines.stream().mapToLong(Line::checks).sum(),
        lines.stream().mapToLong(Line::arose).sum());
  }

  /**
   * What came of a rule in each role.
   *
   * @param rule a rule that was to be judged
   * @return a line for every report, in their order
   */
  public List<Line> lines(Rule rule) {
    return reports.stream()
        .flatMap(r -> Optional.ofNullable(r.lines().get(rule)).stream())
        .toList();
  }

  /**
   * The rules that were to be judged, as they stand in the set.
   *
   * @return the requirements, in their order
   */
  public List<Requirement> asked() {
    return requirements.all().stream().filter(r -> rules.contains(r.rule())).toList();
  }

  /**
   * How to run a failure again.
   *
   * @param file the file that it is kept in
   * @return a command line
   */
  public String again(String file) {
    List<String> words = new ArrayList<>(List.of("conformance/holdfast", "replay", file));
    words.addAll(arguments);
    return Text.command(words);
  }

  /**
   * Why the verdict is what it is.
   *
   * @return one sentence, or a few
   */
  public String sentence() {
    String beside =
        reports.stream()
            .flatMap(report -> report.beside().keySet().stream())
            .map(Rule::id)
            .distinct()
            .collect(Collectors.joining(", "));
    return why()
        + (beside.isEmpty()
            ? ""
            : " Rules that were not to be judged were broken, too, which cut scenarios short: "
                + beside
                + ".");
  }

  private String why() {
    Verdict verdict = verdict();
    if (verdict == Verdict.PASS) {
      return "every rule that applies was checked, its condition arose, and it was kept.";
    }
    Optional<Failure> worst =
        failures().stream()
            .map(Numbered::failure)
            .filter(failure -> failure.verdict() == verdict)
            .findFirst();
    if (worst.isPresent()) {
      String what = worst.get().rule().map(rule -> rule.id() + " is broken: ").orElse("");
      return what + Text.oneLine(worst.get().sentence()) + ".";
    }
    if (trouble.isPresent()) {
      return Text.oneLine(trouble.get()) + ".";
    }
    if (interrupted()) {
      int run = reports.stream().mapToInt(Report::scenarios).sum();
      return "interrupted after "
          + Text.count(run, "scenario")
          + "; what was not reached is unknown.";
    }
    String unknown =
        rules.stream()
            .filter(rule -> lines(rule).stream().anyMatch(l -> l.verdict() == Verdict.NOT_RUN))
            .map(Rule::id)
            .collect(Collectors.joining(", "));
    return unknown.isEmpty()
        ? "none of the rules that were to be judged obliges the subject."
        : "for some rules the condition never arose, so nothing is known of them: " + unknown + ".";
  }

  /**
   * What a command that has found this exits with.
   *
   * @return the code of the verdict, or of {@link #settled} if there is a baseline; of a partial
   *     run that of an inconclusive one
   */
  public int exitCode() {
    return interrupted()
        ? Verdict.INCONCLUSIVE.exitCode()
        : baseline.map(this::settled).orElseGet(this::verdict).exitCode();
  }

  /**
   * The verdict if exactly the known rules were expected to be broken.
   *
   * @param known the rules
   * @return PASS if these were broken, and nothing else is wrong; FAIL also if one of them was kept
   */
  public Verdict settled(Baseline known) {
    List<Verdict> all = new ArrayList<>();
    for (Rule rule : rules) {
      Verdict verdict = line(rule).verdict();
      all.add(known.rules().contains(rule) ? opposite(verdict) : verdict);
    }
    failures().stream()
        .map(Numbered::failure)
        .filter(failure -> failure.rule().isEmpty())
        .forEach(failure -> all.add(failure.verdict()));
    trouble.ifPresent(any -> all.add(Verdict.HARNESS_ERROR));
    return Verdict.worst(all);
  }

  private static Verdict opposite(Verdict verdict) {
    return switch (verdict) {
      case FAIL -> Verdict.PASS;
      case PASS -> Verdict.FAIL;
      default -> verdict;
    };
  }

  /**
   * What the baseline makes of it.
   *
   * @return a sentence or two; empty if there is no baseline
   */
  public Optional<String> baselineSentence() {
    return baseline.map(
        known ->
            sentence("Broken as the baseline says: ", known, true)
                + sentence("Broken though not in the baseline: ", known, false)
                + fixed(known)
                + "With this baseline: "
                + settled(known)
                + ".");
  }

  private String sentence(String what, Baseline known, boolean listed) {
    String ids =
        rules.stream()
            .filter(rule -> known.rules().contains(rule) == listed)
            .filter(rule -> line(rule).verdict() == Verdict.FAIL)
            .map(Rule::id)
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "" : what + ids + ". ";
  }

  private String fixed(Baseline known) {
    String ids =
        rules.stream()
            .filter(rule -> known.rules().contains(rule))
            .filter(rule -> line(rule).verdict() == Verdict.PASS)
            .map(Rule::id)
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "" : "Listed in the baseline though not broken any more: " + ids + ". ";
  }

  /**
   * Whether somebody wanted the run to end before it had.
   *
   * @return whether it is partial
   */
  public boolean interrupted() {
    return reports.stream().anyMatch(report -> report.ending() == Report.Ending.INTERRUPTED);
  }
}
