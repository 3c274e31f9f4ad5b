package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Reached;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Requirements;
import dev.holdfast.conformance.check.Requirements.Requirement;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.trace.Finding;
import dev.holdfast.conformance.trace.Trace;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that one run of {@code holdfast check} or {@code holdfast trace} has found out.
 *
 * @param requirements the set of rules that was judged by
 * @param level the level that was asked for
 * @param rules the rules that were to be judged, in their order
 * @param evidence what it rests on
 * @param started when the run began
 * @param reports what came of each role
 * @param trouble why there is less than was due, if there is
 * @param baseline the rules that are known to be broken, if there is such a list
 */
public record Findings(
    Requirements requirements,
    Conformance level,
    List<Rule> rules,
    Evidence evidence,
    Instant started,
    List<Report> reports,
    Optional<String> trouble,
    Optional<Baseline> baseline) {
  /** Keeps copies of the lists. */
  public Findings {
    rules = List.copyOf(rules);
    reports = List.copyOf(reports);
  }

  /**
   * What came of traces.
   *
   * @param trace what the oracle makes of them
   * @param files how they are called
   * @param started when the run began
   * @param ending whether they were read to their end
   * @return the same, as a report has it: all devices together in one role
   */
  public static Findings of(
      Trace trace, List<String> files, Instant started, Report.Ending ending) {
    int devices = (int) Math.min(trace.devices(), Integer.MAX_VALUE);
    Report report =
        new Report(
            files.size() == 1 ? files.get(0) : Text.count(files.size(), "trace"),
            trace.role(),
            0,
            devices,
            devices,
            ending,
            trace.messages(),
            Duration.between(started, Instant.now()).toNanos(),
            trace.lines(),
            List.of(), // what was recorded was told by others
            trace.findings().stream().flatMap(f -> f.failure().rule().stream()).findFirst(),
            trace.findings().stream().map(Finding::failure).toList(),
            Map.of());
    return of(
        new Evidence.Recorded(files, trace.unlisted()), started, List.of(report), Optional.empty());
  }

  /**
   * What stays if traces are never read to their end.
   *
   * @param files how they are called
   * @param started when the run began
   * @return findings with nothing found
   */
  public static Findings unread(List<String> files, Instant started) {
    return of(
        new Evidence.Recorded(files, 0),
        started,
        List.of(),
        Optional.of("the traces have not been read to their end"));
  }

  private static Findings of(
      Evidence evidence, Instant started, List<Report> reports, Optional<String> trouble) {
    return new Findings(
        Requirements.current(),
        Conformance.FULL,
        List.of(Rule.values()),
        evidence,
        started,
        reports,
        trouble,
        Optional.empty());
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
   * What was to be told completely in any role.
   *
   * @return what it is, in words
   */
  public List<String> goals() {
    return reports.stream()
        .flatMap(report -> report.reached().stream())
        .map(Reached::what)
        .distinct()
        .toList();
  }

  /**
   * How much of something that was to be told completely was told in each role.
   *
   * @param goal one of {@link #goals}
   * @return for every report, in their order, how much; nothing where it is no goal of the role
   */
  public List<String> reached(String goal) {
    return reports.stream()
        .map(
            report ->
                report.reached().stream()
                    .filter(its -> its.what().equals(goal))
                    .map(Findings::text)
                    .collect(Collectors.joining()))
        .toList();
  }

  private static String text(Reached its) {
    String due = Text.number(its.due());
    return its.complete() ? "all " + due : Text.number(its.told()) + " of " + due;
  }

  /**
   * How to see a failure again.
   *
   * @param found which
   * @return a command line
   */
  public String again(Numbered found) {
    List<String> words = new ArrayList<>(List.of("conformance/holdfast"));
    if (evidence instanceof Evidence.Told told) {
      words.addAll(List.of("replay", found.file()));
      words.addAll(told.arguments());
    } else if (evidence instanceof Evidence.Recorded recorded) {
      words.add("trace");
      words.addAll(recorded.files());
    }
    return Text.command(words);
  }

  /**
   * What happened.
   *
   * @param failure one of the failures
   * @return one sentence; of what was recorded with the device and the place
   */
  public String sentence(Failure failure) {
    return evidence instanceof Evidence.Recorded
        ? failure.scenario().name() + ": " + failure.sentence()
        : failure.sentence();
  }

  /**
   * What is counted.
   *
   * @return a scenario, or a device that was recorded
   */
  public String unit() {
    return evidence instanceof Evidence.Recorded ? "device" : "scenario";
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
      return evidence instanceof Evidence.Recorded
          ? kept(reports.get(0))
          : "every rule that applies was checked, its condition arose, and it was kept.";
    }
    Optional<Failure> worst =
        failures().stream()
            .map(Numbered::failure)
            .filter(failure -> failure.verdict() == verdict)
            .findFirst();
    if (worst.isPresent()) {
      String what = worst.get().rule().map(rule -> rule.id() + " is broken: ").orElse("");
      return what + Text.oneLine(sentence(worst.get())) + "." + more();
    }
    if (trouble.isPresent()) {
      return Text.oneLine(trouble.get()) + ".";
    }
    if (interrupted()) {
      int run = reports.stream().mapToInt(Report::scenarios).sum();
      return "interrupted after " + Text.count(run, unit()) + "; what was not reached is unknown.";
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

  /** Of a trace more than that cannot be asked. */
  private static String kept(Report report) {
    long silent =
        report.lines().values().stream().filter(l -> l.verdict() == Verdict.NOT_RUN).count();
    return "no rule is broken in "
        + amount(report)
        + (silent == 0 ? "" : "; of " + Text.count(silent, "rule") + " the condition never arose")
        + ".";
  }

  private static String amount(Report report) {
    return Text.count(report.messages(), "message")
        + " of "
        + Text.count(report.scenarios(), "device");
  }

  /**
   * How much was judged of what was recorded.
   *
   * @return one sentence, or two
   */
  public String judged() {
    return reports.stream().map(Findings::amount).collect(Collectors.joining())
        + " judged."
        + more();
  }

  private String more() {
    return evidence instanceof Evidence.Recorded recorded && recorded.unlisted() > 0
        ? " And there are " + Text.count(recorded.unlisted(), "finding") + " more."
        : "";
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
