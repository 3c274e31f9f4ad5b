package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Assignment;
import dev.holdfast.conformance.check.Assignment.Until;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.linux.LinuxSubject;
import dev.holdfast.conformance.report.Baseline;
import dev.holdfast.conformance.report.Findings;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.conformance.report.ReportFolder;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.impl.linux.MemoryGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast check}: judges the built-in implementation, or one in any language. */
@Command(
    name = "check",
    description =
        "Judge an implementation, rule by rule: the built-in one, or the program that the"
            + " command after -- starts, or a class in Java.")
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SubjectOptions subject = new SubjectOptions();
  @Mixin private RuleOptions what = new RuleOptions();
  @Mixin private ScenarioOptions scenarios = new ScenarioOptions();

  @Option(
      names = "--keep-going",
      description = "Run all scenarios, also when failures tell nothing new any more.")
  private boolean keepGoing;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Leave a report in this folder: index.html to read, report.json, junit.xml and badge.svg"
              + " for machines, and failure-N.json to replay. It is written before the check, too,"
              + " and when the check is interrupted.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description =
          "Exit with 0 if exactly the rules that this file lists are broken, as 'holdfast"
              + " baseline' writes it; all scenarios are run.")
  private Optional<Path> baseline = Optional.empty();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The program to judge, and its arguments; write -- before it.")
  private List<String> command = List.of();

  private final Instant started = Instant.now();

  /** For picocli. */
  public CheckCommand() {}

  @Override
  public Integer call() {
    List<Candidate> candidates = obliged(subject.candidates(command));
    Optional<ReportFolder> report = folder.map(ReportFolder::new);
    known(); // before anything is done
    try (Interruption interruption = new Interruption()) {
      begin(report);
      Findings findings = interruption.during(() -> findings(candidates, interruption));
      new Printout(out()).print(findings, failure -> again(report, failure));
      int code = findings.exitCode();
      if (report.isPresent() && !end(report.get(), findings)) {
        code = Exit.INCONCLUSIVE;
      }
      out().flush();
      return code;
    }
  }

  private Optional<Baseline> known() {
    return baseline.map(Files::baseline);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Without the roles of which nothing is asked. */
  private List<Candidate> obliged(List<Candidate> all) {
    List<Candidate> obliged =
        all.stream()
            .filter(
                candidate ->
                    candidate
                        .role()
                        .map(role -> what.rules().stream().anyMatch(r -> Checker.applies(r, role)))
                        .orElse(true))
            .toList();
    if (obliged.isEmpty()) {
      throw new UsageException("none of these rules obliges this role");
    }
    return obliged;
  }

  /** What stays if the check is ended by force; and if it cannot be written, nothing is lost. */
  private void begin(Optional<ReportFolder> report) {
    try {
      if (report.isPresent()) {
        report.get().write(findings(List.of(), Optional.of("the check has not come to its end")));
      }
    } catch (IOException e) {
      throw new UsageException("cannot write a report to " + folder.orElseThrow() + ": " + e);
    }
  }

  /** Whether the report could be written. */
  private boolean end(ReportFolder report, Findings findings) {
    try {
      report.write(findings);
      out().println("The report: " + report.file("index.html"));
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("holdfast: the report could not be written: " + e);
      return false;
    }
  }

  private Findings findings(List<Candidate> candidates, Interruption interruption) {
    Until until = keepGoing || baseline.isPresent() ? Until.ALL_RUN : Until.NOTHING_NEW;
    Assignment assignment = new Assignment(Set.copyOf(what.rules()), until, interruption);
    List<Report> reports = new ArrayList<>();
    for (Candidate candidate : candidates) {
      try (Subject opened = candidate.opening().open()) {
        reports.add(check(opened, assignment));
      } catch (SubjectException e) {
        return findings(
            reports, Optional.of("there was nothing to judge, for " + Text.oneLine(e.sentence())));
      }
    }
    return findings(reports, Optional.empty());
  }

  private Findings findings(List<Report> reports, Optional<String> trouble) {
    return new Findings(
        what.requirements(),
        what.level(),
        what.rules(),
        scenarios.seed(),
        subject.arguments(command),
        started,
        reports,
        trouble,
        known());
  }

  private Report check(Subject opened, Assignment assignment) {
    PrintWriter err = spec.commandLine().getErr();
    String role = SubjectOptions.name(opened.role());
    List<Scenario> chosen = List.of();
    Optional<String> obstacle = subject.linux() ? MemoryGroup.obstacle() : Optional.empty();
    obstacle.ifPresent(why -> err.println(LinuxSubject.withoutPressure(why)));
    boolean obliged =
        assignment.rules().stream().anyMatch(rule -> Checker.applies(rule, opened.role()));
    if (obliged && !assignment.interrupted().getAsBoolean()) {
      try (Progress progress = new Progress("preparing for a " + role, "scenario", -1, err)) {
        chosen =
            subject.linux()
                ? scenarios.few(LinuxSubject.possible(obstacle))
                : scenarios.choose(opened.role(), progress);
      }
    }
    try (Progress progress = new Progress("checking a " + role, "scenario", chosen.size(), err)) {
      Report report = new Checker(opened, assignment).run(chosen, scenarios.seed(), progress);
      return obstacle.isPresent() ? report.excusing(LinuxSubject.OF_PRESSURE) : report;
    }
  }

  private String again(Optional<ReportFolder> report, Numbered failure) {
    List<String> words = new ArrayList<>(List.of("conformance/holdfast"));
    if (report.isPresent()) {
      words.addAll(List.of("replay", report.get().file(failure.file()).toString()));
    } else {
      words.add("check");
      words.addAll(scenarios.again(failure.failure().scenario().name()));
      if (command.isEmpty()) {
        words.addAll(List.of("--role", SubjectOptions.name(failure.role())));
      }
    }
    words.addAll(subject.arguments(command));
    return Text.command(words);
  }
}
