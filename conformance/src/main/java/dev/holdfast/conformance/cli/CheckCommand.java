package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Assignment;
import dev.holdfast.conformance.check.Assignment.Until;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.linux.LinuxSubject;
import dev.holdfast.conformance.report.Baseline;
import dev.holdfast.conformance.report.Evidence;
import dev.holdfast.conformance.report.Findings;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.conformance.report.ReportFolder;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.impl.linux.MemoryGroup;
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
  @Mixin private ReportOption report = new ReportOption();

  @Option(
      names = "--keep-going",
      description = "Run all scenarios, also when failures tell nothing new any more.")
  private boolean keepGoing;

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
    known(); // before anything is done
    try (Interruption interruption = new Interruption()) {
      report.begin(() -> findings(List.of(), Optional.of("the check has not come to its end")));
      Findings findings = interruption.during(() -> findings(candidates, interruption));
      new Printout(out()).print(findings, this::again);
      int code = report.end(findings);
      out().flush();
      return code == Exit.PASS && !subject.isRecorded() ? Exit.INCONCLUSIVE : code;
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
        new Evidence.Told(scenarios.seed(), subject.arguments(command)),
        started,
        reports,
        trouble,
        known());
  }

  private Report check(Subject opened, Assignment assignment) {
    PrintWriter err = spec.commandLine().getErr();
    String role = SubjectOptions.name(opened.role());
    Suite chosen = new Suite(List.of(), List.of());
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
    try (Progress progress =
        new Progress("checking a " + role, "scenario", chosen.scenarios().size(), err)) {
      Report report = new Checker(opened, assignment).run(chosen, scenarios.seed(), progress);
      return obstacle.isPresent() ? report.excusing(LinuxSubject.OF_PRESSURE) : report;
    }
  }

  private String again(Numbered failure) {
    List<String> words = new ArrayList<>(List.of("conformance/holdfast"));
    Optional<ReportFolder> folder = report.folder();
    if (folder.isPresent()) {
      words.addAll(List.of("replay", folder.get().file(failure.file()).toString()));
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
